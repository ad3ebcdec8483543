import Execution
import Glibc
import Programs
import Tensors

/// Integrated and expected Hessians of piecewise linear networks, exact: along a path from x' to x the network is linear
/// but where a switch s of a max(s, 0) passes zero.
///
/// A switch that does so at t adds t (-ln t) g v vᵀ / |Σ v|, where v = ∂s/∂x ∘ Δ is what each value has to do with it, and g
/// the derivative of the output by what the switch lets pass. First derivatives between the kinks, weighted by the integral
/// of -ln t, add to the diagonal.
struct KinkedPaths {
  private let question: Question
  private let draw: ReferenceDraw
  private let groups: FeatureGroups
  private let wanted: [Int]
  private let program: KinkProgram

  init(_ question: Question, _ draw: ReferenceDraw, _ groups: FeatureGroups, only: [Int]?) throws {
    (self.question, self.draw, self.groups) = (question, draw, groups)
    wanted = only ?? Array(0..<groups.count)
    program = try KinkProgram(question)
  }

  /// What was found so far for a sample and a group of references.
  private struct Sums {
    var matrix: [Double]
    var slopes: [Double]
    var attributions: [Double]
    var kinks = 0
    /// Kinks that nothing passes at a speed that can be told from rounding.
    var grazed = 0
  }

  /// So many paths are followed at a time.
  private static let stretch = 64

  func interactions() throws -> Interactions {
    let references = draw.references
    let count = groups.count
    var rows: [[Double]] = []
    var attributions: [[Double]] = []
    var errors: [Float] = []
    var (kinks, grazed) = (0, 0)
    for row in 0..<question.count {
      let members = draw.groups
      let sums = try members.enumerated().map { index, members in
        let done = (Double(row) + Double(index) / Double(draw.groups.count)) / Double(question.count)
        let share = 1 / Double(draw.groups.count * question.count)
        return try follow(row, members, monitor: question.monitor.part(from: done, share: share))
      }
      let matrices = sums.map(finished)
      let total = Double(references.count)
      func mean(_ parts: [[Double]]) -> [Double] {
        parts[0].indices.map { index in parts.reduce(0) { $0 + $1[index] } / total }
      }
      rows.append(mean(matrices))
      attributions.append(mean(sums.map(\.attributions)))
      errors += draw.errors(matrices) ?? []
      kinks = max(kinks, sums.reduce(0) { $0 + $1.kinks } / references.count)
      grazed += sums.reduce(0) { $0 + $1.grazed }
    }
    let shape: Shape = [rows.count, wanted.count, count]
    var interactions = Interactions(
      Tensor(shape, rows.flatMap { $0.map { Float($0) } }),
      attributions: Tensor([rows.count, count], attributions.flatMap { $0.map { Float($0) } }),
      errors: errors.isEmpty ? nil : Tensor(shape, errors),
      facts: (draw.all > 1 ? [draw.text] : []) + ["exact: \(kinks.of("kink")) a path"]
        + (grazed > 0 ? ["\(grazed.of("grazed kink")) left out"] : []))
    if wanted.count == count {
      interactions.completeness = Completeness(
        base: try question.base(references), outputs: try question.outputs().values.map(Double.init),
        sums: rows.map { $0.reduce(0, +) })
    }
    return interactions
  }

  private func finished(_ sums: Sums) -> [Double] {
    var matrix = sums.matrix
    for (position, group) in wanted.enumerated() {
      matrix[position * groups.count + group] += sums.slopes[group]
    }
    return matrix
  }

  /// The sums over the paths from some references to a sample.
  private func follow(_ row: Int, _ members: [Int], monitor: Monitor) throws -> Sums {
    let count = groups.count
    var sums = Sums(
      matrix: [Double](repeating: 0, count: wanted.count * count),
      slopes: [Double](repeating: 0, count: count),
      attributions: [Double](repeating: 0, count: count))
    for first in stride(from: 0, to: members.count, by: Self.stretch) {
      let part = members[first..<min(first + Self.stretch, members.count)]
      let starts =
        draw.references.isPerSample ? draw.references.ofSample(row) : draw.references.values.rows(part)
      let done = Double(first) / Double(members.count)
      let track = try KinkTrack(
        program, question, sample: row, starts: starts,
        monitor: monitor.part(from: done, share: Double(part.count) / Double(members.count) / 2))
      sums.kinks += track.events.count
      try add(track, to: &sums)
    }
    return sums
  }

  private func add(_ track: KinkTrack, to sums: inout Sums) throws {
    let count = groups.count
    // Between two kinks the gradient is the same everywhere.
    try track.forEachSegment { products, start, end in
      let byGroup = groups.sum(products)
      let weight = Self.integral(end) - Self.integral(start)
      for group in 0..<count {
        sums.slopes[group] += weight * byGroup[group]
        sums.attributions[group] += (end - start) * byGroup[group]
      }
    }
    var vectors: [Float] = []
    var scaled: [Float] = []
    func flush() throws {
      let size = vectors.count / max(1, count)
      guard size > 0 else { return }
      let left = Tensor([size, wanted.count], scaled)
      let product = try LinearAlgebra.multiply(left, Tensor([size, count], vectors), transposeLeft: true)
      for (index, value) in product.values.enumerated() { sums.matrix[index] += Double(value) }
      vectors.removeAll(keepingCapacity: true)
      scaled.removeAll(keepingCapacity: true)
    }
    try track.forEachEvent { products, adjoint, t in
      let total = products.reduce(0, +)
      let mass = products.reduce(0) { $0 + abs($1) }
      // What all values together hardly move does not pass zero but for rounding.
      guard abs(total) > 1e-6 * mass, mass > 0 else {
        sums.grazed += 1
        return
      }
      let byGroup = groups.sum(products)
      let factor = t * -log(t) * adjoint / abs(total)
      vectors += byGroup.map { Float($0) }
      scaled += wanted.map { Float(factor * byGroup[$0]) }
      if vectors.count > 1 << 22 { try flush() }
    }
    try flush()
  }

  /// ∫ -ln t dt from 0
  private static func integral(_ t: Double) -> Double { t > 0 ? t - t * log(t) : 0 }
}
