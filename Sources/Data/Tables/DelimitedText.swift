/// Records of fields between delimiters, found where they lie in a file's bytes. Source: RFC 4180.
///
/// Beyond the RFC, `;` and tab can delimit, lines can end in LF or CR alone, blanks around a field without quotation
/// marks are no part of it, and lines that hold nothing at all are skipped.
///
/// A reader of our own, because SwiftCSV makes a String of the file and one of each field, which a table of 100 MB has by
/// the ten million, and pads ragged lines without a word.
struct DelimitedText {
  /// Where a field lies, without its quotation marks.
  struct Field {
    var start: Int
    var end: Int
    /// Whether quotation marks in it are doubled.
    var isEscaped = false
  }

  let bytes: UnsafeRawBufferPointer
  let delimiter: UInt8
  let source: String
  private var offset: Int
  /// The line, counted from 1, on which the last record began.
  private(set) var line = 0
  private var nextLine = 1

  init(_ bytes: UnsafeRawBufferPointer, from offset: Int, delimiter: UInt8, source: String) {
    (self.bytes, self.offset, self.delimiter, self.source) = (bytes, offset, delimiter, source)
  }

  /// Reads the fields of the next record; false where there is none.
  mutating func next(_ fields: inout [Field]) throws(DataError) -> Bool {
    fields.removeAll(keepingCapacity: true)
    while offset < bytes.count, bytes[offset].endsLine { endLine(offset) }
    guard offset < bytes.count else { return false }
    line = nextLine
    while true {
      let end = try field(&fields)
      if end == bytes.count {
        offset = end
        return true
      }
      if bytes[end] != delimiter {
        endLine(end)
        return true
      }
      offset = end + 1
    }
  }

  /// Goes on behind the end of a line, which CR and LF make together.
  private mutating func endLine(_ end: Int) {
    let isPair = bytes[end] == .carriageReturn && end + 1 < bytes.count && bytes[end + 1] == .lineFeed
    offset = end + (isPair ? 2 : 1)
    nextLine += 1
  }

  /// Reads one field and says where it ends: at a delimiter, the end of a line, or that of the file.
  private mutating func field(_ fields: inout [Field]) throws(DataError) -> Int {
    var start = offset
    while start < bytes.count, isBlank(bytes[start]) { start += 1 }
    if start < bytes.count, bytes[start] == .quotationMark { return try quoted(from: start + 1, &fields) }
    var end = start
    while end < bytes.count {
      let byte = bytes[end]
      if byte == delimiter || byte.endsLine { break }
      end += 1
    }
    var last = end
    while last > start, isBlank(bytes[last - 1]) { last -= 1 }
    fields.append(Field(start: start, end: last))
    return end
  }

  private mutating func quoted(from start: Int, _ fields: inout [Field]) throws(DataError) -> Int {
    let opened = nextLine
    var (end, isEscaped) = (start, false)
    while true {
      guard end < bytes.count else {
        throw .badTable(
          source: source, line: opened,
          reason:
            "the quotation mark that opens field \(fields.count) is never closed: close it, or double it where "
            + "it is part of the text")
      }
      switch bytes[end] {
      case .quotationMark:
        if end + 1 < bytes.count, bytes[end + 1] == .quotationMark {
          isEscaped = true
          end += 1
          break
        }
        fields.append(Field(start: start, end: end, isEscaped: isEscaped))
        end += 1
        while end < bytes.count, isBlank(bytes[end]) { end += 1 }
        guard end == bytes.count || bytes[end] == delimiter || bytes[end].endsLine else {
          throw .badTable(
            source: source, line: nextLine,
            reason:
              "field \(fields.count - 1) goes on behind its closing quotation mark: double the marks inside of "
              + "the text")
        }
        return end
      case .lineFeed: nextLine += 1
      case .carriageReturn where end + 1 == bytes.count || bytes[end + 1] != .lineFeed: nextLine += 1
      default: break
      }
      end += 1
    }
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == .space || byte == .tab && delimiter != .tab
  }

  /// The text of a field of the record read last.
  func text(_ field: Field, column: Int) throws(DataError) -> String {
    guard let text = String(validating: bytes[field.start..<field.end], as: UTF8.self) else {
      throw .badTable(
        source: source, line: line, reason: "field \(column) is not UTF-8 text: save the file as UTF-8")
    }
    guard field.isEscaped else { return text }
    return text.split(separator: "\"\"", omittingEmptySubsequences: false).joined(separator: "\"")
  }
}

extension DelimitedText {
  /// The byte that separates fields: the one of tab, `;` and `,` that cuts the first records into equally many, at
  /// least two; where none does, the one that cuts the first record into the most.
  static func delimiter(of bytes: UnsafeRawBufferPointer, from offset: Int) -> UInt8 {
    // Numbers with decimal commas stand between the others, so the comma comes last.
    let delimiters: [UInt8] = [.tab, .semicolon, .comma]
    let candidates = delimiters.map { delimiter in
      var text = DelimitedText(bytes, from: offset, delimiter: delimiter, source: "")
      var (widths, fields): ([Int], [Field]) = ([], [])
      while widths.count < 16, (try? text.next(&fields)) == true { widths.append(fields.count) }
      return (delimiter: delimiter, widths: widths)
    }
    let even = candidates.first { $0.widths.first ?? 0 > 1 && Set($0.widths).count == 1 }
    let most = candidates.max { ($0.widths.first ?? 0) < ($1.widths.first ?? 0) }
    if let even { return even.delimiter }
    return most?.widths.first ?? 0 > 1 ? most?.delimiter ?? .comma : .comma
  }
}

extension UInt8 {
  static let tab = UInt8(ascii: "\t")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let quotationMark = UInt8(ascii: "\"")
  static let comma = UInt8(ascii: ",")
  static let semicolon = UInt8(ascii: ";")

  var endsLine: Bool { self == .lineFeed || self == .carriageReturn }
}
