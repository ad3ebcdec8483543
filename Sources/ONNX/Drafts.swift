/// A network to be written as an ONNX file.
public struct ModelDraft: Sendable {
  public var name: String
  /// What a reader should know of the network.
  public var remark: String
  /// The version of ONNX's own operators that the nodes use.
  public var opset: Int
  public var nodes: [NodeDraft] = []
  public var initializers: [TensorDraft] = []
  public var inputs: [ValueDraft] = []
  public var outputs: [ValueDraft] = []

  public init(name: String, remark: String = "", opset: Int) {
    self.name = name
    self.remark = remark
    self.opset = opset
  }
}

public struct NodeDraft: Sendable {
  public enum Attribute: Sendable {
    case float(Float)
    case integer(Int)
    case integers([Int])
    case text(String)
    case texts([String])
  }

  public var name: String
  public var operation: String
  /// Names of values; "" is an operand that is left out.
  public var inputs: [String]
  public var outputs: [String]
  public var attributes: [String: Attribute]

  public init(
    name: String, operation: String, inputs: [String], outputs: [String],
    attributes: [String: Attribute] = [:]
  ) {
    self.name = name
    self.operation = operation
    self.inputs = inputs
    self.outputs = outputs
    self.attributes = attributes
  }
}

/// A tensor with its numbers: floats are written as float32, whole numbers as int64.
public struct TensorDraft: Sendable {
  public var name: String
  public var shape: [Int]
  public var elements: Elements

  public init(name: String, shape: [Int], elements: Elements) {
    self.name = name
    self.shape = shape
    self.elements = elements
  }
}

/// The name and shape of an input or output of float32, or of int64.
public struct ValueDraft: Sendable {
  public var name: String
  public var extents: [ValueMessage.Extent]
  public var isInteger: Bool

  public init(name: String, extents: [ValueMessage.Extent], isInteger: Bool = false) {
    self.name = name
    self.extents = extents
    self.isInteger = isInteger
  }
}
