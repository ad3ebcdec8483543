public import ONNX
import Programs
import Tensors

extension Model {
  /// Reads a network from an ONNX file, with the files beside it that hold its weights.
  ///
  /// - Throws: ``ImportError``, which names the file, the tensor or the node that is at fault.
  public init(onnx path: String) throws(ImportError) {
    let file: ModelFile
    do throws(ONNXError) { file = try ModelFile(path: path) } catch { throw .file(error) }
    let leaf = path.split(separator: "/").last.map(String.init) ?? path
    try self.init(file, name: leaf.hasSuffix(".onnx") ? String(leaf.dropLast(5)) : leaf)
  }

  /// The network that an ONNX file describes.
  public init(_ file: ModelFile, name: String) throws(ImportError) {
    var importer = try Importer(file)
    for node in file.message.graph.nodes { try importer.read(node) }
    let output = try importer.output()
    let layers = importer.layers()
    var remarks = importer.remarks
    if let softmax = layers[output].operation as? Softmax, case .layer = layers[output].operands.first {
      let name = softmax.isLogarithm ? "LogSoftmax" : "Softmax"
      remarks.append("the model ends in \(name): explanations start from what that reads, the logits")
    }
    self.init(
      name: name, inputs: importer.inputs, layers: layers, output: output, remarks: remarks,
      unread: importer.unreadWeights)
  }
}

/// Walks the nodes of a file in their order and keeps what is known of each value: a constant, or a signal.
struct Importer {
  /// The most entries that a sample may have at any layer: 1 GB.
  static let largestSignal = 1 << 28

  /// The most entries by which all folded constants may be larger than what they are made from.
  static let largestGrowth = 1 << 26

  /// How many weights are looked at when a network is loaded: 16 MB of them, which takes some 5 ms.
  static let readAtLoad = 1 << 22

  private let file: ModelFile
  private let opset: Int
  /// How many nodes and outputs read each value.
  private let readers: [String: Int]
  private let initializers: [String: TensorMessage]
  /// The batch size, where the file fixes it.
  private var samples: Int?
  private var firstInput: Signal?
  private var values: [String: Value] = [:]
  /// By how many entries folded constants are larger so far.
  private var growth = 0
  private var read = 0
  private var unread: [(name: String, numbers: MappedFloats)] = []

  private(set) var inputs: [Model.Input] = []
  private(set) var remarks: [String] = []
  /// The layers so far, and the nodes that they come from.
  private var made: [(layer: Layer, node: NodeMessage)] = []
  /// Computes the layers' shapes.
  private let builder = Builder()
  private var terms: [Layer.Operand: Term] = [:]

  init(_ file: ModelFile) throws(ImportError) {
    let graph = file.message.graph
    self.file = file
    opset = file.message.opsets[""] ?? 0
    guard opset >= 11 else { throw .oldOpset(opset) }
    let reads = graph.nodes.flatMap(\.inputs) + graph.outputs.map(\.name)
    readers = Dictionary(reads.map { ($0, 1) }, uniquingKeysWith: +)
    initializers = Dictionary(graph.initializers.map { ($0.name, $0) }) { first, _ in first }
    for input in graph.inputs where initializers[input.name] == nil { try add(input) }
  }

  // MARK: Inputs and outputs

  /// The batch is the one symbolic axis of an input, or its first axis.
  private mutating func add(_ message: ValueMessage) throws(ImportError) {
    func refusal(_ reason: String) -> ImportError { .input(name: message.name, reason: reason) }
    guard let extents = message.extents, extents.count > 1 else {
      throw refusal("has no batch axis: export the model with an input of at least two axes")
    }
    let symbols = extents.indices.filter { if case .symbol = extents[$0] { true } else { false } }
    guard symbols.count <= 1 else {
      throw refusal(
        "has more than one axis of unknown extent: export the model so that only the batch is dynamic")
    }
    let batch = symbols.first ?? 0
    var sample: [Int] = []
    var count = 1
    for (axis, extent) in extents.enumerated() {
      guard case .number(let number) = extent else { continue }
      guard number >= 1, number <= Self.largestSignal / count else {
        throw refusal("has an impossible shape")
      }
      if axis == batch {
        samples = number
      } else {
        sample.append(number)
        count *= number
      }
    }
    let operand = Layer.Operand.input(inputs.count)
    let signal = Signal(operand: operand, shape: Shape(sample), batch: batch)
    values[message.name] = .signal(signal)
    terms[operand] = builder.input(message.name, Type(signal.shape, varying: .sample))
    if firstInput == nil { firstInput = signal }
    inputs.append(Model.Input(name: message.name, shape: signal.shape))
  }

  /// The layer that computes the first output.
  mutating func output() throws(ImportError) -> Int {
    let outputs = file.message.graph.outputs
    guard let first = outputs.first else { throw .output(name: "") }
    guard case .signal(let signal) = values[first.name], case .layer(let index) = signal.operand else {
      throw .output(name: first.name)
    }
    if outputs.count > 1 {
      remarks.append(
        "the model has \(outputs.count) outputs: '\(first.name)', the first, is taken for the logits")
    }
    return index
  }

  // MARK: Nodes

  mutating func read(_ message: NodeMessage) throws(ImportError) {
    let version = file.message.opsets[message.domain] ?? opset
    let name = message.name.isEmpty ? message.outputs.first ?? "" : message.name
    let place = ImportError.Place(node: name, operation: message.operation, opset: version)
    guard message.domain.isEmpty, let reader = Operator.named[message.operation] else {
      throw .unknownOperator(
        place, domain: message.domain, nearest: Operator.nearest(to: message.operation))
    }
    guard let firstInput else { throw .input(name: "", reason: "is missing: the model reads nothing") }
    guard let result = message.outputs.first else { return }

    var operands: [Value?] = []
    for input in message.inputs { operands.append(try value(input, at: place)) }
    let node = Node(
      message: message, place: place, operands: operands, file: file, samples: samples, input: firstInput)
    if let folding = reader.folding, operands.allSatisfy(\.isKnown) || reader.name == "Shape",
      let literal = try folding(node)
    {
      growth += max(0, literal.count - operands.reduce(0) { $0 + ($1?.literal?.count ?? 0) })
      try node.require(
        growth <= Self.largestGrowth, "makes constants that are too large, with those before it")
      values[result] = .literal(literal)
    } else if let signal = try absorb(node) ?? gate(node) {
      values[result] = .signal(signal)
    } else {
      values[result] = .signal(try append(try reader.layer(node), node))
    }
  }

  private mutating func value(_ name: String, at place: ImportError.Place) throws(ImportError) -> Value? {
    if name.isEmpty { return nil }
    if let value = values[name] { return value }
    guard let message = initializers[name] else { throw .missingValue(place, name: name) }
    let literal = try Literal(message, in: file)
    inspect(literal, name)
    values[name] = .literal(literal)
    return .literal(literal)
  }

  /// Looks for NaN, or leaves that for later where it would take long.
  private mutating func inspect(_ literal: Literal, _ name: String) {
    var index: Int?
    switch literal.values {
    case .floats(let values): index = values.firstIndex(where: \.isNaN)
    case .mapped(let numbers):
      guard read + numbers.count <= Self.readAtLoad else { return unread.append((name, numbers)) }
      read += numbers.count
      index = numbers.firstNaN
    case .entries, .booleans: break
    }
    if let remark = UnreadWeights.remark(name, firstNaN: index) { remarks.append(remark) }
  }

  private mutating func append(_ piece: Piece, _ node: Node) throws(ImportError) -> Signal {
    let term = piece.operation.forward(piece.operands.compactMap { terms[$0.operand] })
    if let failure = builder.failure { throw .shapes(node.place, failure) }
    try node.requireSize(term.shape.extents, atMost: Self.largestSignal)
    try node.require(!term.shape.extents.contains(0), "makes an empty tensor, of shape \(term.shape)")
    let operand = Layer.Operand.layer(made.count)
    terms[operand] = term
    let layer = Layer(
      name: "", operation: piece.operation, operands: piece.operands.map(\.operand), shape: term.shape)
    made.append((layer, node.message))
    if node.message.operation == "BatchNormalization", node.message.outputs.count > 1 {
      remarks.append("\(node.place) was exported in training mode: its stored mean and variance are used")
    }
    return Signal(operand: operand, shape: term.shape, batch: piece.batch)
  }

  /// Takes an addition into the dense layer in front of it, as that layer's bias, if nothing else reads that
  /// layer.
  private mutating func absorb(_ node: Node) throws(ImportError) -> Signal? {
    guard node.message.operation == "Add", node.operands.count == 2 else { return nil }
    for position in 0..<2 {
      guard case .signal(let signal) = node.operands[position], case .layer(let index) = signal.operand,
        case .literal(let literal) = node.operands[1 - position],
        readers[node.message.inputs[position]] == 1,
        let linear = (made[index].layer.operation as? Linear)?.adding(literal),
        literal.shape.count <= signal.rank
      else { continue }
      made[index].layer = made[index].layer.replacing(linear)
      return signal
    }
    return nil
  }

  /// Takes a product into the sigmoid that is one of its factors, if that reads the other one: x · sigmoid(x) is one
  /// activation function.
  private mutating func gate(_ node: Node) -> Signal? {
    guard node.message.operation == "Mul", node.operands.count == 2 else { return nil }
    for position in 0..<2 {
      guard case .signal(let signal) = node.operands[position], case .layer(let index) = signal.operand,
        case .signal(let gated) = node.operands[1 - position], made[index].layer.operands == [gated.operand],
        readers[node.message.inputs[position]] == 1,
        let activation = (made[index].layer.operation as? Activation)?.gatingItsOperand
      else { continue }
      made[index].layer = made[index].layer.replacing(activation)
      return signal
    }
    return nil
  }

  // MARK: Layers

  var unreadWeights: UnreadWeights { UnreadWeights(unread) }

  func layers() -> [Layer] {
    let names = Names(made.map { (LayerOrigin($0.node), $0.layer.operation) })
    return zip(made, names.names).map { made, name in
      Layer(
        name: name, operation: made.layer.operation, operands: made.layer.operands, shape: made.layer.shape)
    }
  }
}

extension Value? {
  /// Whether this is a constant, or an operand that is left out.
  fileprivate var isKnown: Bool { if case .signal = self { false } else { true } }
}
