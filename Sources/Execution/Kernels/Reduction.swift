/// Sums and maxima over some axes of a value; sums accumulate in Float64.
struct Reduction: Sendable {
  enum Operation: Sendable {
    /// The sum times a factor.
    case sum(Double)
    case maximum
  }

  private let operation: Operation
  private let kept: [(extent: Int, from: Int, to: Int)]
  private let reduced: [(extent: Int, from: Int)]
  private static let block = 256

  /// - Parameter result: a view with extent 1 where an axis is reduced.
  init(_ operation: Operation, _ operand: View, to result: View) {
    self.operation = operation
    let views = View.split([operand, result])
    let (operand, result) = (views[0], views[1])
    let axes = operand.order.filter { operand.extents[$0] != 1 }
    kept = axes.filter { result.extents[$0] != 1 }.map {
      (operand.extents[$0], operand.strides[$0], result.strides[$0])
    }
    var reduced: [(extent: Int, from: Int)] = []
    for axis in axes where result.extents[axis] == 1 {
      let (extent, stride) = (operand.extents[axis], operand.strides[axis])
      if let last = reduced.last, last.from == stride * extent {
        reduced[reduced.count - 1] = (last.extent * extent, stride)
      } else {
        reduced.append((extent, stride))
      }
    }
    self.reduced = reduced
  }

  func run(_ x: Floats, _ y: Floats, _ threads: Threads) {
    let work = reduced.map(\.extent).reduce(1, *)
    let outer = kept.dropLast()
    let inner = kept.last ?? (1, 0, 0)
    let blocks = (inner.extent + Self.block - 1) / Self.block
    let units = outer.map(\.extent).reduce(1, *) * blocks
    threads.split(units, grain: max(1, 16_384 / max(1, work * min(inner.extent, Self.block)))) { range in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.block) { rows in
        guard let sums = rows.baseAddress else { return }
        for unit in range {
          var (from, to) = (x, y)
          var rest = unit / blocks
          for axis in outer.reversed() {
            from += rest % axis.extent * axis.from
            to += rest % axis.extent * axis.to
            rest /= axis.extent
          }
          let start = unit % blocks * Self.block
          let count = min(Self.block, inner.extent - start)
          from += start * inner.from
          to += start * inner.to
          switch operation {
          case .sum(let factor):
            // Whichever of the two innermost axes has the smaller stride is walked in the inner loop.
            if let last = reduced.last, last.from <= inner.from || count == 1 {
              for entry in 0..<count {
                to[entry * inner.to] = Float(sum(from + entry * inner.from, reduced[...]) * factor)
              }
            } else {
              sums.update(repeating: 0, count: count)
              add(from, reduced[...], to: sums, count, inner.from)
              for entry in 0..<count { to[entry * inner.to] = Float(sums[entry] * factor) }
            }
          case .maximum:
            for entry in 0..<count {
              to[entry * inner.to] = maximum(from + entry * inner.from, reduced[...], -.infinity)
            }
          }
        }
      }
    }
  }

  private func sum(_ x: Floats, _ axes: ArraySlice<(extent: Int, from: Int)>) -> Double {
    guard let axis = axes.first else { return Double(x.pointee) }
    if axes.count > 1 {
      var sum = 0.0
      for index in 0..<axis.extent { sum += self.sum(x + index * axis.from, axes.dropFirst()) }
      return sum
    }
    // Eight lanes, so that the additions need not wait for one another.
    var lanes = SIMD8<Double>.zero
    var index = 0
    if axis.from == 1 {
      while index + 8 <= axis.extent {
        lanes += SIMD8<Double>(UnsafeRawPointer(x + index).loadUnaligned(as: SIMD8<Float>.self))
        index += 8
      }
    }
    var sum = lanes.sum()
    while index < axis.extent {
      sum += Double(x[index * axis.from])
      index += 1
    }
    return sum
  }

  private func add(
    _ x: Floats, _ axes: ArraySlice<(extent: Int, from: Int)>, to sums: UnsafeMutablePointer<Double>,
    _ count: Int,
    _ stride: Int
  ) {
    guard let axis = axes.first else {
      if stride == 1 {
        for entry in 0..<count { sums[entry] += Double(x[entry]) }
      } else {
        for entry in 0..<count { sums[entry] += Double(x[entry &* stride]) }
      }
      return
    }
    for index in 0..<axis.extent { add(x + index * axis.from, axes.dropFirst(), to: sums, count, stride) }
  }

  private func maximum(_ x: Floats, _ axes: ArraySlice<(extent: Int, from: Int)>, _ best: Float) -> Float {
    guard let axis = axes.first else { return x.pointee > best || x.pointee.isNaN ? x.pointee : best }
    var best = best
    for index in 0..<axis.extent { best = maximum(x + index * axis.from, axes.dropFirst(), best) }
    return best
  }
}
