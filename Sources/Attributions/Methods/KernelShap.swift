import Execution
import Tensors

extension NamedMethod {
  static let kernelShap = NamedMethod(
    name: "kernel-shap",
    summary: "Shapley values as the weighted linear model nearest to the network's outputs",
    keys: ["baseline", "groups", "n", "seed"]
  ) { KernelShap(baseline: $0.baseline ?? .zeros, grouping: $0.grouping, count: $0.count, seed: $0.seed) }
}

/// The φ with Σ φ = f(x) - f(x') for which Σ_z π(z) (v(z) - v(0) - z·φ)² is least, where
/// π(z) = (G - 1) / (C(G, |z|) |z| (G - |z|)). Lundberg and Lee 2017.
///
/// Where there are no more than `count` sets of groups all are taken, and φ is exact. Else sets are drawn by π, each with what
/// it lacks (Covert and Lee 2021); standard errors are those of least squares whose residuals may vary in size (White 1980),
/// over pairs.
struct KernelShap: GroupMethod {
  let baseline: Baseline
  let grouping: Grouping
  /// 2 · groups + 2048 where it is not given.
  let count: Int?
  let seed: UInt64

  func attribute(_ question: Question, groups: FeatureGroups) throws -> Explanation {
    let players = groups.count
    let most = count ?? 2 * players + 2048
    let game = try MaskedOutputs(question, groups, baseline.references(for: question))
    let ends = try game.ends()
    let isExact = players < 24 && (1 << players) <= max(most, 4)
    let draws = isExact ? Self.all(players) : drawn(most, players)
    let outputs = try game.outputs(draws.count) { draws[$0].keeps[$1] }
    let totals = zip(ends.outputs, ends.base).map { $0 - $1 }
    guard players > 1 else {
      return Explanation(
        groups, totals.map { [$0] },
        completeness: Completeness(base: ends.base, outputs: ends.outputs, sums: totals))
    }
    let gains = outputs.indices.map { row in outputs[row].map { $0 - ends.base[row] } }

    // The normal equations A φ = b + λ 1, where λ makes the sum right.
    let matrix = Self.products(draws, players)
    let right =
      (0..<players).map { group in
        gains.map { gains in
          draws.indices.reduce(0) { draws[$1].keeps[group] ? $0 + draws[$1].weight * gains[$1] : $0 }
        } + [1]
      }
    guard
      let solved = LinearAlgebra.solve(
        positive: matrix, Array(right.joined()), columns: question.count + 1)
    else { throw AttributionError.tooFewDraws(draws.count, groups: players) }
    let columns = question.count + 1
    let ones = (0..<players).map { solved[$0 * columns + question.count] }
    let scale = ones.reduce(0, +)
    let values = (0..<question.count).map { row in
      let free = (0..<players).map { solved[$0 * columns + row] }
      let excess = (free.reduce(0, +) - totals[row]) / scale
      return zip(free, ones).map { $0 - $1 * excess }
    }
    let errors = isExact ? nil : try self.errors(draws, gains, values, matrix, ones)
    return Explanation(
      groups, values,
      completeness: Completeness(
        base: ends.base, outputs: ends.outputs, sums: values.map { $0.reduce(0, +) }),
      errors: errors,
      facts: [
        isExact
          ? "all \(1 << players) sets of groups" : "\(draws.count) sets of groups in pairs, seed \(seed)"
      ])
  }

  private struct Draw {
    let keeps: [Bool]
    let weight: Double
  }

  /// All sets but the empty and the whole one, of which nothing is to be learned.
  private static func all(_ players: Int) -> [Draw] {
    let row = Coalitions.binomials(players)
    return (1..<max(1, (1 << players) - 1)).map { set in
      let size = set.nonzeroBitCount
      return Draw(
        keeps: (0..<players).map { set >> $0 & 1 == 1 },
        weight: Double(players - 1) / (row[size] * Double(size * (players - size))))
    }
  }

  private func drawn(_ count: Int, _ players: Int) -> [Draw] {
    var random = Random(seed: seed)
    let weights = (1..<players).map { 1 / (Double($0) * Double(players - $0)) }
    let total = weights.reduce(0, +)
    return (0..<(count + 1) / 2).flatMap { _ in
      var rest = Double(random.uniform()) * total
      let size =
        1
        + (weights.firstIndex {
          rest -= $0
          return rest < 0
        } ?? players - 2)
      var keeps = [Bool](repeating: false, count: players)
      for group in random.shuffled(0..<players).prefix(size) { keeps[group] = true }
      return [Draw(keeps: keeps, weight: 1), Draw(keeps: keeps.map { !$0 }, weight: 1)]
    }
  }

  /// Σ_z π(z) z zᵀ.
  private static func products(_ draws: [Draw], _ players: Int) -> [Double] {
    var matrix = [Double](repeating: 0, count: players * players)
    for draw in draws {
      let members = (0..<players).filter { draw.keeps[$0] }
      for first in members {
        for second in members { matrix[first * players + second] += draw.weight }
      }
    }
    return matrix
  }

  /// How far φ would lie apart for other draws: C Σ g gᵀ Cᵀ, g the gradient that a pair gives, C the solution operator.
  private func errors(
    _ draws: [Draw], _ gains: [[Double]], _ values: [[Double]], _ matrix: [Double], _ ones: [Double]
  ) throws -> [[Double]] {
    let players = ones.count
    let pairs = draws.count / 2
    let identity = (0..<players * players).map { $0 / players == $0 % players ? 1.0 : 0 }
    guard let inverse = LinearAlgebra.solve(positive: matrix, identity, columns: players) else { return [] }
    let scale = ones.reduce(0, +)
    let operation = Tensor(
      [players, players],
      inverse.enumerated().map { Float($1 - ones[$0 / players] * ones[$0 % players] / scale) })
    return try gains.indices.map { row in
      var gradients = [Float](repeating: 0, count: pairs * players)
      for (index, draw) in draws.enumerated() {
        let fitted = zip(draw.keeps, values[row]).reduce(0) { $1.0 ? $0 + $1.1 : $0 }
        let residual = Float(draw.weight * (gains[row][index] - fitted))
        for group in 0..<players where draw.keeps[group] {
          gradients[index / 2 * players + group] += residual
        }
      }
      let moved = try LinearAlgebra.multiply(Tensor([pairs, players], gradients), operation)
      return (0..<players).map { group in
        let column = (0..<pairs).map { Double(moved.values[$0 * players + group]) }
        let mean = column.reduce(0, +) / Double(pairs)
        let squares = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares * Double(pairs) / Double(max(1, pairs - 1))).squareRoot()
      }
    }
  }
}
