import Execution
import Glibc

/// A point where a smooth function is least, by quasi-Newton steps that remember the last ten changes of the gradient.
///
/// Source: Liu and Nocedal 1989; the step is halved or doubled until it meets the weak Wolfe conditions.
struct LimitedMemoryBFGS {
  private(set) var point: [Double]
  private(set) var value = Double.infinity
  private(set) var iterations = 0
  /// Whether no entry of the gradient is larger than the tolerance.
  private(set) var converged = false

  /// - Parameter evaluate: writes the gradient at a point and gives the value there.
  init(
    from start: [Double], tolerance: Double, maximum: Int, monitor: Monitor,
    _ evaluate: ([Double], inout [Double]) -> Double
  ) throws {
    point = start
    var gradient = [Double](repeating: 0, count: start.count)
    value = evaluate(point, &gradient)
    var memory: [(step: [Double], change: [Double], scale: Double)] = []
    while true {
      converged = gradient.allSatisfy { abs($0) <= tolerance }
      if converged || iterations == maximum || !value.isFinite { return }
      if monitor.isCancelled() { throw CancellationError() }
      monitor.report(Monitor.Progress(fraction: Double(iterations) / Double(maximum), step: "regression"))
      iterations += 1

      var direction = gradient.map { -$0 }
      var factors: [Double] = []
      for entry in memory.reversed() {
        let factor = entry.scale * dot(entry.step, direction)
        factors.append(factor)
        add(-factor, entry.change, to: &direction)
      }
      if let last = memory.last {
        let size = 1 / (last.scale * dot(last.change, last.change))
        for index in direction.indices { direction[index] *= size }
      }
      for (entry, factor) in zip(memory, factors.reversed()) {
        add(factor - entry.scale * dot(entry.change, direction), entry.step, to: &direction)
      }

      let slope = dot(gradient, direction)
      guard slope < 0 else {
        // Rounding has spoilt the memory: begin anew, or end where there is none.
        if memory.isEmpty { return }
        memory = []
        continue
      }
      var length = memory.isEmpty ? min(1, 1 / dot(gradient, gradient).squareRoot()) : 1
      var (short, long) = (0.0, Double.infinity)
      var next = point
      var nextGradient = gradient
      var nextValue = value
      for _ in 0..<60 {
        next = point
        add(length, direction, to: &next)
        nextValue = evaluate(next, &nextGradient)
        if !(nextValue <= value + 1e-4 * length * slope) {
          long = length
        } else if dot(nextGradient, direction) < 0.9 * slope {
          short = length
        } else {
          break
        }
        length = long < .infinity ? (short + long) / 2 : 2 * short
      }
      guard nextValue <= value else { return }
      let step = zip(next, point).map { $0 - $1 }
      let change = zip(nextGradient, gradient).map { $0 - $1 }
      let curvature = dot(step, change)
      if step.allSatisfy({ $0 == 0 }) { return }
      if curvature > 0 { memory.append((step, change, 1 / curvature)) }
      if memory.count > 10 { memory.removeFirst() }
      (point, gradient, value) = (next, nextGradient, nextValue)
    }
  }
}

private func dot(_ left: [Double], _ right: [Double]) -> Double {
  left.withUnsafeBufferPointer { left in
    right.withUnsafeBufferPointer { right in
      guard let first = left.baseAddress, let second = right.baseAddress else { return 0 }
      return dot(first, second, count: min(left.count, right.count))
    }
  }
}

private func add(_ factor: Double, _ other: [Double], to sum: inout [Double]) {
  sum.withUnsafeMutableBufferPointer { sum in
    other.withUnsafeBufferPointer { other in
      guard let target = sum.baseAddress, let source = other.baseAddress else { return }
      add(factor, source, to: target, count: min(sum.count, other.count))
    }
  }
}
