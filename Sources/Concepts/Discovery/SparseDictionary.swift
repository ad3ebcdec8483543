public import Execution
public import Tensors

/// Directions of which few at a time rebuild each row.
///
/// Minimises ½ |X - W D|² + penalty Σ |W| with rows of D no longer than 1, by turns of coordinate descent over the codes W
/// and block coordinate descent over D. A direction that no row uses becomes that of the row that is rebuilt worst.
/// Source: Mairal et al. 2010.
public struct SparseDictionary: Sendable {
  /// [concepts, columns], each of length 1.
  public private(set) var directions: Tensor
  /// [rows, concepts]
  public private(set) var codes: Tensor
  /// ½ |X - W D|² + penalty Σ |W|
  public private(set) var objective = Double.infinity
  public private(set) var iterations = 0
  public private(set) var converged = false

  /// - Parameters:
  ///   - matrix: X, [rows, columns]
  ///   - isNonNegative: whether codes and directions stay at or above 0.
  ///   - tolerance: the relative change of the objective in one turn at which it stops.
  /// - Throws: ``LearningError``, `CancellationError`.
  public init(
    _ matrix: Tensor, components count: Int, penalty: Double, isNonNegative: Bool, seed: UInt64,
    tolerance: Double = 1e-5, maximum: Int = 200, monitor: Monitor = .silent
  ) throws {
    try matrix.checkAsTable("the rows")
    guard count > 0 else { throw LearningError.setting("the number of concepts", Double(count), expected: "1 or more") }
    guard penalty >= 0, penalty.isFinite else {
      throw LearningError.setting("the penalty", penalty, expected: "0 or more")
    }
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    var random = Random(seed: seed, stream: 21)
    var atoms = try Self.start(matrix, count, isNonNegative, &random)
    codes = Tensor([rows, count], repeating: 0)
    directions = atoms
    while iterations < maximum, !converged {
      monitor.report(Monitor.Progress(fraction: Double(iterations) / Double(maximum), step: "dictionary"))
      iterations += 1
      codes = try matrix.sparseCodes(
        by: atoms, penalty: Float(penalty), isNonNegative: isNonNegative, start: codes, sweeps: 50, monitor: monitor)
      let rebuilt = try LinearAlgebra.multiply(codes, atoms)
      var residual = matrix
      for index in residual.values.indices { residual.values[index] -= rebuilt.values[index] }
      let size = codes.values.reduce(0.0) { $0 + abs(Double($1)) }
      let found = residual.energy / 2 + penalty * size
      converged = abs(objective - found) <= tolerance * max(found, 1e-12)
      objective = found
      directions = atoms
      if converged { break }
      let gram = try LinearAlgebra.multiply(codes, codes, transposeLeft: true).values
      let products = try LinearAlgebra.multiply(codes, matrix, transposeLeft: true).values
      var worst = residual.rowSquares.enumerated().sorted { (-$0.element, $0.offset) < (-$1.element, $1.offset) }
        .map(\.offset)[...]
      for atom in 0..<count {
        let range = atom * columns..<(atom + 1) * columns
        let own = gram[atom * count + atom]
        if own <= 1e-12 {
          guard let row = worst.popFirst() else { continue }
          atoms.values.replaceSubrange(range, with: Self.unit(residual.values[row * columns..<(row + 1) * columns], isNonNegative))
          continue
        }
        // d ← d + (b - a D) / a_jj, kept within its bounds.
        var direction = Array(atoms.values[range])
        for column in 0..<columns {
          var sum: Float = 0
          for other in 0..<count { sum += gram[atom * count + other] * atoms.values[other * columns + column] }
          direction[column] += (products[atom * columns + column] - sum) / own
        }
        atoms.values.replaceSubrange(range, with: Self.unit(direction[...], isNonNegative))
      }
    }
  }

  /// The directions in which the rows are longest, and after these rows drawn by chance.
  private static func start(
    _ matrix: Tensor, _ count: Int, _ isNonNegative: Bool, _ random: inout Random
  ) throws -> Tensor {
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    var atoms: [Float] = []
    if !isNonNegative, columns <= 4096 {
      let vectors = try LinearAlgebra.eigen(
        symmetric: LinearAlgebra.multiply(matrix, matrix, transposeLeft: true)
      ).vectors.transposed
      for place in (max(0, columns - count)..<columns).reversed() {
        atoms += vectors.values[place * columns..<(place + 1) * columns]
      }
    }
    while atoms.count < count * columns {
      let row = random.integer(below: rows)
      atoms += unit(matrix.values[row * columns..<(row + 1) * columns].map { $0 + 1e-3 * abs(random.normal()) }[...], isNonNegative)
    }
    return Tensor([count, columns], atoms)
  }

  private static func unit(_ direction: ArraySlice<Float>, _ isNonNegative: Bool) -> [Float] {
    let kept = direction.map { isNonNegative ? max(0, $0) : $0 }
    let length = kept.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    return length > 0 ? kept.map { Float(Double($0) / length) } : kept
  }
}
