public import Tensors

/// Values at a place that are explained together, as one feature: patches, superpixels, tokens, one-hot columns.
///
/// No value is in two groups. Values in no group are never taken away.
public struct FeatureGroups: Hashable, Sendable {
  public let names: [String]
  /// Of each group, which of the flattened values at the place are in it.
  public let members: [[Int]]
  /// The shape of the values at the place, for one sample.
  public let shape: Shape

  /// - Parameter names: the groups' numbers where they are not given.
  /// - Throws: ``AttributionError/groups(_:)`` unless each group has members, which are there and in no other group.
  public init(_ members: [[Int]], names: [String]? = nil, of shape: Shape) throws(AttributionError) {
    guard !members.isEmpty else { throw .groups("there is no group") }
    guard names.map({ $0.count == members.count }) ?? true else {
      throw .groups("\(names?.count ?? 0) names do not fit \(members.count) groups")
    }
    var owners = [Int?](repeating: nil, count: shape.count)
    for (group, elements) in members.enumerated() {
      if elements.isEmpty { throw .groups("group \(group) is empty") }
      for element in elements {
        guard owners.indices.contains(element) else {
          throw .groups(
            "group \(group) names value \(element), but there are \(shape.count), 0 to \(shape.count - 1)")
        }
        if let owner = owners[element] {
          throw .groups("value \(element) is in the groups \(owner) and \(group)")
        }
        owners[element] = group
      }
    }
    self.init(unchecked: members, names: names, of: shape)
  }

  private init(unchecked members: [[Int]], names: [String]? = nil, of shape: Shape) {
    self.members = members
    self.names = names ?? members.indices.map { "\($0)" }
    self.shape = shape
  }

  /// Each value on its own.
  public init(elementsOf shape: Shape, names: [String]? = nil) {
    self.init(
      unchecked: (0..<shape.count).map { [$0] }, names: names?.count == shape.count ? names : nil, of: shape)
  }

  /// The entries of the first axis: tokens of [tokens, width], channels of [channels, height, width].
  public init(rowsOf shape: Shape, names: [String]? = nil) {
    let rows = shape.rank > 0 ? shape[0] : 1
    let size = shape.count / max(1, rows)
    self.init(
      unchecked: (0..<rows).map { Array($0 * size..<($0 + 1) * size) },
      names: names?.count == rows ? names : nil,
      of: shape)
  }

  /// Patches of `size` by `size` positions, all channels together; those at the far borders may be smaller. They are
  /// called "patch row,column".
  ///
  /// - Throws: ``AttributionError/groups(_:)`` unless values are [channels, height, width] or [height, width].
  public init(grid size: Int, of shape: Shape) throws(AttributionError) {
    guard shape.rank == 2 || shape.rank == 3, size > 0 else {
      throw .groups("a grid needs values of shape [channels, height, width], these have \(shape)")
    }
    let (height, width) = (shape[shape.rank - 2], shape[shape.rank - 1])
    let columns = (width + size - 1) / size
    let rows = (height + size - 1) / size
    try self.init(
      segments: (0..<height * width).map { $0 / width / size * columns + $0 % width / size },
      names: (0..<rows * columns).map { "patch \($0 / columns),\($0 % columns)" }, of: shape)
  }

  /// Positions that a map gives the same number, all channels together.
  ///
  /// - Parameters:
  ///   - segments: a number from 0 for each position, row by row; what is negative is in no group.
  ///   - names: "superpixel 3" where they are not given.
  public init(segments: [Int], names: [String]? = nil, of shape: Shape) throws(AttributionError) {
    var positions = [[Int]](repeating: [], count: (segments.max() ?? -1) + 1)
    for (position, segment) in segments.enumerated() where segment >= 0 {
      positions[segment].append(position)
    }
    let channels = shape.count / max(1, segments.count)
    let members = positions.map { inside in
      (0..<channels).flatMap { channel in inside.map { channel * segments.count + $0 } }
    }
    try self.init(members, names: names ?? members.indices.map { "superpixel \($0)" }, of: shape)
  }

  public var count: Int { members.count }
  /// Whether each group is one value, in order.
  public var areElements: Bool {
    members.count == shape.count && members.enumerated().allSatisfy { $1 == [$0] }
  }

  /// The group of each value; ``count`` for a value in none.
  public var owners: [Int] {
    var owners = [Int](repeating: count, count: shape.count)
    for (group, elements) in members.enumerated() {
      for element in elements { owners[element] = group }
    }
    return owners
  }

  /// The sum over each group, of one sample's values: [``count``].
  public func sum(_ values: some RandomAccessCollection<Double>) -> [Double] {
    members.map { elements in
      elements.reduce(0) { $0 + values[values.index(values.startIndex, offsetBy: $1)] }
    }
  }

  /// The sum over each group: [samples] + ``shape`` becomes [samples, ``count``].
  public func sum(_ values: Tensor) -> Tensor {
    let samples = values.count / max(1, shape.count)
    let sums = (0..<samples).flatMap { row in
      members.map { Float($0.reduce(0) { $0 + Double(values.values[row * shape.count + $1]) }) }
    }
    return Tensor([samples, count], sums)
  }

  /// Each group's number at all of its values, 0 at those in no group: [samples, ``count``] becomes [samples] + ``shape``.
  public func spread(_ numbers: Tensor) -> Tensor {
    let samples = numbers.count / max(1, count)
    var values = [Float](repeating: 0, count: samples * shape.count)
    for row in 0..<samples {
      for (group, elements) in members.enumerated() {
        for element in elements { values[row * shape.count + element] = numbers.values[row * count + group] }
      }
    }
    return Tensor([samples] + shape, values)
  }
}
