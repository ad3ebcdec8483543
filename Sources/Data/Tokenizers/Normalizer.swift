/// What a tokenizer does to a text before it cuts it.
struct Normalizer: Sendable {
  let normalized: @Sendable (AlignedText) throws(TokenizerError) -> AlignedText

  init(_ normalized: @escaping @Sendable (AlignedText) throws(TokenizerError) -> AlignedText) {
    self.normalized = normalized
  }

  /// Reads the part `normalizer` of a file.
  init(_ entry: Entry) throws(TokenizerError) {
    self = try entry.choice(Normalizer.kinds)(entry)
  }

  typealias Reading = @Sendable (Entry) throws(TokenizerError) -> Normalizer

  /// Every normaliser, by name.
  static let kinds: [(name: String, content: Reading)] = [
    ("BertNormalizer", bert),
    ("ByteLevel", byteLevel),
    ("Lowercase", { _ in Normalizer { $0.lowercased() } }),
    ("NFC", { _ in form(.nfc) }),
    ("NFD", { _ in form(.nfd) }),
    ("NFKC", { _ in form(.nfkc) }),
    ("NFKD", { _ in form(.nfkd) }),
    ("Nmt", { _ in Normalizer { $0.cleanedForTranslation() } }),
    ("Precompiled", precompiled),
    ("Prepend", prepend),
    ("Replace", replace),
    ("Sequence", sequence),
    ("Strip", strip),
    ("StripAccents", { _ in Normalizer { $0.without(\.isAccent) } }),
  ]

  private static func form(_ form: UnicodeForm) -> Normalizer { Normalizer { form.normalized($0) } }

  private static let bert: Reading = { (entry) throws(TokenizerError) in
    let lowercases = try entry.flag("lowercase", true)
    return .bert(
      cleans: try entry.flag("clean_text", true), separates: try entry.flag("handle_chinese_chars", true),
      stripsAccents: try entry.flag("strip_accents", lowercases), lowercases: lowercases)
  }

  /// The steps of BERT's basic tokenisation that come before the cutting.
  static func bert(cleans: Bool, separates: Bool, stripsAccents: Bool, lowercases: Bool) -> Normalizer {
    Normalizer { text in
      var text = text
      if cleans { text = text.cleaned() }
      if separates { text = text.withSeparateIdeographs() }
      if stripsAccents { text = UnicodeForm.nfd.normalized(text).without(\.isNonspacingMark) }
      if lowercases { text = text.lowercased() }
      return text
    }
  }

  private static let byteLevel: Reading = { _ in Normalizer { ByteLevel.spelled($0) } }

  private static let prepend: Reading = { (entry) throws(TokenizerError) in
    let prefix = try entry.member("prepend").text()
    return Normalizer { $0.prefixed(by: prefix) }
  }

  private static let replace: Reading = { (entry) throws(TokenizerError) in
    let pattern = try entry.member("pattern").pattern()
    let content = try entry.member("content").text()
    return Normalizer { (text) throws(TokenizerError) in
      text.replacing(try pattern.ranges(text), by: content)
    }
  }

  private static let sequence: Reading = { (entry) throws(TokenizerError) in
    var parts: [Normalizer] = []
    for part in try entry.member("normalizers").list() { parts.append(try Normalizer(part)) }
    return Normalizer { [parts] (text) throws(TokenizerError) in
      var text = text
      for part in parts { text = try part.normalized(text) }
      return text
    }
  }

  private static let strip: Reading = { (entry) throws(TokenizerError) in
    let left = try entry.flag("strip_left", true)
    let right = try entry.flag("strip_right", true)
    return Normalizer { text in
      var range = 0..<text.count
      while left, !range.isEmpty, text.scalar(at: range.lowerBound).value.isWhitespace {
        range = text.scalar(at: range.lowerBound).end..<range.upperBound
      }
      while right, !range.isEmpty, let last = text.scalar(before: range.upperBound), last.isWhitespace {
        range = range.lowerBound..<range.upperBound - UTF8.width(last)
      }
      return text[range]
    }
  }

  private static let precompiled: Reading = { (entry) throws(TokenizerError) in
    guard let member = entry.optional("precompiled_charsmap") else { return Normalizer { $0 } }
    let map = try CharacterMap(member)
    return Normalizer { map.normalized($0) }
  }
}

extension AlignedText {
  func without(_ isDropped: (Unicode.Scalar) -> Bool) -> AlignedText {
    mapped { scalar, origin, result in
      if !isDropped(scalar) { result.append(scalar, from: origin) }
    }
  }

  func lowercased() -> AlignedText {
    mapped { scalar, origin, result in
      if scalar.value < 0x80 {
        let isCapital = 0x41...0x5A ~= scalar.value
        result.append(UInt8(scalar.value) | (isCapital ? 0x20 : 0), from: origin)
      } else {
        result.append(scalar.properties.lowercaseMapping, from: origin)
      }
    }
  }

  /// Without control characters, and with blanks for all white space.
  fileprivate func cleaned() -> AlignedText {
    mapped { scalar, origin, result in
      if scalar.isDropped { return }
      result.append(scalar.isWhitespace ? " " : scalar, from: origin)
    }
  }

  fileprivate func withSeparateIdeographs() -> AlignedText {
    mapped { scalar, origin, result in
      if scalar.isIdeograph {
        result.append(" ", from: origin)
        result.append(scalar, from: origin)
        result.append(" ", from: origin)
      } else {
        result.append(scalar, from: origin)
      }
    }
  }

  /// What neural machine translation drops and takes for blanks. Source: sentencepiece, normalisation rule nmt.
  fileprivate func cleanedForTranslation() -> AlignedText {
    mapped { scalar, origin, result in
      switch scalar.value {
      case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0x8F, 0x9F: break
      case 0x09, 0x0A, 0x0C, 0x0D, 0x1680, 0x200B...0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD:
        result.append(" ", from: origin)
      default: result.append(scalar, from: origin)
      }
    }
  }
}
