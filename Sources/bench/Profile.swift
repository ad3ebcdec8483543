import Execution
import Synchronization
import Tensors

/// Where a condition pass or a row spends its time, by kinds of steps and by the longest ones.
struct Profile {
  private let total: Double
  private let steps: [(step: Step, seconds: Double)]

  static func show(_ name: String) throws {
    guard let network = Networks.all.first(where: { $0.name == name }) else {
      for measurement in try Area.measurements(name) {
        let work = try measurement.prepare()
        try show(measurement.name) { try work($0) }
      }
      return
    }
    let explanation = try Explanation(network)
    for count in [1, 8] {
      try show("\(name), \(count) condition\(count == 1 ? "" : "s") at \(network.layer)") { repetition in
        let images = Networks.images(1, repetition: repetition)
        return { try explanation.heatmaps(images, count, $0) }
      }
    }
  }

  private static func show(_ title: String, work: Measurement.Work) throws {
    _ = try work(0)(.silent)
    let profiles = try (1...6).map { try Profile(work($0)) }
    // The fastest: whatever else runs here only takes time away.
    if let best = profiles.min(by: { $0.total < $1.total }) { say("\(title)\n" + best.text) }
  }

  private init(_ work: (Monitor) throws -> Tensor?) throws {
    let log = Log()
    let time = try ContinuousClock().measure { _ = try work(Monitor(finished: log.add)) }
    total = time / .seconds(1)
    steps = log.steps
  }

  private var text: String {
    var lines = [line("total", total, steps.reduce(0) { $0 + $1.step.operations })]
    for kind in StepKind.allCases {
      let members = steps.filter { StepKind($0.step) == kind }
      lines.append(
        line(
          "  \(kind.rawValue), \(members.count) steps", members.reduce(0) { $0 + $1.seconds },
          members.reduce(0) { $0 + $1.step.operations }))
    }
    lines.append(line("  between steps", total - steps.reduce(0) { $0 + $1.seconds }, 0))
    lines.append("the ten longest steps")
    for (step, seconds) in steps.sorted(by: { $0.seconds > $1.seconds }).prefix(10) {
      lines.append(line("  \(step.name) \(step.extents)", seconds, step.operations) + "  \(step.kernel)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func line(_ name: String, _ seconds: Double, _ operations: Int) -> String {
    let rate = operations > 0 && seconds > 0 ? (Double(operations) / seconds * 1e-9).text() + " GFLOP/s" : ""
    let short = name.count > 62 ? name.prefix(59) + "..." : name
    return short.filled(to: 62) + "\((seconds * 1e3).text(2)) ms".led(to: 12)
      + "\((100 * seconds / total).text()) %".led(to: 9) + rate.led(to: 16)
  }
}

/// Who computes a step.
private enum StepKind: String, CaseIterable {
  case convolution
  case matrixProduct = "matrix product"
  case pool
  case elementwise
  case reorder
  case other

  init(_ step: Step) {
    // The planner puts what was fused into a step behind a comma.
    let words = step.name.split(separator: ",").first.map(String.init) ?? step.name
    func isOne(of names: [String]) -> Bool { names.contains(where: words.hasPrefix) }
    if isOne(of: ["convolution"]) {
      self = .convolution
    } else if isOne(of: ["matmul"]) {
      self = .matrixProduct
    } else if words.contains("pool") {
      self = .pool
    } else if isOne(of: ["reorder"]) {
      self = .reorder
    } else if isOne(of: ["concatenate", "embed", "gather", "maximum over", "scatter", "sum"]) {
      self = .other
    } else {
      self = .elementwise
    }
  }
}

private final class Log: Sendable {
  private let entries = Mutex<[(step: Step, seconds: Double)]>([])

  var steps: [(step: Step, seconds: Double)] { entries.withLock { $0 } }

  @Sendable func add(_ step: Step, _ time: Duration) {
    entries.withLock { $0.append((step, time / .seconds(1))) }
  }
}
