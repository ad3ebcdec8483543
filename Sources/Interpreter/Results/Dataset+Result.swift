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
    Field("labels", "the class of each sample") { data in
      data.labels.map { .list($0.map { .number(Double($0)) }) } ?? .nothing
    },
  ]

  public var summary: String {
    if texts != nil { return "\(name): \(count) text\(count == 1 ? "" : "s") of \(shape[0]) tokens" }
    let labelled = labels == nil ? "without labels" : "in \(classes.count) classes"
    let inputs = arrays.isEmpty ? "" : ": " + arrays.map { "\($0.name) \($0.shape)" }.joined(separator: ", ")
    return "\(name): \(count) sample\(count == 1 ? "" : "s") of shape \(shape) \(labelled)\(inputs)"
  }

  public var figure: (any Figure)? { get throws { try SampleSet(self, nil).figure } }
  public var tensor: Tensor? { get throws { try samples(0..<count) } }
  public var archive: [(key: String, tensor: Tensor)]? { get throws { try SampleSet(self, nil).archive } }

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
