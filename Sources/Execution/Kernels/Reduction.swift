/// Sums and maxima over some axes of a value; sums accumulate in Float64.
struct Reduction: Sendable {
  enum Operation: Sendable {
    /// The sum times a factor.
    case sum(Double)
    case maximum
  }

  private let operation: Operation
  private let kept: [(extent: Int, from: Int, to: Int)]
  /// The innermost of the axes that are reduced, and where its runs start.
  private let run: (extent: Int, from: Int)
  private let starts: [Int]
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
    run = reduced.popLast() ?? (1, 0)
    starts = reduced.reduce([0]) { starts, axis in
      starts.flatMap { start in (0..<axis.extent).map { start + $0 * axis.from } }
    }
  }

  func run(_ x: Floats, _ y: Floats, _ threads: Threads) {
    let work = run.extent * starts.count
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
            if run.from <= inner.from || count == 1 {
              for entry in 0..<count { to[entry * inner.to] = Float(sum(from + entry * inner.from) * factor) }
            } else {
              sums.update(repeating: 0, count: count)
              add(from, to: sums, count, inner.from)
              for entry in 0..<count { to[entry * inner.to] = Float(sums[entry] * factor) }
            }
          case .maximum:
            for entry in 0..<count {
              to[entry * inner.to] = maximum(from + entry * inner.from)
            }
          }
        }
      }
    }
  }

  private func sum(_ x: Floats) -> Double {
    // Eight lanes, so that the additions need not wait for one another.
    var lanes = SIMD8<Double>.zero
    var rest = 0.0
    for start in starts {
      let x = x + start
      var index = 0
      if run.from == 1 {
        while index + 8 <= run.extent {
          lanes += SIMD8<Double>(UnsafeRawPointer(x + index).loadUnaligned(as: SIMD8<Float>.self))
          index += 8
        }
      }
      while index < run.extent {
        rest += Double(x[index * run.from])
        index += 1
      }
    }
    return lanes.sum() + rest
  }

  private func add(_ x: Floats, to sums: UnsafeMutablePointer<Double>, _ count: Int, _ stride: Int) {
    for start in starts {
      for index in 0..<run.extent {
        let x = x + start + index * run.from
        if stride == 1 {
          for entry in 0..<count { sums[entry] += Double(x[entry]) }
        } else {
          for entry in 0..<count { sums[entry] += Double(x[entry &* stride]) }
        }
      }
    }
  }

  private func maximum(_ x: Floats) -> Float {
    var best = -Float.infinity
    for start in starts {
      for index in 0..<run.extent {
        let value = x[start + index * run.from]
        if value > best || value.isNaN { best = value }
      }
    }
    return best
  }
}
