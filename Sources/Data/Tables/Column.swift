/// What the entries of a column are, counted.
struct Column {
  let name: String
  private(set) var numbers = 0
  private(set) var missing = 0
  private(set) var texts = 0
  private(set) var dates = 0
  /// Numbers that are written with a comma where others have a point.
  private(set) var decimalCommas = 0
  private(set) var isWhole = true
  /// Whether each number is one more than the one before.
  private var counts = true
  private var last: Double?

  init(_ name: String) { self.name = name }

  /// Whether its texts are categories; else it holds numbers.
  var isCategory: Bool { texts > 0 }
  /// Whether it is likely to be the number of the row.
  var countsRows: Bool { counts && numbers > 2 && texts == 0 }
  var isDate: Bool { texts > 0 && dates == texts && numbers == 0 }

  mutating func count(_ entry: Entry, _ bytes: UnsafeRawBufferPointer, _ field: DelimitedText.Field) {
    switch entry {
    case .missing: missing += 1
    case .number(let value):
      numbers += 1
      if value.rounded() != value { isWhole = false }
      if let last, value != last + 1 { counts = false }
      last = value
    case .infinite: break
    case .text:
      let shape = Shape(bytes[field.start..<field.end])
      if shape == .date { dates += 1 }
      if shape == .decimalComma { decimalCommas += 1 }
      texts += 1
    }
  }

  /// What a text looks like.
  private enum Shape {
    case date, decimalComma, other

    /// A date has two or more times `-`, `/` or `.` among its first ten characters, the others digits.
    init(_ text: Slice<UnsafeRawBufferPointer>) {
      var (digits, separators, commas, index) = (0, 0, 0, 0)
      for byte in text {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
        case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."): separators += 1
        case .comma: commas += 1
        // The time of the day.
        case UInt8(ascii: "T"), .space:
          self = index >= 8 && separators == 2 ? .date : .other
          return
        default:
          self = .other
          return
        }
        index += 1
      }
      self =
        digits >= 4 && separators == 2 && commas == 0 && index <= 10
        ? .date : digits > 0 && commas == 1 && separators <= 1 ? .decimalComma : .other
    }
  }
}
