import ONNX
import Programs
import Tensors

/// Walks the nodes of a file in their order and keeps what is known of each value: a constant, or a signal.
struct Importer {
  /// The most entries that a sample may have at any layer: 1 GB.
  static let largestSignal = 1 << 28

  /// The most entries by which all folded constants may be larger than what they are made from.
  static let largestGrowth = 1 << 26

  /// How many weights are looked at when a network is loaded: 16 MB of them, which takes some 5 ms.
  static let readAtLoad = 1 << 22

  let file: ModelFile
  private let opset: Int
  /// How many nodes and outputs read each value.
  private let readers: [String: Int]
  private let initializers: [String: TensorMessage]
  /// The batch size, where the file fixes it.
  var samples: Int?
  var firstInput: Signal?
  var values: [String: Value] = [:]
  /// The extents that are asked for, by the names of free axes.
  let extents: [String: Int]
  /// By how many entries folded constants are larger so far.
  private var growth = 0
  private var read = 0
  private var unread: [(name: String, numbers: MappedFloats)] = []

  var inputs: [Model.Input] = []
  var freeAxes: [Model.FreeAxis] = []
  /// Weights as the file has them, by name.
  private(set) var weights: [String: Constant]
  var remarks: [String] = []
  /// The layers so far, and the nodes that they come from.
  private var made: [Made] = []
  /// Computes the layers' shapes.
  let builder = Builder()
  var terms: [Layer.Operand: Term] = [:]

  init(_ source: Model.Source, extents: [String: Int]) throws(ImportError) {
    let file = source.file
    let graph = file.message.graph
    self.file = file
    self.extents = extents
    weights = source.weights
    opset = file.message.opsets[""] ?? 0
    guard opset >= 11 else { throw .oldOpset(opset) }
    let reads = graph.nodes.flatMap(\.inputs) + graph.outputs.map(\.name)
    readers = Dictionary(reads.map { ($0, 1) }, uniquingKeysWith: +)
    initializers = Dictionary(graph.initializers.map { ($0.name, $0) }) { first, _ in first }
    for input in graph.inputs where initializers[input.name] == nil { try add(input) }
    if let unknown = extents.keys.sorted().first(where: { name in !freeAxes.contains { $0.name == name } }) {
      throw .noFreeAxis(unknown, known: freeAxes.map(\.name))
    }
  }

  // MARK: Outputs

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
    if operands.allSatisfy(\.isKnown), reader.folding == nil {
      // A constant that stands for all samples becomes a layer of its own, if no operator is computed from it here.
      for position in operands.indices {
        operands[position] = try repeated(operands[position], message, firstInput)
      }
    }
    let node = Node(
      message: message, place: place, operands: operands, file: file, samples: samples, input: firstInput)
    if let parts = reader.parts {
      for (result, part) in zip(message.outputs, try parts(node)) where !result.isEmpty && readers[result] != nil {
        switch part {
        case .literal(let literal): values[result] = .literal(literal)
        case .piece(let piece): values[result] = .signal(try append(piece, node))
        }
      }
      return
    }
    if let folding = reader.folding, operands.allSatisfy(\.isKnown) || reader.name == "Shape",
      let literal = try folding(node)
    {
      growth += max(0, literal.count - operands.reduce(0) { $0 + ($1?.literal?.count ?? 0) })
      try node.require(
        growth <= Self.largestGrowth, "makes constants that are too large, with those before it")
      values[result] = .literal(literal)
    } else if let literal = constantRow(node) {
      values[result] = .literal(literal)
    } else if let signal = try merged(node) {
      values[result] = .signal(signal)
    } else {
      values[result] = .signal(try append(try reader.layer(node), node))
    }
  }

  private mutating func value(_ name: String, at place: ImportError.Place) throws(ImportError) -> Value? {
    if name.isEmpty { return nil }
    if let value = values[name] { return value }
    guard let message = initializers[name] else { throw .missingValue(place, name: name) }
    if let weights = weights[name] {
      let literal = Literal(name: name, shape: weights.shape.extents, values: .weights(weights))
      values[name] = .literal(literal)
      return .literal(literal)
    }
    var literal = try Literal(message, in: file)
    inspect(literal, name)
    if case .floats = literal.values, literal.count > 1, let constant = literal.constant {
      literal = Literal(name: name, shape: literal.shape, values: .weights(constant))
    }
    if case .weights(let constant) = literal.values { weights[name] = constant }
    values[name] = .literal(literal)
    return .literal(literal)
  }

  /// Looks for NaN, or leaves that for later where it would take long.
  private mutating func inspect(_ literal: Literal, _ name: String) {
    var index: Int?
    switch literal.values {
    case .floats(let values): index = values.firstIndex(where: \.isNaN)
    case .weights(let constant):
      guard case .file(let numbers) = constant.entries else { break }
      guard read + numbers.count <= Self.readAtLoad else { return unread.append((name, numbers)) }
      read += numbers.count
      index = numbers.firstNaN
    case .entries, .booleans: break
    }
    if let remark = UnreadWeights.remark(name, firstNaN: index) { remarks.append(remark) }
  }

  /// What the input's indices find in a row of equal numbers, such as the types of tokens that have but one.
  private func constantRow(_ node: Node) -> Literal? {
    guard node.message.operation == "GatherElements", case .literal(let row) = node.operands.first ?? nil,
      case .signal(let places) = node.operands.last ?? nil, case .entries(let entries) = row.values,
      let first = entries.first, entries.allSatisfy({ $0 == first })
    else { return nil }
    let shape = places.entries.map { $0.number ?? 1 }
    let batch = places.isFolded ? nil : places.batch
    return Literal(
      name: row.name, shape: shape,
      values: .entries([Literal.Entry](repeating: first, count: shape.reduce(1, *))), batch: batch)
  }

  /// A constant that stands for all samples, as a layer.
  private mutating func repeated(
    _ value: Value?, _ message: NodeMessage, _ input: Signal
  ) throws(ImportError) -> Value? {
    guard case .literal(let literal) = value, let batch = literal.batch else { return value }
    var shape = literal.shape
    shape.remove(at: batch)
    guard let constant = literal.reshaped(shape).constant else { return value }
    let place = ImportError.Place(node: message.name, operation: message.operation, opset: opset)
    let node = Node(message: message, place: place, operands: [], file: file, samples: samples, input: input)
    let piece = Piece(
      operation: Repeated(constant: constant), operands: [input], batch: batch, folding: Signal.Folding.none,
      content: literal.content, isInteger: literal.isInteger)
    return .signal(try append(piece, node))
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
    made.append(Made(layer: layer, node: node.message))
    if node.message.operation == "BatchNormalization", node.message.outputs.count > 1 {
      remarks.append("\(node.place) was exported in training mode: its stored mean and variance are used")
    }
    let first = piece.operands.first
    let moves = piece.operation.kind == .arrangement
    let kept = Set(piece.operands.map(\.content)).count == 1 ? first?.content : nil
    return Signal(
      operand: operand, shape: term.shape, batch: piece.batch,
      folding: piece.folding ?? first?.folding ?? .none,
      content: piece.content ?? (moves ? kept : nil) ?? .numbers,
      isInteger: piece.isInteger ?? first?.isInteger ?? false)
  }

  /// What needs no layer of its own.
  private mutating func merged(_ node: Node) throws(ImportError) -> Signal? {
    if let signal = try absorb(node) { return signal }
    if let signal = gate(node) ?? Identity.castingNothing(node) { return signal }
    if let signal = try join(node) { return signal }
    return try Transposition.movingNothing(node)
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

  /// Takes what puts the directions of a recurrent layer on one axis into that layer.
  private mutating func join(_ node: Node) throws(ImportError) -> Signal? {
    guard ["Reshape", "Squeeze"].contains(node.message.operation),
      case .signal(let signal) = node.operands.first ?? nil, case .layer(let index) = signal.operand,
      readers[node.message.inputs[0]] == 1, let recurrence = made[index].layer.operation as? Recurrence,
      !recurrence.isJoined
    else { return nil }
    let joined = recurrence.joined
    let layer = made[index].layer
    let term = joined.forward(layer.operands.compactMap { terms[$0] })
    let piece =
      node.message.operation == "Squeeze" ? try Reshape.squeeze(node) : try Reshape.read(node)
    guard (piece.operation as? Reshape)?.shape == term.shape,
      piece.folding ?? Signal.Folding.none == Signal.Folding.none
    else { return nil }
    terms[signal.operand] = term
    made[index].layer = Layer(
      name: layer.name, operation: joined, operands: layer.operands, shape: term.shape)
    return Signal(operand: signal.operand, shape: term.shape, batch: piece.batch)
  }

  // MARK: Layers

  var unreadWeights: UnreadWeights { UnreadWeights(unread) }

  /// The layers under their names, and the one that the network ends in.
  func layers(endingIn output: Int) -> (layers: [Layer], output: Int) {
    let (fused, output) = made.fused(endingIn: output)
    let made = fused.gated
    let names = Names(made.map { (LayerOrigin($0.node), $0.layer.operation) })
    let layers = zip(made, names.names).map { made, name in
      Layer(
        name: name, operation: made.layer.operation, operands: made.layer.operands, shape: made.layer.shape)
    }
    return (layers, output)
  }
}

/// A layer without a name, and the node that it comes from.
struct Made {
  var layer: Layer
  let node: NodeMessage
}

extension Value? {
  /// Whether this is a constant, or an operand that is left out.
  fileprivate var isKnown: Bool { if case .signal = self { false } else { true } }
}
