/// A network as ONNX writes it down. Field numbers are those of onnx.proto3.
public struct ModelMessage: Sendable {
  /// The version of each set of operators that the file uses, by domain; "" is ONNX's own.
  public private(set) var opsets: [String: Int] = [:]
  public private(set) var producer = ""
  public private(set) var graph: GraphMessage
  public private(set) var metadata: [String: String] = [:]

  init(_ bytes: FileSlice) throws(ONNXError) {
    var graph: FileSlice?
    var opsets: [String: Int] = [:]
    var metadata: [String: String] = [:]
    var producer = ""
    try bytes.eachField { (number, field) throws(ONNXError) in
      switch number {
      case 2: producer = field.text
      case 7: graph = field.message
      case 8:
        var domain = ""
        var version = 0
        try field.message.eachField { number, field in
          if number == 1 { domain = field.text }
          if number == 2 { version = field.integer }
        }
        opsets[domain == "ai.onnx" ? "" : domain] = version
      case 14: try metadata.add(field)
      default: break
      }
    }
    guard let graph else { throw .noGraph }
    self.graph = try GraphMessage(graph)
    self.opsets = opsets
    self.metadata = metadata
    self.producer = producer
  }
}

public struct GraphMessage: Sendable {
  public private(set) var name = ""
  public private(set) var nodes: [NodeMessage] = []
  public private(set) var initializers: [TensorMessage] = []
  public private(set) var inputs: [ValueMessage] = []
  public private(set) var outputs: [ValueMessage] = []

  init(_ bytes: FileSlice) throws(ONNXError) {
    try bytes.eachField { (number, field) throws(ONNXError) in
      switch number {
      case 1: nodes.append(try NodeMessage(field.message))
      case 2: name = field.text
      case 5: initializers.append(try TensorMessage(field.message))
      case 11: inputs.append(try ValueMessage(field.message))
      case 12: outputs.append(try ValueMessage(field.message))
      default: break
      }
    }
  }
}

public struct NodeMessage: Sendable {
  public private(set) var name = ""
  public private(set) var operation = ""
  public private(set) var domain = ""
  /// Names of values; "" is an operand that is left out.
  public private(set) var inputs: [String] = []
  public private(set) var outputs: [String] = []
  public private(set) var attributes: [String: Attribute] = [:]
  public private(set) var metadata: [String: String] = [:]

  public enum Attribute: Sendable {
    case float(Float)
    case integer(Int)
    case text(String)
    case texts([String])
    case tensor(TensorMessage)
    case floats([Float])
    case integers([Int])
    case other
  }

  init(_ bytes: FileSlice) throws(ONNXError) {
    try bytes.eachField { (number, field) throws(ONNXError) in
      switch number {
      case 1: inputs.append(field.text)
      case 2: outputs.append(field.text)
      case 3: name = field.text
      case 4: operation = field.text
      case 5:
        let (name, attribute) = try Self.attribute(field.message)
        attributes[name] = attribute
      case 7: domain = field.text == "ai.onnx" ? "" : field.text
      case 9: try metadata.add(field)
      default: break
      }
    }
  }

  private static func attribute(_ bytes: FileSlice) throws(ONNXError) -> (String, Attribute) {
    var name = ""
    var type = 0
    var float: Float = 0
    var integer = 0
    var text = ""
    var tensor: FileSlice?
    var floats: [Float] = []
    var integers: [Int] = []
    var texts: [String] = []
    try bytes.eachField { (number, field) throws(ONNXError) in
      switch number {
      case 1: name = field.text
      case 2: float = field.float
      case 3: integer = field.integer
      case 4: text = field.text
      case 5: tensor = field.message
      case 7: floats += field.floats
      case 8: integers += try field.integers()
      case 9: texts.append(field.text)
      case 20: type = field.integer
      default: break
      }
    }
    switch type {
    case 1: return (name, .float(float))
    case 2: return (name, .integer(integer))
    case 3: return (name, .text(text))
    case 4:
      guard let tensor else { return (name, .other) }
      return (name, .tensor(try TensorMessage(tensor)))
    case 6: return (name, .floats(floats))
    case 7: return (name, .integers(integers))
    case 8: return (name, .texts(texts))
    default: return (name, .other)
    }
  }
}

/// The name, element type and shape of an input or output.
public struct ValueMessage: Sendable {
  public enum Extent: Hashable, Sendable {
    case number(Int)
    /// An extent that is known only when the network runs; the name may be empty.
    case symbol(String)
  }

  public private(set) var name = ""
  /// nil where the file does not say.
  public private(set) var extents: [Extent]?
  /// The element type by its number in ONNX; 0 where the file does not say.
  public private(set) var elementType = 0

  /// Whether the elements are whole numbers.
  public var isInteger: Bool { [2, 3, 4, 5, 6, 7, 12, 13].contains(elementType) }

  /// Whether the elements are truth values.
  public var isBoolean: Bool { elementType == 9 }

  init(_ bytes: FileSlice) throws(ONNXError) {
    try bytes.eachField { (number, field) throws(ONNXError) in
      switch number {
      case 1: name = field.text
      case 2: try readType(field.message)
      default: break
      }
    }
  }

  private mutating func readType(_ type: FileSlice) throws(ONNXError) {
    var extents: [Extent]?
    var elementType = 0
    try type.eachField { (number, field) throws(ONNXError) in
      guard number == 1 else { return }
      try field.message.eachField { (number, field) throws(ONNXError) in
        if number == 1 { elementType = field.integer }
        guard number == 2 else { return }
        var shape: [Extent] = []
        try field.message.eachField { (number, field) throws(ONNXError) in
          if number == 1 { shape.append(try Self.extent(field.message)) }
        }
        extents = shape
      }
    }
    self.extents = extents
    self.elementType = elementType
  }

  private static func extent(_ bytes: FileSlice) throws(ONNXError) -> Extent {
    var extent = Extent.symbol("")
    try bytes.eachField { number, field in
      if number == 1 { extent = .number(field.integer) }
      if number == 2 { extent = .symbol(field.text) }
    }
    return extent
  }
}

extension [String: String] {
  /// Adds an entry that is written as a message of key and value.
  mutating func add(_ field: WireReader.Field) throws(ONNXError) {
    var key = ""
    var value = ""
    try field.message.eachField { number, field in
      if number == 1 { key = field.text }
      if number == 2 { value = field.text }
    }
    self[key] = value
  }
}
