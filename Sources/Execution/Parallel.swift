import COneDNN

/// The threads of one executor, which oneDNN's kernels and our own passes share.
struct Threads: Sendable {
  let count: Int

  init(_ count: Int?) {
    self.count = max(1, count ?? Int(omp_get_num_procs()))
  }

  /// Makes oneDNN use as many threads when it is called from this thread.
  func apply() {
    omp_set_num_threads(Int32(clamping: count))
  }

  /// Calls `body` with parts of `0..<units` that together cover it, at the same time. A part has at least
  /// `grain` units.
  func split(_ units: Int, grain: Int, _ body: (Range<Int>) -> Void) {
    let parts = parts(of: units, grain: grain)
    guard parts > 1 else {
      if units > 0 { body(0..<units) }
      return
    }
    withoutActuallyEscaping(body) { body in
      var job = Job(units: units, body: body)
      withUnsafeMutablePointer(to: &job) { job in
        GOMP_parallel(
          { context in
            guard let job = context?.assumingMemoryBound(to: Job.self) else { return }
            let (part, parts) = (Int(omp_get_thread_num()), Int(omp_get_num_threads()))
            let units = job.pointee.units
            job.pointee.body(part * units / parts..<(part + 1) * units / parts)
          }, job, UInt32(parts), 0)
      }
    }
  }

  /// The same, with oneDNN kept to the thread of each part, even where there is one part: that is done before another
  /// thread would have begun.
  func splitAlone(_ units: Int, grain: Int, _ body: (Range<Int>) -> Void) {
    let isAlone = count > 1 && parts(of: units, grain: grain) <= 1
    if isAlone { omp_set_num_threads(1) }
    split(units, grain: grain, body)
    if isAlone { apply() }
  }

  private func parts(of units: Int, grain: Int) -> Int { min(count, units / max(1, grain)) }
}

private struct Job {
  let units: Int
  let body: (Range<Int>) -> Void
}
