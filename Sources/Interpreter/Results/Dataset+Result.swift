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
    Field("steps", "of sequences, the class at each step: [samples, steps]") { data in
      data.stepLabels.map { .tensor(Tensor([data.count, data.shape[0]], $0.map { Float($0) })) } ?? .nothing
    },
    Field("units", "what the features are measured in") { data in
      data.groups.contains { $0.unit != nil }
        ? .list(data.groups.map { $0.unit.map { .text($0) } ?? .nothing }) : .nothing
    },
    Field("parts", "the names of the parts of a sample, of which some make its class") { data in
      data.parts.map { .list($0.names.map { .text($0) }) } ?? .nothing
    },
    Field("masks", "which parts make the class, 1 or 0: [samples, parts]") { data in
      data.parts.map { .tensor(Tensor([data.count, $0.names.count], $0.masks)) } ?? .nothing
    },
    Field("concepts", "the names of the concepts whose values are known") { data in
      data.concepts.map { .list($0.names.map { .text($0) }) } ?? .nothing
    },
    Field("values", "the names of each concept's values") { data in
      data.concepts.map { .list($0.values.map { .list($0.map { .text($0) }) }) } ?? .nothing
    },
    Field("annotations", "which value each concept has, -1 where it is not known: [samples, concepts]") {
      data in
      data.concepts.map {
        .tensor(Tensor([data.count, $0.names.count], $0.labels.map { Float($0) }))
      } ?? .nothing
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

  /// One line, and what there is to say of sequences and parts; of a table its columns, too.
  public var summary: String {
    let columns = features == nil ? nil : try? FeatureTable(self).summary
    return ([line] + [sequences, partsLine, conceptsLine, columns].compactMap { $0 }).joined(separator: "\n")
  }

  /// "sequences of 60 steps with 4 features each; of the steps 65.2 % are empty, 34.8 % occupied"
  private var sequences: String? {
    guard shape.rank == 2 else { return nil }
    let line = "sequences of \(shape[0]) steps with \(shape[1]) features each"
    guard let stepLabels, !stepLabels.isEmpty else { return line }
    var counts = [Int](repeating: 0, count: (stepLabels.max() ?? 0) + 1)
    for label in stepLabels { counts[label] += 1 }
    let shares = counts.enumerated().filter { $0.element > 0 }.prefix(10).map { label, count in
      "\((100 * Double(count) / Double(stepLabels.count)).text(decimals: 1)) % \(shortName(label))"
    }
    return line + "; of all steps " + shares.joined(separator: ", ")
  }

  /// "the class is made by 2 of 3 parts: item-0, item-1, item-2"
  private var partsLine: String? {
    parts.map { parts in
      let made = Int(parts.masks.reduce(0, +) / Float(max(1, count)))
      return
        "the class is made by \(made) of \(parts.names.count) parts: \(parts.names.joined(separator: ", "))"
    }
  }

  /// "concepts: shape 3, scale 6, rotation 8, x 16, y 16"
  private var conceptsLine: String? {
    concepts.map { concepts in
      let texts = zip(concepts.names, concepts.values).prefix(12).map { "\($0) \($1.count)" }
      let rest = concepts.names.count - texts.count
      return "concepts and how many values each has: " + texts.joined(separator: ", ")
        + (rest > 0 ? ", and \(rest) more" : "")
    }
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
      guard let features else { return try tableOfConcepts }
      let values = try samples(0..<count).values
      if shape.rank == 2 { return try tableOfSteps(features, values) }
      let label = labels == nil ? "target" : "class"
      let goals: [Table.Cell]? =
        labels.map { $0.map { .text(shortName($0)) } } ?? targets.map { $0.map { .number($0) } }
      let known = concepts?.names ?? []
      return try Table(
        columns: features + known
          + (goals == nil ? [] : [(features + known).contains(label) ? "(\(label))" : label]),
        rows: (0..<count).map { row in
          values[row * features.count..<(row + 1) * features.count].map { .number($0) }
            + conceptCells(row) + (goals.map { [$0[row]] } ?? [])
        })
    }
  }

  /// The names of the values that a sample has; empty where nothing is known.
  private func conceptCells(_ row: Int) -> [Table.Cell] {
    guard let concepts else { return [] }
    return concepts.names.indices.map { concept in
      let label = concepts.labels[row * concepts.names.count + concept]
      return label == ConceptLabels.missing ? .empty : .text(concepts.values[concept][label])
    }
  }

  /// Of pictures, what is known of each.
  private var tableOfConcepts: Table? {
    get throws {
      guard let concepts else { return nil }
      func column(_ name: String) -> String { concepts.names.contains(name) ? "(\(name))" : name }
      return try Table(
        columns: [column("sample")] + concepts.names + (labels == nil ? [] : [column("class")]),
        rows: (0..<count).map { row in
          [.integer(row)] + conceptCells(row) + (labels.map { [.text(shortName($0[row]))] } ?? [])
        })
    }
  }

  /// Of sequences, the features at each step, and the class there.
  private func tableOfSteps(_ features: [String], _ values: [Float]) throws -> Table {
    let steps = shape[0]
    func column(_ name: String) -> String { features.contains(name) ? "(\(name))" : name }
    return try Table(
      columns: [column("sample"), column("step")] + features + (stepLabels == nil ? [] : [column("class")]),
      rows: (0..<count * steps).map { row in
        [.integer(row / steps), .integer(row % steps)]
          + values[row * features.count..<(row + 1) * features.count].map { .number($0) }
          + (stepLabels.map { [.text(shortName($0[row]))] } ?? [])
      })
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
