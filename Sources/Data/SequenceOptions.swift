/// How sequences are cut out of data, made up, or put together.
public struct SequenceOptions: Hashable, Sendable {
  /// What the columns of sequences become.
  public enum Columns: String, Hashable, Sendable, CaseIterable {
    /// The measurements that the columns of the MIMIC-III benchmarks were made from.
    case readable
  }

  /// How many rows of a table are one sequence.
  public var window: Int?
  /// How many rows lie between the starts of two; nil for as many as are in one.
  public var stride: Int?
  public var columns: Columns?
  /// The folder with the files of pictures that strips are put together from, or the file that named data is read from.
  public var source: String?
  /// How many pictures make a strip.
  public var items: Int?
  /// Whether the picture in the middle makes the class of a strip; else those do that are of the class of most.
  public var isCentred: Bool?
  /// Which of Tomita's languages.
  public var language: Int?
  /// What made up data follows from.
  public var seed: UInt64 = 0

  public init() {}

  /// The keys of what is given, as the language calls them.
  var keys: [(key: String, value: String)] {
    let given = [
      ("centre", isCentred.map { "\($0)" }), ("columns", columns?.rawValue), ("from", source),
      ("items", items.map(String.init)), ("k", language.map(String.init)),
      ("stride", stride.map(String.init)),
      ("window", window.map(String.init)),
    ]
    return given.compactMap { key, value in value.map { (key, $0) } }
  }

  /// What data a key is for.
  static func purpose(of key: String) -> String {
    switch key {
    case "centre", "items": "strips of pictures: load fashion-maj"
    case "from": "strips of pictures, dsprites and shapes3d: load fashion-maj"
    case "columns": "arrays of the MIMIC-III benchmarks (.npy)"
    case "k": "words: load tomita"
    default: "tables, such as a .csv file, and for room"
    }
  }
}
