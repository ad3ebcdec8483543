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
    try node.require(
      [1, 10, 11, 16].contains(node.integer("to", 1)), "turns signals into whole numbers or truth values")
    return try read(node)
  }

  /// Element types by their number in ONNX: 9 is truth values, 2...8, 12 and 13 whole numbers.
  static func foldCast(_ node: Node) throws(ImportError) -> Literal? {
    let literal = try node.literal(0)
    let target = node.integer("to", 1)
    switch (literal.values, target) {
    case (.entries, 2...7), (.entries, 12...13), (.booleans, 9): return literal
    case (.mapped, 1), (.mapped, 10), (.mapped, 11), (.mapped, 16): return literal
    case (_, 1), (_, 10), (_, 11), (_, 16):
      guard let floats = literal.floats else { return nil }
      return Literal(name: literal.name, shape: literal.shape, values: .floats(floats))
    case (_, 2...7), (_, 12...13):
      guard let floats = literal.floats else { return nil }
      var entries: [Literal.Entry] = []
      for float in floats {
        guard let whole = Int(exactly: float.rounded(.towardZero)) else {
          throw node.refusal("turns \(float) into a whole number")
        }
        entries.append(.number(whole))
      }
      return Literal(name: literal.name, shape: literal.shape, values: .entries(entries))
    case (_, 9):
      guard let floats = literal.floats else { return nil }
      return Literal(name: literal.name, shape: literal.shape, values: .booleans(floats.map { $0 != 0 }))
    default: return nil
    }
  }
}
