import Data

/// The keys of `load` that say how a table becomes samples.
enum TableKeys {
  static let categories = Key(
    "categories", optional: .choice("way to write categories", of: names(of: TableOptions.Categories.self)),
    "how texts of a table become numbers: a column of 0 and 1 for each, or one column of their numbers",
    otherwise: "onehot")
  static let classes = Key(
    "classes", optional: Kind<String>.text.list, "the classes of a table's target in their order",
    otherwise: "as the file brings them; numbers by size")
  static let header = Key(
    "header", optional: .flag, "whether the first line of a table names its columns",
    otherwise: "unless it holds nothing but numbers")
  static let ignore = Key(
    "ignore", optional: Kind<String>.text.list, "columns of a table that are left out, by name or index")
  static let missing = Key(
    "missing", optional: .choice("way to treat missing values", of: names(of: TableOptions.Missing.self)),
    "what stands in for missing values of a table; drop leaves out their rows, indicator adds a column that says where",
    otherwise: "refuse")
  static let split = Key(
    "split", optional: .number(from: 0, to: 1),
    "the share of a table's rows that is for training, chosen by the seed; subset= says which part is loaded")
  static let standardize = Key(
    "standardize", optional: .flag,
    "whether numbers of a table, of room or of hospital are scaled to mean 0 and deviation 1, for a network that does "
      + "not do so itself",
    otherwise: "false")
  static let target = Key(
    "target", optional: .text, "the column of a table that is to be predicted, by name or index",
    otherwise: "none")
  static let task = Key(
    "task", optional: Kind<String>.task.list,
    "what a table's target stands for; of pictures that follow from factors, the concepts that make the class, such as "
      + "shape-scale",
    otherwise: "classification for texts and for few different whole numbers; shape")

  static let all: [any Parameter] = [
    categories, classes, header, ignore, missing, split, standardize, target, task,
  ]

  static func options(_ arguments: Arguments, seed: UInt64) -> TableOptions {
    var options = TableOptions()
    options.target = arguments[target]
    options.ignored = arguments[ignore] ?? []
    options.hasHeader = arguments[header]
    options.categories = arguments[categories].flatMap { TableOptions.Categories(rawValue: $0) }
    options.missing = arguments[missing].flatMap { TableOptions.Missing(rawValue: $0) }
    options.classes = arguments[classes]
    options.task = tableTask(arguments)
    options.split = arguments[split]
    options.standardize = arguments[standardize]
    options.seed = seed
    return options
  }

  /// What the task of a table is; nil where concepts are named.
  static func tableTask(_ arguments: Arguments) -> TableOptions.Task? {
    guard let texts = arguments[task], texts.count == 1 else { return nil }
    return TableOptions.Task(rawValue: texts[0])
  }

  private static func names<Choice: CaseIterable & RawRepresentable<String>>(of choice: Choice.Type)
    -> [String]
  {
    choice.allCases.map(\.rawValue)
  }
}

extension Kind where Content == String {
  /// The task of a table, or the name of a concept.
  fileprivate static let task = Kind(
    text.name, words: { _ in TableOptions.Task.allCases.map(\.rawValue) + ["shape", "shape-scale"] },
    read: text.read)
}
