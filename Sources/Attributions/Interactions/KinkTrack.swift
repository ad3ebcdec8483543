import Execution
import Programs
import Tensors

/// Where the switches of a network pass zero on some straight paths to one sample.
///
/// Switches of the first level are linear along a path, and pass zero where the line between its ends does; those of the
/// next level are linear between the kinks found so far, and so on: as many passes as there are levels, each over all
/// points at once.
struct KinkTrack {
  struct Event {
    let path: Int
    let t: Double
    let kink: Int
    let unit: Int
  }

  private let program: KinkProgram
  private let question: Question
  private let row: Int
  private let starts: Tensor
  private let directions: Tensor
  private let monitor: Monitor
  private(set) var events: [Event] = []
  /// For each path, where its pieces begin and end.
  private var bounds: [[Double]]

  /// More kinks than this would take minutes and gigabytes.
  private static let mostKinks = 2_000_000

  init(
    _ program: KinkProgram, _ question: Question, sample row: Int, starts: Tensor, monitor: Monitor
  ) throws {
    (self.program, self.question, self.row, self.starts, self.monitor) = (program, question, row, starts, monitor)
    let end = question.values[row]
    let paths = starts.shape[0]
    directions = Tensor(
      starts.shape, starts.values.enumerated().map { end.values[$0 % max(1, end.count)] - $1 })
    bounds = Array(repeating: [0, 1], count: paths)
    for level in program.levels { try find(level) }
  }

  // MARK: Following

  private mutating func find(_ level: (kinks: [Int], program: Program)) throws {
    var found: [Event] = []
    // The last value other than zero of each switch on the path at hand, and where that was.
    var last: [Int: [(value: Float, t: Double)]] = [:]
    try forEachPoint(level.program, bounds) { path, t, results in
      for kink in level.kinks {
        guard let values = results["\(kink)"] else { continue }
        if t == 0 { last[kink] = values.map { ($0, 0) } }
        guard var before = last[kink] else { continue }
        last[kink] = nil
        for (unit, value) in zip(0..., values) where value != 0 {
          let old = before[unit]
          if old.value * value < 0 {
            let share = Double(old.value) / (Double(old.value) - Double(value))
            found.append(Event(path: path, t: old.t + (t - old.t) * share, kink: kink, unit: unit))
          }
          before[unit] = (value, t)
        }
        last[kink] = before
      }
      if events.count + found.count > Self.mostKinks { throw AttributionError.tooManyKinks(Self.mostKinks) }
    }
    events += found
    for event in found { bounds[event.path].append(event.t) }
    for path in bounds.indices { bounds[path] = Array(Set(bounds[path])).sorted() }
  }

  /// What values have to do with each switch that passes zero, ∂s/∂x ∘ Δ; the derivative of the output by what it lets pass;
  /// and where that is.
  func forEachEvent(_ body: ([Double], Double, Double) throws -> Void) throws {
    for (kink, events) in Dictionary(grouping: events, by: \.kink).sorted(by: { $0.key < $1.key }) {
      let program = program.events[kink]
      let points = events.map { Point(path: $0.path, t: $0.t, unit: $0.unit) }
      try run(program, points) { point, results in
        try body((results["moves"] ?? []).map(Double.init), Double(results["adjoint"]?.first ?? 0), point.t)
      }
    }
  }

  /// The derivative of the output times the direction on each piece of each path, and where that begins and ends.
  func forEachSegment(_ body: ([Double], Double, Double) throws -> Void) throws {
    for path in bounds.indices {
      let ends = bounds[path]
      let points = zip(ends, ends.dropFirst()).map { Point(path: path, t: ($0 + $1) / 2, unit: 0) }
      var index = 0
      try run(program.gradient, points) { _, results in
        try body((results["products"] ?? []).map(Double.init), ends[index], ends[index + 1])
        index += 1
      }
    }
  }

  // MARK: Points

  private struct Point {
    let path: Int
    let t: Double
    let unit: Int
  }

  private func forEachPoint(
    _ program: Program, _ bounds: [[Double]], _ body: (Int, Double, [String: ArraySlice<Float>]) throws -> Void
  ) throws {
    let points = bounds.indices.flatMap { path in bounds[path].map { Point(path: path, t: $0, unit: 0) } }
    try run(program, points) { try body($0.path, $0.t, $1) }
  }

  /// Runs a program at points, many at a time, and hands on the results of each, in order.
  private func run(
    _ program: Program, _ points: [Point], _ body: (Point, [String: ArraySlice<Float>]) throws -> Void
  ) throws {
    let limit = 256
    for first in stride(from: 0, to: points.count, by: limit) {
      let part = Array(points[first..<min(first + limit, points.count)])
      let extent = part.count.nextPowerOfTwo
      let padded = part.padded(to: extent)
      var inputs = question.rowInputs(row, count: extent)
      inputs["start"] = starts.rows(padded.map(\.path))
      inputs["direction"] = directions.rows(padded.map(\.path))
      inputs["t"] = Tensor([extent], padded.map { Float($0.t) })
      inputs["unit"] = Tensor([extent, 1], padded.map { Float($0.unit) })
      let results = try question.executor.run(
        program, inputs: program.needed(of: inputs), samples: extent, monitor: monitor)
      let sizes = program.outputs.map { output in
        (output.name, program.nodes[output.node].type.shape.count)
      }
      let spread = sizes.map { name, size in
        (name, size, (results[name] ?? Tensor([0], [])).spread(to: [extent, size]).values)
      }
      for (index, point) in part.enumerated() {
        var entry: [String: ArraySlice<Float>] = [:]
        for (name, size, values) in spread { entry[name] = values[index * size..<(index + 1) * size] }
        try body(point, entry)
      }
    }
  }
}
