import Programs

/// Entries of one axis by index, and the adjoint: adding entries where indices say.
struct Gather: Sendable {
  private let scatters: Bool
  private let extent: Int
  private let leading: [Int]
  private let views: [View]
  /// Where the indices stand, and the entries that belong to them, counted from the first.
  private let indexOffsets: [Int]
  private let entryOffsets: [Int]
  private let axis: Int
  private let pass: Elementwise

  /// - Parameters:
  ///   - whole: the view that has the axis.
  ///   - entries: the view with the axes of `indices` in its place.
  init(scatters: Bool, axis: Int, whole: View, indices: View, entries: View) {
    self.scatters = scatters
    let axis = axis + View.leading
    self.axis = axis
    let indexAxes = Array(View.leading..<indices.rank)
    extent = whole.extents[axis]
    views = [whole, indices, entries]
    leading = Array((0..<2).map { max(whole.extents[$0], indices.extents[$0], entries.extents[$0]) })

    var offsets = [(index: 0, entry: 0)]
    for (number, source) in indexAxes.enumerated() {
      offsets = offsets.flatMap { offset in
        (0..<indices.extents[source]).map {
          (
            offset.index + $0 * indices.strides[source],
            offset.entry + entries.distance($0, along: axis + number)
          )
        }
      }
    }
    indexOffsets = offsets.map(\.index)
    entryOffsets = offsets.map(\.entry)

    // What belongs to one index, in both views.
    func slab(_ view: View, without axes: Range<Int>) -> View {
      var slab = view
      for axis in axes.reversed() { slab = slab.first(along: axis) }
      slab.extents.replaceSubrange(0..<2, with: [1, 1])
      slab.offset = 0
      return slab
    }
    let part = slab(whole, without: axis..<axis + 1)
    let entry = slab(entries, without: axis..<axis + indexAxes.count)
    pass =
      scatters
      ? Elementwise(
        [.init(operation: .binary(.add), sources: [.operand(0), .operand(1)])], operands: [part, entry],
        results: [(0, part)])
      : Elementwise(copying: part, to: entry)
  }

  /// - Throws: ``ExecutionError/index(_:extent:)`` for an index that is NaN or outside the axis.
  func run(whole: Floats, indices: Floats, entries: Floats) throws(ExecutionError) {
    for sample in 0..<leading[0] {
      for condition in 0..<leading[1] {
        let x = whole + views[0].start(sample, condition)
        let index = indices + views[1].start(sample, condition)
        let y = entries + views[2].start(sample, condition)
        for (indexOffset, entryOffset) in zip(indexOffsets, entryOffsets) {
          let value = index[indexOffset]
          guard value >= 0, value < Float(extent), let number = Int(exactly: value) else {
            throw .index(value, extent: extent)
          }
          let part = x + views[0].distance(number, along: axis)
          let entry = y + entryOffset
          pass.run(scatters ? [part, entry, part] : [part, entry], 0..<pass.units)
        }
      }
    }
  }
}
