/// Characters by what tokenizers do with them.
///
/// BERT's classes and that of accents are frozen in the package tokenizers at the versions of Unicode given here, which
/// networks were trained with: later characters belong to none of them.
extension Unicode.Scalar {
  private func isOld(_ version: Int) -> Bool { properties.age.map { $0.major <= version } ?? false }

  /// Unicode's White_Space, which Rust calls whitespace, too.
  var isWhitespace: Bool {
    if value < 0x80 { return value == 0x20 || 0x09...0x0D ~= value }
    return properties.isWhitespace
  }

  /// One of the ASCII signs or of a category of punctuation: what BERT takes for punctuation.
  var isPunctuation: Bool {
    if value < 0x80 {
      return 0x21...0x2F ~= value || 0x3A...0x40 ~= value || 0x5B...0x60 ~= value || 0x7B...0x7E ~= value
    }
    switch properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation:
      return isOld(8)
    default: return false
    }
  }

  /// What BERT drops: control characters but tab and line ends, format characters, private ones.
  var isDropped: Bool {
    if value < 0x80 {
      return value == 0x7F || value < 0x20 && value != 0x09 && value != 0x0A && value != 0x0D
    }
    if value == 0xFFFD { return true }
    switch properties.generalCategory {
    case .control, .format, .privateUse: return isOld(8)
    default: return false
    }
  }

  /// The blocks of ideographs, around which BERT puts blanks. Source: google-research/bert, tokenization.py.
  var isIdeograph: Bool {
    switch value {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F,
      0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
      true
    default: false
    }
  }

  var isMark: Bool {
    guard value >= 0x300 else { return false }
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return true
    default: return false
    }
  }

  /// What the normaliser StripAccents drops.
  var isAccent: Bool { isMark && isOld(9) }

  /// What BERT drops of a decomposed text.
  var isNonspacingMark: Bool {
    value >= 0x300 && properties.generalCategory == .nonspacingMark && isOld(8)
  }

  var isNumber: Bool {
    if value < 0x80 { return 0x30...0x39 ~= value }
    switch properties.generalCategory {
    case .decimalNumber, .letterNumber, .otherNumber: return true
    default: return false
    }
  }

  /// The `\w` of UTS 18: letters, marks, digits, connectors, joiners.
  var isWord: Bool {
    if value < 0x80 {
      return 0x30...0x39 ~= value || 0x41...0x5A ~= value || 0x61...0x7A ~= value || value == 0x5F
    }
    if properties.isAlphabetic || properties.isJoinControl || isMark { return true }
    switch properties.generalCategory {
    case .decimalNumber, .connectorPunctuation: return true
    default: return false
    }
  }
}
