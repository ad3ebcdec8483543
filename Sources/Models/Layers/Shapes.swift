/// The Shape operator, which is known at import: the batch size is the one entry that stays a symbol.
enum Shapes {
  static func read(_ node: Node) throws(ImportError) -> Piece {
    throw node.refusal("lacks its operand")
  }

  static func fold(_ node: Node) throws(ImportError) -> Literal? {
    let entries =
      switch try node.operand(0) {
      case .signal(let signal): signal.entries
      case .literal(let literal): literal.entries
      }
    func place(_ index: Int) -> Int {
      min(max(index < 0 ? index + entries.count : index, 0), entries.count)
    }
    let start = place(node.integer("start", 0))
    let end = place(node.integer("end", entries.count))
    return Literal(entries: Array(entries[start..<max(start, end)]))
  }
}
