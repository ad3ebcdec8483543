import ONNX
import Programs
import Tensors

/// RNN, GRU and LSTM: [steps, batch, features] to [steps, directions, batch, units], and the last states.
extension Recurrence {
  /// The most steps that are read: each is a piece of program of its own.
  private static let mostSteps = 4096

  /// What each output is; those that nobody reads become no layer.
  static func parts(_ node: Node) throws(ImportError) -> [Operator.Part] {
    let x = try node.signal(0)
    try node.require(
      x.shape.rank == 2 && x.batch == 1 && !x.isFolded && node.integer("layout", 0) == 0,
      "needs sequences of shape [steps, batch, features], not a sample of shape \(x.shape) with the batch as axis "
        + "\(x.batch)")
    try node.require(
      x.shape[0] <= mostSteps,
      "has \(x.shape[0]) steps, of which at most \(mostSteps) are unrolled: give it shorter sequences")
    let directions = try directions(node)
    let cell = try cell(node, directions: directions.count)
    let (weights, recurrent) = (try node.weights(1), try node.weights(2))
    let units = recurrent.shape.extents.last ?? 0
    try node.require(
      (1...Importer.largestSignal).contains(units) && x.shape[0] > 0,
      "has weights of \(recurrent.shape) for \(x.shape[0]) steps")
    let size = cell.gates * units
    try node.require(
      recurrent.shape.extents == [directions.count, size, units] && units > 0
        && weights.shape.extents == [directions.count, size, x.shape[1]],
      "has weights of \(weights.shape) and \(recurrent.shape) for \(x.shape[1]) features")
    var bias: Constant?
    if try node.optionalLiteral(3) != nil {
      let given = try node.weights(3)
      try node.require(
        given.shape.extents == [directions.count, 2 * size],
        "has biases of \(given.shape), where \([directions.count, 2 * size]) are needed")
      bias = given
    }
    let operands = [x] + (try lengths(node, steps: x.shape[0]).map { [$0] } ?? [])
    for position in 5...6 {
      guard let literal = try node.optionalLiteral(position) else { continue }
      try node.require(
        literal.floats?.allSatisfy { $0 == 0 } ?? false, "begins with a state that is not 0")
    }
    try node.require(
      node.operands.count <= 7 || node.operands[7] == nil, "has peepholes, which are not read")
    return zip([Output.states, .last, .memory], [2, 1, 1]).map { output, batch in
      .piece(
        Piece(
          operation: Recurrence(
            cell: cell, directions: directions, output: output, isJoined: false, weights: weights,
            recurrent: recurrent, bias: bias),
          operands: operands, batch: batch, folding: Signal.Folding.none, content: .numbers))
    }
  }

  private static func directions(_ node: Node) throws(ImportError) -> [Direction] {
    switch node.text("direction", "forward") {
    case "forward": return [.forward]
    case "reverse": return [.backward]
    case "bidirectional": return [.forward, .backward]
    case let other: throw node.refusal("has direction='\(other)', which is not known")
    }
  }

  private static func cell(_ node: Node, directions: Int) throws(ImportError) -> RecurrentCell {
    try node.require(node.message.attributes["clip"] == nil, "clips its sums, which is not done")
    try node.require(node.integer("input_forget", 0) == 0, "couples its gates, which is not done")
    let names = node.texts("activations").map { $0.lowercased() }
    func named(_ standard: [String]) throws(ImportError) {
      let all = Array(repeating: standard, count: directions).joined()
      try node.require(
        names.isEmpty || names == Array(all), "has activations \(names), where only \(standard) are read")
    }
    switch node.message.operation {
    case "GRU":
      try named(["sigmoid", "tanh"])
      return .gru(resetsFirst: node.integer("linear_before_reset", 0) == 0)
    case "LSTM":
      try named(["sigmoid", "tanh", "tanh"])
      return .lstm
    default:
      let name = names.first ?? "tanh"
      guard let function = RecurrentCell.Function(rawValue: name), names.allSatisfy({ $0 == name }) else {
        throw node.refusal(
          "has activations \(names), where one of \(RecurrentCell.Function.allCases.map(\.rawValue)) is read")
      }
      return .plain(function)
    }
  }

  /// How many steps each sample has, where that is more than a number that all have.
  private static func lengths(_ node: Node, steps: Int) throws(ImportError) -> Signal? {
    guard node.operands.count > 4, let operand = node.operands[4] else { return nil }
    switch operand {
    case .signal(let signal):
      try node.require(
        signal.shape.count == 1 && !signal.isFolded, "needs one length for each sample, not \(signal.shape)")
      return signal
    case .literal(let literal):
      try node.require(
        literal.integers?.allSatisfy { $0 == steps } ?? false,
        "has lengths that are constants other than the \(steps) steps of its input")
      return nil
    }
  }

  public var opsets: ClosedRange<Int> { 14...GraphWriter.opsets.upperBound }

  public func write(_ graph: inout GraphWriter) -> String {
    let x = graph.preparation(
      "Transpose", [graph.operands[0].value], ["perm": .integers([1, 0, 2])])
    var lengths = ""
    if graph.operands.count > 1 {
      let given = graph.operands[1]
      let flat =
        given.shape.rank == 0
        ? given.value : graph.preparation("Reshape", [given.value, graph.constant([-1], "shape")])
      lengths = graph.preparation("Cast", [flat], ["to": .integer(6)])
    }
    var attributes: [String: NodeDraft.Attribute] = ["hidden_size": .integer(units)]
    if directions != [.forward] {
      attributes["direction"] = .text(directions == [.backward] ? "reverse" : "bidirectional")
    }
    switch cell {
    case .gru(let resetsFirst): attributes["linear_before_reset"] = .integer(resetsFirst ? 0 : 1)
    case .plain(let function):
      let name = function == .relu ? "Relu" : function == .tanh ? "Tanh" : "Sigmoid"
      attributes["activations"] = .texts(directions.map { _ in name })
    case .lstm: break
    }
    let biases = bias.map { graph.constant($0.tensor, "bias") } ?? ""
    let tensors = [
      graph.constant(weights.tensor, "weight"), graph.constant(recurrent.tensor, "recurrent"), biases, lengths,
    ]
    let place = output == .states ? 0 : output == .last ? 1 : 2
    let y = graph.node(cell.operatorName, [x] + tensors, attributes, output: place)
    // The batch axis comes first.
    let turned = graph.node(
      "Transpose", [y], ["perm": .integers(output == .states ? [2, 0, 1, 3] : [1, 0, 2])])
    guard isJoined else { return turned }
    let shape = [0] + (output == .states ? [0] : []) + [directions.count * units]
    return graph.node("Reshape", [turned, graph.constant(shape, "joined")])
  }
}
