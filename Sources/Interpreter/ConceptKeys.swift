import Data

/// The keys of `load` that say what is read as concepts.
enum ConceptKeys {
  static let certainty = Key(
    "certainty", optional: .whole(from: 1, to: 4),
    "of CUB-200-2011, how certain a label must be to count: 2 guessing, 3 probably, 4 definitely",
    otherwise: "2")
  static let concepts = Key(
    "concepts", optional: Kind<String>.text.list,
    "columns of a table that are concepts and no features, by name or index; of a folder of pictures the table with their "
      + "names in its first column",
    otherwise: "none")

  static let all: [any Parameter] = [certainty, concepts]

  static func options(_ arguments: Arguments) -> ConceptOptions {
    var options = ConceptOptions()
    options.certainty = arguments[certainty]
    options.columns = arguments[concepts]?.map(expanded) ?? []
    if TableKeys.tableTask(arguments) == nil { options.task = arguments[TableKeys.task] ?? [] }
    return options
  }
}
