public import ONNX
public import Programs
public import Tensors

/// An ONNX file being written, as the layer sees it whose turn it is.
///
/// Every value has the batch axis first, so that the file counts axes one further than the layer does.
public struct GraphWriter {
  /// The versions of ONNX's operators that can be written.
  public static let opsets = 11...20

  public struct Operand {
    /// What the file calls it.
    public let value: String
    /// The shape for one sample.
    public let shape: Shape
  }

  /// What the layer reads.
  public private(set) var operands: [Operand] = []
  public var opset: Int { draft.opset }

  private var draft: ModelDraft
  private var values: [Layer.Operand: Operand] = [:]
  /// The names of values, of which none may be given twice.
  private var taken: Set<String> = []
  /// What the file calls the parameters that are written by now: layers that share one share it there, too.
  private var shared: [Constant: String] = [:]
  private var layer = ""
  private var isNamed = false

  init(_ draft: ModelDraft, _ inputs: [Model.Input]) {
    self.draft = draft
    for (position, input) in inputs.enumerated() {
      taken.insert(input.name)
      let isWhole = input.content != .numbers
      self.draft.inputs.append(
        ValueDraft(name: input.name, extents: Self.extents(input.shape), isInteger: isWhole))
      // Layers compute with numbers: a cast that is no layer when it is read again.
      let value =
        isWhole ? append("\(input.name).Cast", "Cast", [input.name], ["to": .integer(1)]) : input.name
      values[.input(position)] = Operand(value: value, shape: input.shape)
    }
  }

  mutating func append(_ layer: Layer) {
    self.layer = layer.name
    isNamed = false
    operands = layer.operands.compactMap { values[$0] }
    let value = layer.operation.write(&self)
    values[.layer(values.count - draft.inputs.count)] = Operand(value: value, shape: layer.shape)
  }

  func draft(endingIn output: Int, of shape: Shape) -> ModelDraft {
    var draft = draft
    let value = values[.layer(output)]?.value ?? ""
    draft.outputs = [ValueDraft(name: value, extents: Self.extents(shape))]
    return draft
  }

  private static func extents(_ sample: Shape) -> [ValueMessage.Extent] {
    [.symbol("batch")] + sample.extents.map { .number($0) }
  }

  private mutating func value(_ name: String) -> String {
    var (value, number) = (name, 0)
    while !taken.insert(value).inserted {
      number += 1
      value = "\(name)_\(number)"
    }
    return value
  }
}

// What layers write.
extension GraphWriter {
  /// A node that is read as the layer, or, after the first one, as a part of it.
  ///
  /// - Parameter output: which of the operator's outputs is asked for.
  /// - Returns: the value that it makes.
  public mutating func node(
    _ operation: String, _ inputs: [String], _ attributes: [String: NodeDraft.Attribute] = [:],
    output: Int = 0
  ) -> String {
    defer { isNamed = true }
    return append(isNamed ? "\(layer).\(operation)" : layer, operation, inputs, attributes, output: output)
  }

  /// A node in front of the layer's own: one that is computed at import, or a layer that the file needs beside it.
  public mutating func preparation(
    _ operation: String, _ inputs: [String], _ attributes: [String: NodeDraft.Attribute] = [:]
  ) -> String {
    append("\(layer).\(operation)", operation, inputs, attributes)
  }

  private mutating func append(
    _ name: String, _ operation: String, _ inputs: [String], _ attributes: [String: NodeDraft.Attribute],
    output: Int = 0
  ) -> String {
    let value = value(name)
    let given = inputs.reversed().drop { $0.isEmpty }.reversed()
    draft.nodes.append(
      NodeDraft(
        name: name, operation: operation, inputs: Array(given),
        outputs: [String](repeating: "", count: output) + [value], attributes: attributes))
    return value
  }

  /// A parameter of the layer, such as its "weight", which other layers may have, too.
  public mutating func constant(_ constant: Constant, _ role: String) -> String {
    if let known = shared[constant] { return known }
    let value = self.constant(constant.tensor, role)
    shared[constant] = value
    return value
  }

  /// A tensor of the layer, such as its "weight".
  public mutating func constant(_ tensor: Tensor, _ role: String) -> String {
    constant(tensor.shape.extents, .floats(tensor.values), role)
  }

  /// Whole numbers in a list, or in a shape of their own.
  public mutating func constant(_ numbers: [Int], shape: Shape? = nil, _ role: String) -> String {
    constant(shape?.extents ?? [numbers.count], .integers(numbers), role)
  }

  private mutating func constant(_ shape: [Int], _ elements: Elements, _ role: String) -> String {
    let value = value("\(layer).\(role)")
    draft.initializers.append(TensorDraft(name: value, shape: shape, elements: elements))
    return value
  }

  /// An operand with so many axes for a sample: where it has fewer, the batch axis would be taken for one of the
  /// other operand's.
  public mutating func operand(_ position: Int, rank: Int) -> String {
    let operand = operands[position]
    let missing = rank - operand.shape.rank
    guard missing > 0 else { return operand.value }
    let shape = [0] + [Int](repeating: 1, count: missing) + operand.shape.extents
    return preparation("Reshape", [operand.value, constant(shape, "shape\(position)")])
  }

  /// The shape of as many samples as there are: a value to expand to.
  public mutating func batched(_ sample: Shape) -> String {
    let whole = preparation("Shape", [operands[0].value])
    let batch = preparation("Gather", [whole, constant([0], "first")])
    return preparation("Concat", [batch, constant(sample.extents, "sample")], ["axis": .integer(0)])
  }

  /// A constant that every sample gets, as a value with a batch axis.
  public mutating func repeated(_ tensor: Tensor, _ role: String) -> String {
    let one = constant(tensor.reshaped([1] + tensor.shape), role)
    return preparation("Expand", [one, batched(tensor.shape)])
  }
}
