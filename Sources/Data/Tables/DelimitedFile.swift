import Tensors

/// A file of delimited text whose columns are known by name.
struct DelimitedFile {
  let source: String
  let names: [String]
  /// Whether the first line was taken for numbers because nobody said what it is.
  let lacksHeader: Bool
  /// Whether rows have one more field than the first line, as R and pandas write names of rows: it is passed over.
  let hasRowNames: Bool
  let delimiter: UInt8

  private let file: MappedFile
  private let start: Int
  private let hasHeader: Bool

  init(_ path: String, hasHeader: Bool?) throws {
    let source = "'\(path)'"
    let file = try MappedFile(path)
    (delimiter, start, self.hasHeader, hasRowNames, names) = try file.withUnsafeBytes { bytes in
      try checkEncoding(bytes, source)
      let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      let delimiter = DelimitedText.delimiter(of: bytes, from: start)
      var text = DelimitedText(bytes, from: start, delimiter: delimiter, source: source)
      var fields: [DelimitedText.Field] = []
      guard try text.next(&fields) else { throw DataError.empty(source: source) }
      let areNumbers = fields.allSatisfy {
        if case .number = Entry(bytes, $0.start, $0.end) { true } else { false }
      }
      let hasHeader = hasHeader ?? !areNumbers
      let width = fields.count
      let names = try fields.enumerated().map { index, field in
        let name = hasHeader ? try text.text(field, column: index) : ""
        return name.isEmpty ? "column-\(index)" : name
      }
      let hasRowNames = try hasHeader && text.hasRows(of: width + 1)
      return (delimiter, start, hasHeader, hasRowNames, names)
    }
    lacksHeader = hasHeader == nil && !self.hasHeader
    (self.source, self.file) = (source, file)
    var first: [String: Int] = [:]
    for (index, name) in names.enumerated() {
      if let other = first.updateValue(index, forKey: name) {
        throw DataError.badTable(
          source: source, line: 1,
          reason: "columns \(other) and \(index) are both called '\(name)': rename one")
      }
    }
  }

  /// Calls `body` with each row below the header, and says how many there are.
  func forEachRow(
    check: () throws -> Void,
    _ body: (_ row: Int, _ fields: [DelimitedText.Field], _ text: DelimitedText) throws -> Void
  ) throws -> Int {
    try file.withUnsafeBytes { bytes in
      var text = DelimitedText(bytes, from: start, delimiter: delimiter, source: source)
      var fields: [DelimitedText.Field] = []
      if hasHeader { _ = try text.next(&fields) }
      var row = 0
      while try text.next(&fields) {
        guard fields.count == names.count + (hasRowNames ? 1 : 0) else {
          throw DataError.badTable(
            source: source, line: text.line,
            reason:
              "it has \(fields.count) field\(fields.count == 1 ? "" : "s"), and the first line \(names.count)"
              + "\(hasRowNames ? " behind a first one for names of rows" : ""): "
              + "add what is missing, or quote what holds \(delimiterName)")
        }
        if hasRowNames { fields.removeFirst() }
        if row & 0xFFF == 0 { try check() }
        try body(row, fields, text)
        row += 1
      }
      return row
    }
  }

  private var delimiterName: String {
    delimiter == .tab ? "a tab" : "'\(Character(UnicodeScalar(delimiter)))'"
  }
}

/// Refuses what is not text of single bytes.
private func checkEncoding(_ bytes: UnsafeRawBufferPointer, _ source: String) throws(DataError) {
  if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
    throw .badTable(source: source, line: nil, reason: "it is UTF-16: save it as UTF-8")
  }
  if bytes.prefix(4096).contains(0) {
    throw .badTable(
      source: source, line: nil, reason: "it holds bytes that no text has: it may be a file of another kind")
  }
}

extension DelimitedText {
  /// Whether the next records, at least two of them, have so many fields each.
  fileprivate mutating func hasRows(of width: Int) throws(DataError) -> Bool {
    var (fields, count) = ([Field](), 0)
    while count < 16, try next(&fields) {
      if fields.count != width { return false }
      count += 1
    }
    return count > 1
  }
}
