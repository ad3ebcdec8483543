import Execution
package import Programs
import Tensors

/// Second derivatives of a network along paths from references to one sample, added up over points t of the paths:
/// Σ c H(x' + t (x - x')) u for each tangent u, and Σ w ∇f for the first ones.
///
/// Points are the axis of samples, tangents the axis of conditions: what a point needs but once (the network forward and
/// back) is computed once for all tangents.
package struct CurvatureProgram {
  /// How paths and tangents are given.
  package enum Paths: Hashable, Sendable {
    /// One path for all points, and tangents as they are.
    case one
    /// A reference for each point. Tangents name values, and are scaled by how far those are from the reference; so is the
    /// result.
    case many
  }

  package let program: Program
  private let paths: Paths

  package init(_ question: Question, _ paths: Paths) throws {
    self.paths = paths
    let builder = Builder()
    let shape = question.shape
    let x = builder.input("x", Type(shape))
    let reference = builder.input("reference", Type(shape, varying: paths == .many ? .sample : []))
    func number(_ name: String) -> Term { builder.input(name, Type([], varying: .sample)) }
    let tangent = builder.input("tangent", Type(shape, varying: .condition))

    let difference = x - reference
    let point = reference + number("t") * difference
    let gradient = builder.gradient(
      of: [(question.function(of: point, varying: []), builder.fill(1))], to: [point])[0]
    // A cotangent for each tangent: each gets a derivative of its own.
    let cotangent = (paths == .many ? tangent * difference : tangent) * number("c")
    let product = builder.gradient(of: [(gradient, cotangent)], to: [point])[0]
    func summed(_ term: Term) -> Term {
      paths == .many ? (term * difference).sumLeading(.sample) : term.sumLeading(.sample)
    }
    program = try builder.program([
      ("curvature", summed(product)), ("slope", summed(number("w") * gradient)),
    ])
  }

  /// A point of a path: which reference it starts from, how far along it lies, and what second and first derivatives
  /// count for there.
  package struct Point {
    let reference: Int
    let t: Double
    let c: Double
    let w: Double
  }

  /// Σ c H u for each tangent, [tangents] + the shape of the place, and Σ w ∇f, in Float64.
  ///
  /// - Parameters:
  ///   - references: [references] + the shape of the place.
  ///   - tangents: [tangents] + that shape.
  func sums(
    _ question: Question, sample row: Int, references: Tensor, tangents: Tensor, points: [Point],
    monitor: Monitor
  ) throws -> (curvature: [Double], slope: [Double]) {
    let size = question.shape.count
    let count = tangents.shape[0]
    var curvature = [Double](repeating: 0, count: count * size)
    var slope = [Double](repeating: 0, count: size)
    var inputs = question.programInputs(ofSample: row)
    inputs["x"] = question.values[row]
    inputs["tangent"] = tangents
    let limit = question.executor.room(for: program, samples: points.count, conditions: min(16, count))
    var start = 0
    while start < points.count {
      // Few sizes, so that there are few plans; no more than a quarter of what is computed counts for nothing.
      let remaining = min(limit, points.count - start)
      let least = remaining.nextPowerOfTwo
      let extent = remaining * 4 < least * 3 ? least / 2 : least
      let part = Array(points[start..<start + min(remaining, extent)])
      let padding = [Float](repeating: 0, count: extent - part.count)
      inputs["reference"] =
        paths == .many ? references.rows(part.map(\.reference).padded(to: extent)) : references[0]
      inputs["t"] = Tensor([extent], part.map { Float($0.t) }.padded(to: extent))
      inputs["c"] = Tensor([extent], part.map { Float($0.c) } + padding)
      inputs["w"] = Tensor([extent], part.map { Float($0.w) } + padding)
      let results = try question.executor.run(
        program, inputs: program.needed(of: inputs), samples: extent, conditions: count,
        monitor: monitor.part(
          from: Double(start) / Double(points.count), share: Double(part.count) / Double(points.count)))
      if let found = results["curvature"]?.spread(to: [count] + question.shape) {
        for index in curvature.indices { curvature[index] += Double(found.values[index]) }
      }
      if let found = results["slope"] {
        for index in slope.indices { slope[index] += Double(found.values[index]) }
      }
      start += part.count
    }
    return (curvature, slope)
  }
}
