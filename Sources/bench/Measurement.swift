import Execution
import Synchronization
import Tensors

/// A row of the table before it is measured.
///
/// Each is measured in a process of its own, so that its plans are new and its peak of memory is its own.
struct Measurement: Sendable {
  /// The area first, then what is done.
  let name: String
  /// At most so many after the first; fewer where they last long.
  var repetitions = 5
  /// What one repetition costs, where no executor counts it.
  var cost: Cost?
  /// What another tool does that compares with it.
  var counterpart: Counterpart?
  /// Brings all that is not measured.
  let prepare: @Sendable () throws -> Work

  struct Cost: Sendable {
    var operations: Int?
    var bytes: Int?
  }

  /// Makes repetition i ready. Each works on other samples than the one before, so that no activations are
  /// kept from it; plans are. What is returned is what is measured; its result may be compared.
  typealias Work = (_ repetition: Int) throws -> (Monitor) throws -> Tensor?

  /// Longer than this in total, in seconds, nothing is repeated.
  private static let patience = 15.0

  func row(result: (Tensor) throws -> Void = { _ in }) throws -> Row {
    let work = try prepare()
    let first = try work(0)
    Memory.resetPeak()
    let tally = Tally()
    var value: Tensor?
    let firstTime = try seconds { value = try first(tally.monitor) }
    var times: [Double] = []
    while times.count < repetitions, firstTime + times.reduce(0, +) < Self.patience || times.isEmpty,
      firstTime < 4 * Self.patience
    {
      let next = try work(times.count + 1)
      times.append(try seconds { _ = try next(.silent) })
    }
    var row = Row(name: name, times: times.isEmpty ? [firstTime] : times)
    if !times.isEmpty, tally.operations > 0 { row.first = max(0, firstTime - row.median) }
    row.operations = cost?.operations ?? (tally.operations > 0 ? tally.operations : nil)
    row.bytes = cost?.bytes ?? (tally.bytes > 0 ? tally.bytes : nil)
    row.memory = Memory.peak
    if let value { try result(value) }
    return row
  }

  private func seconds(_ work: () throws -> Void) rethrows -> Double {
    try ContinuousClock().measure(work) / .seconds(1)
  }
}

/// Adds up what the steps of a run cost.
private final class Tally: Sendable {
  private let sums = Mutex((operations: 0, bytes: 0))

  var operations: Int { sums.withLock { $0.operations } }
  var bytes: Int { sums.withLock { $0.bytes } }

  var monitor: Monitor {
    Monitor(finished: { step, _ in
      self.sums.withLock {
        $0.operations += step.operations
        $0.bytes += step.bytes
      }
    })
  }
}
