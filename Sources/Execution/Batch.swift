import Programs
import Tensors

/// Some of a run's samples and conditions, and how their entries enter and leave a plan's memory.
struct Batch {
  let samples: Range<Int>
  let conditions: Range<Int>

  /// Copies this batch of an input; where the plan takes more, the last entry is repeated.
  func load(
    _ tensor: Tensor, _ samples: Int, _ conditions: Int, into input: Plan.Binding, _ memory: Memory,
    _ threads: Threads
  ) {
    let whole = Self.whole(input.type, samples, conditions)
    tensor.values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      for (from, to) in pieces(input.view) {
        let source = part(whole, from.0, from.1)
        var target = input.view
        target.extents.replaceSubrange(0..<2, with: [to.0.count, to.1.count])
        let start = input.view.start(to.0.lowerBound, to.1.lowerBound)
        let pass = Elementwise(copying: source.broadcast(to: target.extents), to: target)
        pass.run([UnsafeMutablePointer(mutating: base) + source.offset, memory[input.view] + start], threads)
      }
    }
  }

  /// Copies this batch of an output to its place in the whole.
  func store(
    _ output: Plan.Binding, _ samples: Int, _ conditions: Int, _ memory: Memory, to base: Floats,
    _ threads: Threads
  ) {
    let whole = Self.whole(output.type, samples, conditions)
    let target = part(whole, self.samples, self.conditions)
    var source = output.view
    source.extents.replaceSubrange(0..<2, with: target.extents[..<2])
    Elementwise(copying: source, to: target).run([memory[source], base + target.offset], threads)
  }

  private static func whole(_ type: Type, _ samples: Int, _ conditions: Int) -> View {
    let leading = [
      type.leading.contains(.sample) ? samples : 1, type.leading.contains(.condition) ? conditions : 1,
    ]
    let extents = leading + type.shape.extents
    return View(dense: extents, .rowMajor(extents.count), buffer: 0)
  }

  /// The entries of some samples and conditions; what does not vary is there once.
  private func part(_ whole: View, _ samples: Range<Int>, _ conditions: Range<Int>) -> View {
    var part = whole
    part.offset = whole.start(samples.lowerBound, conditions.lowerBound)
    part.extents[0] = min(whole.extents[0], samples.count)
    part.extents[1] = min(whole.extents[1], conditions.count)
    return part
  }

  private typealias Area = (Range<Int>, Range<Int>)

  /// Which entries of the whole go where in a batch of the view's extents.
  private func pieces(_ view: View) -> [(from: Area, to: Area)] {
    func axis(_ range: Range<Int>, _ extent: Int) -> [(from: Range<Int>, to: Range<Int>)] {
      let count = min(range.count, extent)
      let valid = (from: range.lowerBound..<range.lowerBound + count, to: 0..<count)
      if count == extent { return [valid] }
      return [valid, (from: range.upperBound - 1..<range.upperBound, to: count..<extent)]
    }
    return axis(samples, view.extents[0]).flatMap { sample in
      axis(conditions, view.extents[1]).map { ((sample.from, $0.from), (sample.to, $0.to)) }
    }
  }
}
