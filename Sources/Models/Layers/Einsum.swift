import ONNX
public import Programs
import Tensors

/// A sum of products of two operands over the axes that the result lacks, as an equation such as `bhqd,bhkd->bhqk` says.
public struct Einsum: Operation {
  /// The letters of each operand's axes and of the result's, without that of the batch.
  let letters: (left: String, right: String, result: String)
  /// The equation as the file has it with the batch first.
  let equation: String

  public var kind: LayerKind { .product }

  public func forward(_ operands: [Term]) -> Term {
    let (left, right, result) = (Array(letters.left), Array(letters.right), Array(letters.result))
    let shared = left.filter { right.contains($0) && result.contains($0) }
    let summed = left.filter { right.contains($0) && !result.contains($0) }
    let rows = left.filter { !right.contains($0) }
    let columns = right.filter { !left.contains($0) }
    let (x, y) = (operands[0], operands[1])
    func extents(_ axes: [Character]) -> [Int] {
      axes.map { axis in
        left.firstIndex(of: axis).map { x.shape[$0] } ?? right.firstIndex(of: axis).map { y.shape[$0] } ?? 1
      }
    }
    func count(_ axes: [Character]) -> Int { extents(axes).reduce(1, *) }
    let order = { (axes: [Character], own: [Character]) in axes.compactMap { own.firstIndex(of: $0) } }
    let matrix = x.transposed(order(shared + rows + summed, left))
      .reshaped([count(shared), count(rows), count(summed)])
    let other = y.transposed(order(shared + columns + summed, right))
      .reshaped([count(shared), count(columns), count(summed)])
    let axes = shared + rows + columns
    return matrix.matmul(other, transposeRight: true).reshaped(Shape(extents(axes)))
      .transposed(order(result, axes))
  }

  public var opsets: ClosedRange<Int> { 12...GraphWriter.opsets.upperBound }

  public func write(_ graph: inout GraphWriter) -> String {
    graph.node("Einsum", graph.operands.map(\.value), ["equation": .text(equation)])
  }
}

extension Einsum {
  static func read(_ node: Node) throws(ImportError) -> Piece {
    let equation = node.text("equation", "").filter { $0 != " " }
    let sides = equation.components("->")
    let terms = sides.first?.split(separator: ",").map(String.init) ?? []
    try node.require(
      sides.count == 2 && terms.count == 2 && (sides + terms).allSatisfy { !$0.contains(".") },
      "has the equation '\(equation)', of which only those of two operands are read: write it as a matrix product"
    )
    let (x, y) = (try node.signal(0), try node.signal(1))
    let (left, right, result) = (Array(terms[0]), Array(terms[1]), Array(sides[1]))
    try node.require(
      left.count == x.rank && right.count == y.rank && !x.isFolded && !y.isFolded,
      "has the equation '\(equation)' for operands of \(x.rank) and \(y.rank) axes")
    let batch = left[x.batch]
    let known = Set(left + right)
    try node.require(
      right[y.batch] == batch && result.contains(batch), "multiplies across samples: '\(equation)'")
    try node.require(
      [left, right, result].allSatisfy { Set($0).count == $0.count } && result.allSatisfy(known.contains)
        && known.allSatisfy { result.contains($0) || left.contains($0) && right.contains($0) },
      "has the equation '\(equation)', which is more than a product of matrices")
    func rest(_ axes: [Character]) -> String { String(axes.filter { $0 != batch }) }
    let letters = (left: rest(left), right: rest(right), result: rest(result))
    for axis in letters.left where letters.right.contains(axis) {
      let extents = [(letters.left, x), (letters.right, y)].map { letters, signal in
        Array(letters).firstIndex(of: axis).map { signal.shape[$0] }
      }
      try node.require(extents[0] == extents[1], "multiplies \(x.shape) and \(y.shape) by '\(equation)'")
    }
    let written = "\(batch)\(letters.left),\(batch)\(letters.right)->\(batch)\(letters.result)"
    return Piece(
      operation: Einsum(letters: letters, equation: written), operands: [x, y],
      batch: result.firstIndex(of: batch) ?? 0)
  }
}

extension String {
  /// The parts between arrows.
  fileprivate func components(_ separator: String) -> [String] {
    guard let range = firstRange(of: separator) else { return [self] }
    return [String(self[..<range.lowerBound]), String(self[range.upperBound...])]
  }
}
