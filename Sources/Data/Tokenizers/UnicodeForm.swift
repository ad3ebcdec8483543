import CUTF8Proc

/// A normalisation form of Unicode (UAX 15), by utf8proc.
enum UnicodeForm: String, CaseIterable, Sendable {
  case nfc = "NFC"
  case nfd = "NFD"
  case nfkc = "NFKC"
  case nfkd = "NFKD"

  private var isCompatible: Bool { self == .nfkc || self == .nfkd }
  private var composes: Bool { self == .nfc || self == .nfkc }

  /// The text in this form.
  func normalized(_ text: AlignedText) -> AlignedText {
    if text.isASCII { return text }
    var scalars: [Element] = []
    text.forEachScalar { scalar, _ in
      let first = scalars.count
      for part in decomposed(scalar) { scalars.append(Element(part, consumed: 0)) }
      scalars[first].consumed = 1
    }
    UnicodeForm.order(&scalars)
    if composes { scalars = UnicodeForm.composed(scalars) }
    return text.replaced(by: scalars.map { ($0.value, $0.consumed) })
  }

  private struct Element {
    let value: Unicode.Scalar
    /// How many scalars of the text it takes the place of.
    var consumed: Int
    let combiningClass: Int

    init(_ value: Unicode.Scalar, consumed: Int) {
      self.value = value
      self.consumed = consumed
      combiningClass =
        value.value < 0x300 ? 0 : Int(utf8proc_get_property(Int32(value.value)).pointee.combining_class)
    }
  }

  /// At least one scalar.
  private func decomposed(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    if scalar.value < 0x80 { return [scalar] }
    let options =
      UTF8PROC_STABLE.rawValue | UTF8PROC_DECOMPOSE.rawValue
      | (isCompatible ? UTF8PROC_COMPAT.rawValue : 0)
    // The longest decomposition is one of 18 scalars, of U+FDFA.
    var parts = [Int32](repeating: 0, count: 32)
    let count = utf8proc_decompose_char(
      Int32(scalar.value), &parts, parts.count, utf8proc_option_t(options), nil)
    guard count > 0, count <= parts.count else { return [scalar] }
    return parts[..<count].map { Unicode.Scalar(UInt32($0)) ?? scalar }
  }

  /// Marks in a row sorted by their combining class.
  private static func order(_ scalars: inout [Element]) {
    for index in scalars.indices where scalars[index].combiningClass > 0 {
      var place = index
      while place > 0, scalars[place - 1].combiningClass > scalars[place].combiningClass {
        scalars.swapAt(place, place - 1)
        place -= 1
      }
    }
  }

  private static func composed(_ scalars: [Element]) -> [Element] {
    var result: [Element] = []
    var starter: Int?
    /// The class of the last scalar after the starter, which keeps what follows from it unless it is lower.
    var last = 0
    for element in scalars {
      if let starter, last < element.combiningClass || starter == result.count - 1,
        let whole = composed(result[starter].value, element.value)
      {
        result[starter] = Element(whole, consumed: result[starter].consumed + element.consumed)
        continue
      }
      if element.combiningClass == 0 { starter = result.count }
      last = element.combiningClass
      result.append(element)
    }
    return result
  }

  /// The one scalar that two stand for, if there is one.
  private static func composed(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
    if second.value < 0x300 { return nil }
    var pair = [Int32(first.value), Int32(second.value)]
    let options = UTF8PROC_STABLE.rawValue | UTF8PROC_COMPOSE.rawValue
    guard utf8proc_normalize_utf32(&pair, 2, utf8proc_option_t(options)) == 1 else { return nil }
    return Unicode.Scalar(UInt32(pair[0]))
  }
}
