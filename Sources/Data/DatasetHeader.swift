public import Tensors

/// What can be known of data without reading its samples.
public struct DatasetHeader: Hashable, Sendable {
  public let name: String
  public let count: Int
  /// The shape of one sample: `[C, H, W]`, `[features]`, or of a sequence `[steps, features]`.
  public let shape: Shape
  /// The names of the classes; their numbers where the data has labels without names, empty where it has no labels.
  public let classes: [String]
  /// Whether the class at each step of a sequence is known.
  public let isLabelledByStep: Bool
  /// The names of the concepts whose values are known of each sample.
  public let concepts: [String]
  private let namedGroups: [FeatureGroup]

  /// What belongs together among the features of a sample of shape `[features]`, or of a step of a sequence: the columns
  /// of one category, else each by itself, by its index where a sample has no names of them. Empty for pictures.
  public var groups: [FeatureGroup] {
    guard namedGroups.isEmpty, shape.rank == 1 else { return namedGroups }
    return (0..<shape[0]).map { FeatureGroup(name: "\($0)", columns: $0..<$0 + 1) }
  }

  /// The names of the features of a sample, where they have names.
  public var features: [String]? { namedGroups.isEmpty ? nil : namedGroups.flatMap(\.features) }

  /// The feature or group of features of a sample that is no sequence, of that name, or else of that index.
  public func feature(_ nameOrIndex: String) -> FeatureGroup? {
    guard shape.rank == 1 else { return nil }
    if let group = namedGroups.first(where: { $0.name == nameOrIndex }) { return group }
    let features = features
    guard let index = features?.firstIndex(of: nameOrIndex) ?? Int(nameOrIndex),
      (0..<shape[0]).contains(index)
    else { return nil }
    return FeatureGroup(name: features?[index] ?? "\(index)", columns: index..<index + 1)
  }

  func with(count: Int) -> DatasetHeader {
    DatasetHeader(
      name: name, count: count, shape: shape, classes: classes, isLabelledByStep: isLabelledByStep,
      concepts: concepts, groups: namedGroups)
  }

  /// The header of an array whose first axis counts samples.
  ///
  /// Bytes without an axis of channels, `[N, H, W]`, are grey pictures: `[1, H, W]` each. Single numbers are `[1]`.
  init(
    name: String, source: String, array shape: Shape, areBytes: Bool, classes: [String],
    isLabelledByStep: Bool = false, concepts: [String] = [], groups: [FeatureGroup] = []
  ) throws(DataError) {
    guard let count = shape.extents.first else {
      throw .badShape(source: source, reason: "it is a single number; the first axis must count samples")
    }
    guard shape.count > 0 else { throw .empty(source: source) }
    var sample = Array(shape.extents.dropFirst())
    if sample.isEmpty || areBytes && sample.count == 2 { sample.insert(1, at: 0) }
    if let width = groups.last?.columns.upperBound, width != sample.last {
      throw .badShape(source: source, reason: "it names \(width) features, and a sample is \(Shape(sample))")
    }
    self.init(
      name: name, count: count, shape: Shape(sample), classes: classes, isLabelledByStep: isLabelledByStep,
      concepts: concepts, groups: groups)
  }

  init(
    name: String, count: Int, shape: Shape, classes: [String], isLabelledByStep: Bool = false,
    concepts: [String] = [], groups: [FeatureGroup] = []
  ) {
    self.name = name
    self.count = count
    self.shape = shape
    self.classes = classes
    self.isLabelledByStep = isLabelledByStep
    self.concepts = concepts
    namedGroups = groups
  }
}
