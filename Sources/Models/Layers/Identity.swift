import ONNX
public import Programs

/// What it reads, as it is: Identity, Dropout (which does nothing in evaluation), Cast between floats, merged
/// batch norm.
public struct Identity: Operation {
  public var kind: LayerKind = .arrangement

  public func forward(_ operands: [Term]) -> Term { operands[0] }
}

extension Identity {
  static func read(_ node: Node) throws(ImportError) -> Piece {
    let x = try node.signal(0)
    return Piece(operation: Identity(), operands: [x], batch: x.batch)
  }

  public func write(_ graph: inout GraphWriter) -> String {
    graph.node("Identity", [graph.operands[0].value])
  }

  static func fold(_ node: Node) throws(ImportError) -> Literal? {
    try node.literal(0)
  }

  static func cast(_ node: Node) throws(ImportError) -> Piece {
    let x = try node.signal(0)
    switch node.integer("to", 1) {
    case 1, 10, 11, 16: return try read(node)
    case 9: return Comparison.isNotZero(x)
    default: throw node.refusal("turns signals into whole numbers")
    }
  }

  /// The signal itself, where a cast changes only how the file stores its values.
  static func castingNothing(_ node: Node) -> Signal? {
    guard node.message.operation == "Cast", case .signal(var signal) = node.operands.first ?? nil,
      signal.content != .numbers
    else { return nil }
    switch node.integer("to", 1) {
    case 1, 10, 11, 16: signal.isInteger = false
    case 2...7, 12...13: signal.isInteger = true
    case 9 where signal.content == .truths: signal.isInteger = false
    default: return nil
    }
    return signal
  }

  /// Element types by their number in ONNX: 9 is truth values, 2...8, 12 and 13 whole numbers.
  static func foldCast(_ node: Node) throws(ImportError) -> Literal? {
    let literal = try node.literal(0)
    let target = node.integer("to", 1)
    switch (literal.values, target) {
    case (.entries, 2...7), (.entries, 12...13), (.booleans, 9): return literal
    case (.weights, 1), (.weights, 10), (.weights, 11), (.weights, 16): return literal
    case (_, 1), (_, 10), (_, 11), (_, 16):
      guard let floats = literal.floats else { return nil }
      return Literal(name: literal.name, shape: literal.shape, values: .floats(floats), batch: literal.batch)
    case (_, 2...7), (_, 12...13):
      guard let floats = literal.floats else { return nil }
      var entries: [Literal.Entry] = []
      for float in floats {
        // What infinity becomes is not laid down: only a value that nothing depends on.
        entries.append(Int(exactly: float.rounded(.towardZero)).map(Literal.Entry.number) ?? .undetermined)
      }
      return Literal(
        name: literal.name, shape: literal.shape, values: .entries(entries), batch: literal.batch)
    case (_, 9):
      guard let floats = literal.floats else { return nil }
      return Literal(
        name: literal.name, shape: literal.shape, values: .booleans(floats.map { $0 != 0 }),
        batch: literal.batch)
    default: return nil
    }
  }
}
