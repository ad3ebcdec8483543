/// The Range operator: whole numbers or others at equal distances, known at import.
enum Counting {
  static func read(_ node: Node) throws(ImportError) -> Piece {
    throw node.refusal("counts up to a number that depends on the input")
  }

  static func fold(_ node: Node) throws(ImportError) -> Literal? {
    let operands = [try node.literal(0), try node.literal(1), try node.literal(2)]
    try node.require(operands.allSatisfy { $0.count == 1 }, "needs a start, an end and a step")
    let entries = operands.compactMap {
      if case .entries(let entries) = $0.values { entries.first } else { nil }
    }
    // As many numbers as there are samples: the number of each.
    if entries == [.number(0), .batch, .number(1)] {
      return Literal(name: "", shape: [1], values: .entries([.index(times: 1, plus: 0)]), batch: 0)
    }
    let integers = operands.compactMap { $0.integers?.first }
    if integers.count == 3 {
      let (start, end, step) = (integers[0], integers[1], integers[2])
      try node.require(step != 0, "has a step of 0")
      let (distance, overflow) = end.subtractingReportingOverflow(start)
      let count = overflow ? Int.max : max(0, (distance - step.signum()) / step + 1)
      try node.requireSize([distance.signum() == step.signum() ? count : 0])
      return Literal(entries: Array(stride(from: start, to: end, by: step)).map { .number($0) })
    }
    let floats = operands.compactMap { $0.floats?.first }
    guard floats.count == 3 else { return nil }
    let count = ((Double(floats[1]) - Double(floats[0])) / Double(floats[2])).rounded(.up)
    try node.require(count.isFinite && count < 1e7, "makes a list that is too long")
    let values = (0..<max(0, Int(count))).map { floats[0] + Float($0) * floats[2] }
    return Literal(name: "", shape: [values.count], values: .floats(values))
  }
}
