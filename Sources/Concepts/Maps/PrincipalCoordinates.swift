import Tensors

/// Points of a plane at the distances of the rows of a table, as far as two coordinates can: what the two principal
/// components of the table give, from the distances alone.
///
/// They are eigenvectors of B = -½ J D J, with D of squared distances and J taking the mean off, found by turns of B. Sums go
/// in the order of rows, so that the points are the same on every machine, which those of LAPACK are not.
/// Source: Gower 1966.
struct PrincipalCoordinates: Sendable {
  /// Each row's coordinates, those of larger variance first.
  let points: [SIMD2<Double>]
  /// The sum of squares of each coordinate, the larger first.
  let energies: SIMD2<Double>

  /// Enough to part directions whose variances differ by a tenth; nearer ones may be mixed.
  private static let turns = 50

  init(_ distances: RowDistances) {
    let count = distances.count
    var random = Random(seed: 0, stream: 31)
    var vectors = (0..<count).map { _ in SIMD2<Double>(Double(random.normal()), Double(random.normal())) }
    Self.orthonormalize(&vectors)
    var energies = SIMD2<Double>.zero
    for _ in 0..<Self.turns {
      let turned = Self.turned(vectors, distances)
      energies = zip(vectors, turned).reduce(.zero) { $0 + $1.0 * $1.1 }
      vectors = turned
      Self.orthonormalize(&vectors)
    }
    // Rounding can leave less than nothing of what is not there.
    energies.replace(with: 0, where: energies .< 0)
    let scale = energies.squareRoot()
    self.energies = energies
    points = vectors.map { $0 * scale }
  }

  /// B times both vectors.
  private static func turned(_ vectors: [SIMD2<Double>], _ distances: RowDistances) -> [SIMD2<Double>] {
    let count = vectors.count
    let centred = vectors.centred
    var products = [SIMD2<Double>](repeating: .zero, count: count)
    products.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let products = buffer
      inStretches(count, of: 64) { stretch in
        for row in stretch {
          var sum = SIMD2<Double>.zero
          for other in 0..<count { sum += Double(distances.squares[row * count + other]) * centred[other] }
          products[row] = -0.5 * sum
        }
      }
    }
    return products.centred
  }

  /// The first brought to length 1, the second made orthogonal to it and brought to length 1; 0 where nothing is left.
  private static func orthonormalize(_ vectors: inout [SIMD2<Double>]) {
    func sum(_ part: (SIMD2<Double>) -> Double) -> Double { vectors.reduce(0) { $0 + part($1) } }
    let first = sum { $0.x * $0.x }.squareRoot()
    if first > 0 { for row in vectors.indices { vectors[row].x /= first } }
    let common = sum { $0.x * $0.y }
    for row in vectors.indices { vectors[row].y -= common * vectors[row].x }
    let second = sum { $0.y * $0.y }.squareRoot()
    if second > 0 { for row in vectors.indices { vectors[row].y /= second } }
  }
}

extension [SIMD2<Double>] {
  fileprivate var centred: [SIMD2<Double>] {
    let mean = reduce(.zero, +) / Double(count)
    return map { $0 - mean }
  }
}
