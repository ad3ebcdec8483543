/// Where the entries of a value lie: in which buffer, from which entry on, and how far apart along each axis.
///
/// There are always two leading axes, sample and condition, of extent 1 where the value does not vary; then
/// the axes of its shape. Whatever only rearranges entries (transpose, slice, broadcast, most reshapes) is
/// another view of a buffer.
struct View: Hashable, Sendable {
  var buffer: Int
  var offset = 0
  var extents: [Int]
  /// The stride of channels that lie in vectors is that from one vector to the next.
  var strides: [Int]
  private(set) var isBlocked = false

  static let leading = 2
  private static let channelAxis = 2

  var count: Int { extents.reduce(1, *) }
  var rank: Int { extents.count }

  /// A view without gaps.
  init(dense extents: [Int], _ arrangement: Arrangement, buffer: Int) {
    self.buffer = buffer
    self.extents = extents
    strides = Self.strides(extents, arrangement)
    isBlocked = arrangement == .blocked
  }

  static func strides(_ extents: [Int], _ arrangement: Arrangement) -> [Int] {
    var strides = [Int](repeating: 1, count: extents.count)
    var stride = 1
    switch arrangement {
    case .axes(let axes):
      for axis in axes.reversed() {
        strides[axis] = stride
        stride *= extents[axis]
      }
    case .blocked:
      stride = Arrangement.vector
      for axis in [4, 3, channelAxis, 1, 0] {
        strides[axis] = stride
        stride *= axis == channelAxis ? extents[axis] / Arrangement.vector : extents[axis]
      }
    }
    return strides
  }

  /// Whether the entries lie without gaps in this arrangement.
  func isDense(_ arrangement: Arrangement) -> Bool {
    guard isBlocked == (arrangement == .blocked) else { return false }
    let dense = Self.strides(extents, arrangement)
    return (0..<rank).allSatisfy { extents[$0] <= 1 || strides[$0] == dense[$0] }
  }

  /// These views with an axis for the channels of a vector, if any of them needs it.
  static func split(_ views: [View]) -> [View] {
    views.contains(where: \.isBlocked) ? views.map(\.split) : views
  }

  /// The same entries with the channels as two axes: the vectors, and, innermost, the channels of one.
  private var split: View {
    var view = self
    // A reduced axis has one entry, which all channels share.
    let vector = min(Arrangement.vector, extents[Self.channelAxis])
    view.extents[Self.channelAxis] /= max(1, vector)
    view.extents.append(vector)
    view.strides.append(isBlocked ? 1 : strides[Self.channelAxis])
    if !isBlocked { view.strides[Self.channelAxis] *= vector }
    view.isBlocked = false
    return view
  }

  /// How far entry `index` of an axis is from its first one.
  func distance(_ index: Int, along axis: Int) -> Int {
    isBlocked && axis == Self.channelAxis
      ? index / Arrangement.vector * strides[axis] + index % Arrangement.vector : index * strides[axis]
  }

  /// The entries whose index along an axis is 0, without that axis.
  func first(along axis: Int) -> View {
    var view = self
    view.extents.remove(at: axis)
    view.strides.remove(at: axis)
    if axis == Self.channelAxis { view.isBlocked = false }
    return view
  }

  /// Whether entries share a place.
  var isBroadcast: Bool { (0..<rank).contains { extents[$0] > 1 && strides[$0] == 0 } }

  /// How the entries lie, whatever the gaps; the leading axes always come first.
  var arrangement: Arrangement { isBlocked ? .blocked : .axes(order) }

  /// The axes as they lie in memory, outermost first.
  var order: [Int] {
    let inner = (Self.leading..<rank).sorted {
      strides[$0] != strides[$1] ? strides[$0] > strides[$1] : $0 < $1
    }
    return Array(0..<Self.leading) + inner
  }

  /// Nil where the entries would have to move.
  func transposed(_ order: [Int]) -> View? {
    if isBlocked { return nil }
    var view = self
    for (axis, source) in order.enumerated() {
      view.extents[axis + Self.leading] = extents[source + Self.leading]
      view.strides[axis + Self.leading] = strides[source + Self.leading]
    }
    return view
  }

  /// The same entries, each axis of extent 1 repeated as often as `extents` asks.
  func broadcast(to extents: [Int]) -> View {
    var view = self
    for axis in 0..<rank where self.extents[axis] != extents[axis] {
      view.extents[axis] = extents[axis]
      view.strides[axis] = 0
    }
    return view
  }

  /// `count` entries from `start` in steps of `step` along one axis behind the leading ones.
  func sliced(_ axis: Int, start: Int, count: Int, step: Int = 1) -> View {
    var view = self
    view.offset += distance(start, along: axis + Self.leading)
    view.extents[axis + Self.leading] = count
    view.strides[axis + Self.leading] *= step
    return view
  }

  /// The entries under another shape behind the leading axes, or nil where they would have to move.
  func reshaped(_ shape: [Int]) -> View? {
    if shape == Array(extents[Self.leading...]) { return self }
    if isBlocked { return nil }
    var view = self
    view.extents = Array(extents[..<Self.leading]) + shape
    view.strides = Array(strides[..<Self.leading]) + [Int](repeating: 0, count: shape.count)
    if shape.contains(0) { return view }

    // Both lists of axes fall into groups of equal counts; within each, the old axes must lie like one axis.
    let old = (Self.leading..<rank).filter { extents[$0] != 1 }
    var from = 0
    var to = 0
    while to < shape.count {
      if shape[to] == 1 {
        // An axis of extent 1 may have any stride; as the next one lies is most useful.
        to += 1
        continue
      }
      guard from < old.count else { return nil }
      var (oldCount, newCount) = (extents[old[from]], shape[to])
      var (fromEnd, toEnd) = (from + 1, to + 1)
      while oldCount != newCount {
        if oldCount < newCount {
          guard fromEnd < old.count else { return nil }
          oldCount *= extents[old[fromEnd]]
          fromEnd += 1
        } else {
          guard toEnd < shape.count else { return nil }
          newCount *= shape[toEnd]
          toEnd += 1
        }
      }
      for index in from..<fromEnd - 1
      where strides[old[index]] != strides[old[index + 1]] * extents[old[index + 1]] { return nil }
      var stride = strides[old[fromEnd - 1]]
      for axis in (to..<toEnd).reversed() {
        view.strides[axis + Self.leading] = stride
        stride *= shape[axis]
      }
      (from, to) = (fromEnd, toEnd)
    }
    return view
  }
}
