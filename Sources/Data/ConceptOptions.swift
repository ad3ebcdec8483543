/// What of data is read as concepts, and which of them are to be predicted.
public struct ConceptOptions: Hashable, Sendable {
  /// The columns of a table that are concepts, by name or index; of a folder of pictures the table that holds them.
  public var columns: [String] = []
  /// How sure those who labelled must have been, from 1 (not visible) to 4 (definitely), for a label to count.
  public var certainty: Int?
  /// The concepts whose values together make the class.
  public var task: [String] = []

  public init() {}

  /// The keys of what is given, as the language calls them.
  var keys: [(key: String, value: String)] {
    var keys: [(String, String)] = []
    if let certainty { keys.append(("certainty", "\(certainty)")) }
    if !columns.isEmpty { keys.append(("concepts", columns.joined(separator: ","))) }
    if !task.isEmpty { keys.append(("task", task.joined(separator: ","))) }
    return keys
  }

  /// What data a key is for.
  static func purpose(of key: String) -> String {
    switch key {
    case "certainty": "the folder of CUB-200-2011, whose labels say how sure they are"
    case "concepts": "tables, such as a .csv file, and for folders of pictures"
    default:
      "pictures that follow from factors (load dsprites); for a table it is classification or regression"
    }
  }
}
