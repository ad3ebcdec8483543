/// Places buffers in one block of memory, so that those that are never needed together may share a place.
struct Arena {
  private let steps: [Step]
  private let sizes: [Int]
  private let fixed: Set<Int>
  /// The first and the last step at which each buffer holds something.
  private var first: [Int]
  private var last: [Int]

  init(steps: [Step], sizes: [Int], fixed: Set<Int>) {
    self.steps = steps
    self.sizes = sizes
    self.fixed = fixed
    first = Array(repeating: Int.max, count: sizes.count)
    last = Array(repeating: -1, count: sizes.count)
    for (position, step) in steps.enumerated() {
      for buffer in step.writes { define(buffer, at: position) }
      for buffer in step.reads { keep(buffer, until: position) }
    }
  }

  mutating func define(_ buffer: Int, at step: Int) {
    first[buffer] = min(first[buffer], step)
    last[buffer] = max(last[buffer], step)
  }

  mutating func keep(_ buffer: Int, until step: Int) {
    last[buffer] = max(last[buffer], step)
  }

  /// Keeps to the end what steps from `start` on read, though it is computed before them, once.
  mutating func keepUsed(from start: Int, except loaded: Set<Int>) {
    for buffer in sizes.indices
    where first[buffer] < start && last[buffer] >= start && !loaded.contains(buffer) {
      last[buffer] = steps.count
    }
  }

  /// The offset of each buffer, in entries, and the size of the whole: largest first, each at the lowest free
  /// place.
  func placed() -> (offsets: [Int], size: Int) {
    // Results that take an operand's place belong to one block with it.
    var block = Array(sizes.indices)
    var last = last
    for (position, step) in steps.enumerated() {
      guard let result = step.writes.first, !fixed.contains(result), first[result] == position else {
        continue
      }
      for operand in step.reusable where !fixed.contains(operand) {
        let owner = block[operand]
        // The operand's own last use counts, and nothing else may have moved into its block.
        guard self.last[operand] == position, last[owner] == position, sizes[operand] == sizes[result] else {
          continue
        }
        block[result] = owner
        last[owner] = max(last[owner], last[result])
        break
      }
    }
    let owners = sizes.indices.filter { block[$0] == $0 && !fixed.contains($0) && first[$0] != Int.max }
      .sorted { sizes[$0] != sizes[$1] ? sizes[$0] > sizes[$1] : $0 < $1 }
    var offsets = [Int](repeating: 0, count: sizes.count)
    var placed: [(start: Int, end: Int, first: Int, last: Int)] = []
    var size = 0
    for owner in owners {
      let length = (sizes[owner] + 15) / 16 * 16
      var start = 0
      // `placed` is kept in the order of its starts.
      for other in placed where other.first <= last[owner] && first[owner] <= other.last {
        if start + length <= other.start { break }
        start = max(start, other.end)
      }
      let position = placed.firstIndex { $0.start > start } ?? placed.count
      placed.insert((start, start + length, first[owner], last[owner]), at: position)
      offsets[owner] = start
      size = max(size, start + length)
    }
    for buffer in sizes.indices { offsets[buffer] = offsets[block[buffer]] }
    return (offsets, size)
  }
}
