public import Data
public import Figures
public import Tensors

extension Dataset: Result {
  public static let kind = "data"
  public static let fields: [Field<Dataset>] = [
    Field("name", "what it is called") { .text($0.name) },
    Field("count", "how many samples it has") { .number(Double($0.count)) },
    Field("shape", "the shape of one sample") { .list($0.shape.extents.map { .number(Double($0)) }) },
    Field("classes", "the names of its classes") { .list($0.classes.map { .text($0) }) },
    Field("features", "the names of the features of a table") { data in
      data.features.map { .list($0.map { .text($0) }) } ?? .nothing
    },
    Field("labels", "the class of each sample") { data in
      data.labels.map { .list($0.map { .number(Double($0)) }) } ?? .nothing
    },
    Field("targets", "the number that is to be predicted for each sample") { data in
      data.targets.map { .tensor(Tensor([$0.count], $0)) } ?? .nothing
    },
    Field("truth", "of simulated data, the coefficient of each pair: [features, features]") { data in
      data.simulation.map { .tensor($0.coefficients) } ?? .nothing
    },
    Field("terms", "of simulated data, what each pair puts into a target: [samples, features, features]") {
      data in
      try data.simulation.map { .tensor($0.contributions(try data.samples(0..<data.count))) } ?? .nothing
    },
  ]

  /// One line; of a table its columns, too.
  public var summary: String {
    guard features != nil, let columns = try? FeatureTable(self).summary else { return line }
    return line + "\n" + columns
  }

  /// "breast-cancer: 569 samples of shape [30] in 2 classes"
  var line: String {
    if texts != nil { return "\(name): \(count) text\(count == 1 ? "" : "s") of \(shape[0]) tokens" }
    let labelled = labels == nil ? "without labels" : "in \(classes.count) classes"
    let range = targets.map { targets in
      let bounds = [targets.min(), targets.max()].map { Double($0 ?? 0).text(significant: 4) }
      return "with targets from \(bounds[0]) to \(bounds[1])"
    }
    let inputs = arrays.isEmpty ? "" : ": " + arrays.map { "\($0.name) \($0.shape)" }.joined(separator: ", ")
    return "\(name): \(count) sample\(count == 1 ? "" : "s") of shape \(shape) \(range ?? labelled)\(inputs)"
  }

  public var figure: (any Figure)? { get throws { try SampleSet(self, nil).figure } }
  public var tensor: Tensor? { get throws { try samples(0..<count) } }
  public var archive: [(key: String, tensor: Tensor)]? { get throws { try SampleSet(self, nil).archive } }

  /// Of a table, its features as the network gets them and what is to be predicted.
  public var table: Table? {
    get throws {
      guard let features else { return nil }
      let values = try samples(0..<count).values
      let label = labels == nil ? "target" : "class"
      let goals: [Table.Cell]? =
        labels.map { $0.map { .text(shortName($0)) } } ?? targets.map { $0.map { .number($0) } }
      return try Table(
        columns: features + (goals == nil ? [] : [features.contains(label) ? "(\(label))" : label]),
        rows: (0..<count).map { row in
          values[row * features.count..<(row + 1) * features.count].map { .number($0) }
            + (goals.map { [$0[row]] } ?? [])
        })
    }
  }

  /// What a picture calls a class: "trouser", or "3" where it has no name.
  func shortName(_ number: Int) -> String {
    classes.indices.contains(number) ? classes[number] : "\(number)"
  }

  /// "trouser (class 1)" or "class 1".
  func className(_ number: Int) -> String {
    classes.indices.contains(number) && classes[number] != "\(number)"
      ? "\(classes[number]) (class \(number))" : "class \(number)"
  }
}
