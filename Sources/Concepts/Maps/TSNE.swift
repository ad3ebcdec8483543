public import Execution
import Glibc
public import Tensors

/// Rows of a table as points of a plane, where those are near that are near in the table: t-SNE, all pairs of rows exactly.
///
/// The points minimise KL(P ‖ Q), with p_ij = (p(j|i) + p(i|j)) / 2n of ``NeighbourProbabilities`` and
/// q_ij ∝ 1 / (1 + |y_i - y_j|²), by descent with momentum and a gain for each coordinate. It begins at the principal
/// components, and 250 steps with P times 12 let groups form first. Rows that do not vary are all put at 0.
/// Sources: van der Maaten and Hinton 2008; gains: Jacobs 1988; start and rate as in Kobak and Berens 2019 and scikit-learn.
public struct TSNE: Codable, Hashable, Sendable {
  /// [rows, 2]
  public let positions: Tensor
  /// KL(P ‖ Q) in nats.
  public let divergence: Double
  public let perplexity: Double
  public let steps: Int

  private static let exaggeration: Float = 12
  private static let exaggerated = 250

  /// - Parameters:
  ///   - rows: [rows, columns], at least 4; time and memory grow with the square of their number.
  ///   - perplexity: above 1 and below rows - 1.
  ///   - seed: of the start along a second direction where the rows have only one.
  /// - Throws: ``LearningError``, `CancellationError`.
  public init(
    _ rows: Tensor, perplexity: Double = 30, steps: Int = 1000, seed: UInt64 = 0, monitor: Monitor = .silent
  ) throws {
    try self.init(
      RowDistances(rows, monitor: monitor), perplexity: perplexity, steps: steps, seed: seed, monitor: monitor
    )
  }

  init(
    _ distances: RowDistances, perplexity: Double, steps: Int = 1000, seed: UInt64, monitor: Monitor
  ) throws {
    let near = try NeighbourProbabilities(distances, perplexity: perplexity, monitor: monitor)
    let pairs = PairProbabilities(near)
    var descent = Descent(pairs, start: Self.start(distances, seed: seed))
    let count = distances.count
    if !descent.isAtRest {
      let rate = max(Float(count) / Self.exaggeration / 4, 50)
      for step in 0..<max(0, steps) {
        if step % 10 == 0 {
          if monitor.isCancelled() { throw CancellationError() }
          monitor.report(.init(fraction: Double(step) / Double(steps), step: "t-SNE"))
        }
        let isEarly = step < Self.exaggerated
        if step == Self.exaggerated { descent.pause() }
        descent.step(
          exaggeration: isEarly ? Self.exaggeration : 1, momentum: isEarly ? 0.5 : 0.8, rate: rate)
      }
    }
    positions = descent.positions
    divergence = descent.divergence
    self.perplexity = perplexity
    self.steps = steps
  }

  /// The rows along their two principal components, the first of deviation 1e-4; along one that they do not have, at random.
  private static func start(_ distances: RowDistances, seed: UInt64) -> [SIMD2<Float>] {
    let found = PrincipalCoordinates(distances)
    guard found.energies.x > 0 else { return found.points.map { _ in .zero } }
    let unit = 1e-4 / (found.energies.x / Double(distances.count)).squareRoot()
    var points = found.points.map { SIMD2<Float>($0 * unit) }
    // What is below it, the distances do not tell from rounding.
    if found.energies.y <= 1e-6 * found.energies.x {
      var random = Random(seed: seed, stream: 32)
      for row in points.indices { points[row].y = 1e-4 * random.normal() }
    }
    return points
  }
}

/// p_ij of pairs, four others at a time: rows are filled up with zeros.
private struct PairProbabilities {
  let count: Int
  /// The blocks of four of a row.
  let width: Int
  let blocks: [SIMD4<Float>]

  /// Below it no pair falls, as in the authors' program: products with less are slow and add nothing.
  private static let floor: Float = 1e-12

  init(_ near: NeighbourProbabilities) {
    count = near.values.shape[0]
    width = (count + 3) / 4
    var blocks = [SIMD4<Float>](repeating: .zero, count: count * width)
    let values = near.values.values
    let scale = 1 / Float(2 * count)
    for one in 0..<count {
      for other in 0..<count where other != one {
        let share = (values[one * count + other] + values[other * count + one]) * scale
        blocks[one * width + other / 4][other % 4] = max(share, Self.floor)
      }
    }
    self.blocks = blocks
  }
}

/// The points on their way.
private struct Descent {
  private let pairs: PairProbabilities
  private var points: [SIMD2<Float>]
  private var velocities: [SIMD2<Float>]
  private var gains: [SIMD2<Float>]
  /// The coordinates, four points at a time.
  private var across: [SIMD4<Float>]
  private var up: [SIMD4<Float>]
  private var forces: [Forces]

  /// Far from all: what fills up the last block of four pulls no point and adds nothing.
  private static let nowhere: Float = 1e8
  /// As many rows as are worth waking a thread for.
  private static let stretch = 64

  init(_ pairs: PairProbabilities, start: [SIMD2<Float>]) {
    self.pairs = pairs
    points = start
    velocities = start.map { _ in .zero }
    gains = start.map { _ in .one }
    across = [SIMD4<Float>](repeating: SIMD4(repeating: Self.nowhere), count: pairs.width)
    up = across
    forces = [Forces](repeating: Forces(), count: start.count)
  }

  var isAtRest: Bool { points.allSatisfy { $0 == .zero } }

  var positions: Tensor { Tensor([points.count, 2], points.flatMap { [$0.x, $0.y] }) }

  /// Momentum and gains begin anew.
  mutating func pause() {
    for index in points.indices { (velocities[index], gains[index]) = (.zero, .one) }
  }

  mutating func step(exaggeration: Float, momentum: Float, rate: Float) {
    measure()
    // In the order of points, whoever computed them.
    let total = Float(forces.reduce(0.0) { $0 + Double($1.closeness) })
    for index in points.indices {
      let gradient = 4 * (exaggeration * forces[index].pull - forces[index].push / total)
      let agrees = (velocities[index] * gradient) .< SIMD2<Float>.zero
      let gain = (gains[index] * 0.8).replacing(with: gains[index] + 0.2, where: agrees)
      gains[index] = pointwiseMax(gain, SIMD2(repeating: 0.01))
      velocities[index] = momentum * velocities[index] - rate * gains[index] * gradient
      points[index] += velocities[index]
    }
  }

  /// Σ p_ij ln(p_ij / q_ij)
  var divergence: Double {
    let count = points.count
    var sums = [(own: Double, cross: Double, closeness: Double)](repeating: (0, 0, 0), count: count)
    sums.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let sums = buffer
      inStretches(count, of: 16) { stretch in
        for one in stretch {
          var sum = (own: 0.0, cross: 0.0, closeness: 0.0)
          for other in 0..<count where other != one {
            let share = Double(pairs.blocks[one * pairs.width + other / 4][other % 4])
            let difference = SIMD2<Double>(points[one]) - SIMD2<Double>(points[other])
            let square = (difference * difference).sum()
            sum.own += share * log(share)
            sum.cross += share * log(1 + square)
            sum.closeness += 1 / (1 + square)
          }
          sums[one] = sum
        }
      }
    }
    let all = sums.reduce((own: 0.0, cross: 0.0, closeness: 0.0)) {
      ($0.own + $1.own, $0.cross + $1.cross, $0.closeness + $1.closeness)
    }
    return all.own + all.cross + log(all.closeness)
  }

  /// What all points do to each of them, in the plane as it is.
  private mutating func measure() {
    for (index, point) in points.enumerated() {
      across[index / 4][index % 4] = point.x
      up[index / 4][index % 4] = point.y
    }
    let (pairs, points) = (pairs, points)
    forces.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let forces = buffer
      across.withUnsafeBufferPointer { buffer in
        nonisolated(unsafe) let across = buffer
        up.withUnsafeBufferPointer { buffer in
          nonisolated(unsafe) let up = buffer
          pairs.blocks.withUnsafeBufferPointer { buffer in
            nonisolated(unsafe) let blocks = buffer
            inStretches(points.count, of: Self.stretch) { stretch in
              for index in stretch {
                forces[index] = Forces(
                  on: index, at: points[index],
                  shares: UnsafeBufferPointer(
                    rebasing: blocks[index * pairs.width..<(index + 1) * pairs.width]),
                  across, up)
              }
            }
          }
        }
      }
    }
  }
}

/// What all others do to one point.
private struct Forces {
  /// Σ p_ij q (y_i - y_j), where q is 1 / (1 + |y_i - y_j|²).
  var pull = SIMD2<Float>.zero
  /// Σ q² (y_i - y_j)
  var push = SIMD2<Float>.zero
  /// Σ q
  var closeness: Float = 0

  init() {}

  init(
    on index: Int, at point: SIMD2<Float>, shares: UnsafeBufferPointer<SIMD4<Float>>,
    _ across: UnsafeBufferPointer<SIMD4<Float>>, _ up: UnsafeBufferPointer<SIMD4<Float>>
  ) {
    let own = index / 4
    var sums = Sums(point)
    for block in 0..<own { sums.add(shares[block], across[block], up[block]) }
    for block in own + 1..<max(own + 1, shares.count) { sums.add(shares[block], across[block], up[block]) }
    // Its own closeness is 1, of which little would be left after the others were taken off again.
    var others = SIMD4<Float>(repeating: 1)
    others[index % 4] = 0
    sums.add(shares[own], across[own], up[own], others)
    pull = SIMD2(sums.pullX.sum(), sums.pullY.sum())
    push = SIMD2(sums.pushX.sum(), sums.pushY.sum())
    closeness = sums.closeness.sum()
  }

  /// The sums of four others each.
  private struct Sums {
    let x: SIMD4<Float>
    let y: SIMD4<Float>
    var pullX = SIMD4<Float>.zero
    var pullY = SIMD4<Float>.zero
    var pushX = SIMD4<Float>.zero
    var pushY = SIMD4<Float>.zero
    var closeness = SIMD4<Float>.zero

    init(_ point: SIMD2<Float>) {
      (x, y) = (SIMD4(repeating: point.x), SIMD4(repeating: point.y))
    }

    @inline(__always)
    mutating func add(
      _ share: SIMD4<Float>, _ across: SIMD4<Float>, _ up: SIMD4<Float>,
      _ counted: SIMD4<Float> = SIMD4(repeating: 1)
    ) {
      let (dx, dy) = (x - across, y - up)
      let square = dx * dx + dy * dy
      let q = counted / (1 + square)
      let (pull, push) = (share * q, q * q)
      pullX += pull * dx
      pullY += pull * dy
      pushX += push * dx
      pushY += push * dy
      closeness += q
    }
  }
}
