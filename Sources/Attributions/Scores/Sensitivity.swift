import Execution
import Models
import Tensors

extension NamedScore {
  static let sensitivity = NamedScore(
    name: "sensitivity",
    summary: "how much the explanation changes at most when every value moves a little",
    keys: ["chance", "n", "radius", "seed"], better: .lower
  ) {
    Sensitivity(count: $0.count ?? 10, radius: $0.radius, ranges: $0.ranges, draws: $0.chance, seed: $0.seed)
  }
}

/// max ‖φ(x + r) - φ(x)‖ / ‖φ(x)‖ over `count` draws of r, each of its entries uniform within ± `radius`
/// times the range of values. Yeh et al. 2019; the measure, and dividing by the norm, are captum's (0.9).
///
/// x is the input, or, where that is tokens, between which there is nothing, the vectors that are explained.
///
/// Random choices of the method itself are the same at x and x + r. Chance is an explanation that gives its
/// values in another random order each time.
struct Sensitivity: Score {
  let count: Int
  let radius: Double
  let ranges: Tensor?
  let draws: Int
  let seed: UInt64

  func judge(_ explained: Explained) throws -> Judgement {
    let question = explained.question
    let moved = try question.moved(count, seed: seed, ranges) { Float(radius) * (2 * $0.uniform() - 1) }
    let changes = try Self.changes(of: explained, at: moved)
    let original = explained.explanation.values
    let chance = try (0..<question.count).map { row in
      var random = Random(seed: seed, stream: UInt64(row) + 1 << 32)
      let values = original[row].values
      return try (0..<draws).map { _ in
        if question.monitor.isCancelled() { throw CancellationError() }
        return (0..<count).map { _ in Self.distance(random.shuffled(values), values) }.max() ?? .nan
      }
    }
    return Judgement(
      (0..<question.count).map { row in changes.map { $0[row] }.max() ?? .nan },
      chance: .init(chance, of: "its values in another random order each time"),
      facts: [
        "\(count.of("moved copy", "moved copies"))\(question.readsTokens ? " of the vectors" : ""), seed \(seed)"
      ])
  }

  /// ‖φ(x + r) - φ(x)‖ / ‖φ(x)‖ for each of some moved copies of all samples: [copies][samples].
  static func changes(of explained: Explained, at moved: [Question]) throws -> [[Double]] {
    let (question, original) = (explained.question, explained.explanation.values)
    return try moved.enumerated().map { draw, other in
      var other = other
      other.monitor = question.monitor.part(
        from: Double(draw) / Double(moved.count), share: 1 / Double(moved.count))
      let found = try explained.method.attribute(other).values
      return (0..<question.count).map { distance(found[$0].values, original[$0].values) }
    }
  }

  /// As in the reference, the distance itself where there is nothing to divide by.
  private static func distance(_ found: [Float], _ original: [Float]) -> Double {
    var (difference, size) = (0.0, 0.0)
    for (found, original) in zip(found, original) {
      difference += (Double(found) - Double(original)) * (Double(found) - Double(original))
      size += Double(original) * Double(original)
    }
    return (difference / (size == 0 ? 1 : size)).squareRoot()
  }
}

extension Question {
  /// Copies of all samples, to whose first input, or to the vectors of its tokens, draws are added, in units of the range of
  /// values.
  ///
  /// - Throws: ``AttributionError/betweenTokens`` where tokens themselves are explained.
  func moved(
    _ count: Int, seed: UInt64, _ ranges: Tensor?, _ draw: (inout Random) -> Float
  ) throws -> [Question] {
    var randoms = (0..<self.count).map { Random(seed: seed, stream: UInt64($0)) }
    let start = readsTokens ? values : samples[0]
    let scales = (0..<self.count).map { start[$0].ranges(ranges) }
    return try (0..<count).map { _ in
      var moved = start
      let size = moved.count / max(1, self.count)
      for row in randoms.indices {
        for index in 0..<size {
          moved.values[row * size + index] += scales[row][index] * draw(&randoms[row])
        }
      }
      if readsTokens { return try self.moved(to: moved) }
      var inputs = samples
      inputs.tensors[0] = moved
      return try with(inputs)
    }
  }
}

extension Tensor {
  /// What one unit of noise is for each value: its range over the data, or, where that is not known, that of
  /// all values.
  func ranges(_ known: Tensor?) -> [Float] {
    if let known, known.shape == shape { return known.values }
    return [Float](repeating: (values.max() ?? 0) - (values.min() ?? 0), count: count)
  }
}
