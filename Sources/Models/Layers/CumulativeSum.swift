import ONNX
public import Programs
import Tensors

/// The sum of all entries up to each one along an axis: the number of tokens so far.
public struct CumulativeSum: Operation {
  let axis: Int
  let isExclusive: Bool
  let isReversed: Bool
  /// [extent, extent]: 1 where the row's entry counts for the column's sum. Made once, as constants are known by identity.
  let counted: Constant

  public var kind: LayerKind { .other }

  public func forward(_ operands: [Term]) -> Term {
    let x = operands[0]
    let last = x.shape.rank - 1
    var order = Array(0...last)
    order.swapAt(axis, last)
    let turned = x.transposed(order)
    let rows = turned.shape.extents.dropLast().reduce(1, *)
    return turned.reshaped([rows, x.shape[axis]]).matmul(x.builder.constant(counted))
      .reshaped(turned.shape).transposed(order)
  }
}

extension CumulativeSum {
  static func read(_ node: Node) throws(ImportError) -> Piece {
    let x = try node.signal(0)
    guard let number = try node.literal(1).integers?.first else { throw node.refusal("needs an axis") }
    let axis = try node.axis(number, of: x)
    let extent = x.shape[axis]
    try node.requireSize([extent, extent])
    let (isExclusive, isReversed) = (node.integer("exclusive", 0) != 0, node.integer("reverse", 0) != 0)
    let values = (0..<extent * extent).map { place -> Float in
      let (row, column) = place.quotientAndRemainder(dividingBy: extent)
      let isBefore = isReversed ? row > column : row < column
      return isBefore || row == column && !isExclusive ? 1 : 0
    }
    let operation = CumulativeSum(
      axis: axis, isExclusive: isExclusive, isReversed: isReversed,
      counted: Constant(Tensor([extent, extent], values), name: "counted"))
    return Piece(
      operation: operation, operands: [x], batch: x.batch,
      content: x.content == .numbers ? .numbers : .wholeNumbers)
  }

  static func fold(_ node: Node) throws(ImportError) -> Literal? {
    let literal = try node.literal(0)
    guard let number = try node.literal(1).integers?.first, let integers = literal.integers,
      node.integer("exclusive", 0) == 0, node.integer("reverse", 0) == 0
    else { return nil }
    let axis = try node.axis(number, rank: literal.shape.count)
    try node.require(axis != literal.batch, "works along the batch axis, across samples")
    let stride = literal.strides[axis]
    var sums = integers
    for place in sums.indices where place / stride % literal.shape[axis] > 0 {
      let (sum, overflow) = sums[place].addingReportingOverflow(sums[place - stride])
      try node.require(!overflow, "computes a number that is too large")
      sums[place] = sum
    }
    return Literal(
      name: "", shape: literal.shape, values: .entries(sums.map(Literal.Entry.number)), batch: literal.batch)
  }

  public func write(_ graph: inout GraphWriter) -> String {
    graph.node(
      "CumSum", [graph.operands[0].value, graph.constant([axis + 1], shape: [], "axis")],
      ["exclusive": .integer(isExclusive ? 1 : 0), "reverse": .integer(isReversed ? 1 : 0)])
  }
}
