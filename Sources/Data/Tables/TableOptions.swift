/// How a table becomes samples and targets.
public struct TableOptions: Hashable, Sendable {
  /// How a column of texts becomes numbers.
  public enum Categories: String, Hashable, Sendable, CaseIterable {
    /// A column of 0 and 1 for each category, in the order of their names.
    case onehot
    /// One column with the number of the category, counted in the order of their names.
    case codes
  }

  /// What is done where a value is missing.
  public enum Missing: String, Hashable, Sendable, CaseIterable {
    case refuse
    /// The mean of the column stands in; for a category the most frequent one.
    case mean
    /// The median of the column stands in; for a category the most frequent one.
    case median
    /// Rows in which a value is missing are left out.
    case drop
    /// The mean stands in, and one more column is 1 where it does; for a category, missing is one more category.
    case indicator
  }

  /// What the target stands for.
  public enum Task: String, Hashable, Sendable, CaseIterable {
    case classification, regression
  }

  /// The column that is to be predicted, by name or index.
  public var target: String?
  /// Columns that are left out, by name or index.
  public var ignored: [String] = []
  /// Whether the first line names the columns; nil takes it for names unless it holds nothing but numbers.
  public var hasHeader: Bool?
  public var categories: Categories?
  public var missing: Missing?
  /// The names of the classes in their order; nil for the order in which the file brings them.
  public var classes: [String]?
  /// Nil for classification where the target is text or has few different whole values.
  public var task: Task?
  /// The share of the rows that is for training; the others are for testing. Which ones follows from `seed`.
  public var split: Double?
  /// Whether columns of numbers are shifted and scaled to mean 0 and deviation 1 over the rows for training.
  public var standardize: Bool?
  public var seed: UInt64 = 0

  public init() {}

  /// The keys of what is given, as the language calls them.
  var keys: [(key: String, value: String)] {
    var keys: [(String, String)] = []
    if let target { keys.append(("target", target)) }
    if !ignored.isEmpty { keys.append(("ignore", ignored.joined(separator: ","))) }
    if let hasHeader { keys.append(("header", "\(hasHeader)")) }
    if let categories { keys.append(("categories", categories.rawValue)) }
    if let missing { keys.append(("missing", missing.rawValue)) }
    if let classes { keys.append(("classes", classes.joined(separator: ","))) }
    if let task { keys.append(("task", task.rawValue)) }
    if let split { keys.append(("split", "\(split)")) }
    if let standardize { keys.append(("standardize", "\(standardize)")) }
    return keys
  }
}

/// All that says how data is to be read.
struct Loading: Sendable {
  var selection = Selection()
  var preparation = Preparation()
  var table = TableOptions()
  var simulation = Simulation.Options()
  var sequence = SequenceOptions()
  var concepts = ConceptOptions()
  /// Paths of further files, which are read as one with the first.
  var others: [String] = []
  /// Throws when the reader has asked to stop.
  var check: @Sendable () throws -> Void = {}
}
