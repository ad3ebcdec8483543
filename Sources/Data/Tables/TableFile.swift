import Tensors

/// Files of delimited text with the same columns, which are known by name, one below the other.
struct TableFile {
  let names: [String]
  private let files: [DelimitedFile]

  init(_ paths: [String], hasHeader: Bool?) throws {
    files = try paths.map { try DelimitedFile($0, hasHeader: hasHeader) }
    guard let first = files.first else { throw DataError.empty(source: "a list without files") }
    names = first.names
    if let other = files.first(where: { $0.names != first.names }) {
      throw DataError.badTable(
        source: other.source, line: 1,
        reason: "its columns are \(listed(other.names)), and those of \(first.source) \(listed(names)): "
          + "load files together whose columns are the same")
    }
  }

  /// The files, for complaints.
  var source: String { files.map(\.source).joined(separator: ", ") }

  /// Whether a first line was taken for numbers because nobody said what it is.
  var lacksHeader: Bool { files.contains(where: \.lacksHeader) }

  /// Whether a first column without a name was taken for names of the rows.
  var hasRowNames: Bool { files.contains(where: \.hasRowNames) }

  /// The column of that name, or else of that index.
  func column(_ nameOrIndex: String, key: String) throws(DataError) -> Int {
    if let index = names.firstIndex(of: nameOrIndex) { return index }
    if let index = Int(nameOrIndex), names.indices.contains(index) { return index }
    throw .noColumn(key: key, name: nameOrIndex, names: names)
  }

  /// Calls `body` with each row below the headers, and says how many each file has.
  @discardableResult
  func forEachRow(
    check: () throws -> Void,
    _ body: (_ row: Int, _ fields: [DelimitedText.Field], _ text: DelimitedText) throws -> Void
  ) throws -> [Int] {
    var first = 0
    return try files.map { file in
      let count = try file.forEachRow(check: check) { try body(first + $0, $1, $2) }
      first += count
      return count
    }
  }

  /// Whether decimal commas can be meant: the comma does not separate fields.
  var hasRoomForDecimalCommas: Bool { files.allSatisfy { $0.delimiter != .comma } }
}
