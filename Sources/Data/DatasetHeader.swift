public import Tensors

/// What can be known of data without reading its samples.
public struct DatasetHeader: Hashable, Sendable {
  public let name: String
  public let count: Int
  /// The shape of one sample: `[C, H, W]` or `[features]`.
  public let shape: Shape
  /// The names of the classes; their numbers where the data has labels without names, empty where it has no labels.
  public let classes: [String]

  func with(count: Int) -> DatasetHeader {
    DatasetHeader(name: name, count: count, shape: shape, classes: classes)
  }

  /// The header of an array whose first axis counts samples.
  ///
  /// Bytes without an axis of channels, `[N, H, W]`, are grey pictures: `[1, H, W]` each. Single numbers are `[1]`.
  init(name: String, source: String, array shape: Shape, areBytes: Bool, classes: [String]) throws(DataError) {
    guard let count = shape.extents.first else {
      throw .badShape(source: source, reason: "it is a single number; the first axis must count samples")
    }
    guard shape.count > 0 else { throw .empty(source: source) }
    var sample = Array(shape.extents.dropFirst())
    if sample.isEmpty || areBytes && sample.count == 2 { sample.insert(1, at: 0) }
    self.init(name: name, count: count, shape: Shape(sample), classes: classes)
  }

  init(name: String, count: Int, shape: Shape, classes: [String]) {
    self.name = name
    self.count = count
    self.shape = shape
    self.classes = classes
  }
}
