/// How a tokenizer cuts a text into words, before a model cuts those into tokens.
struct PreTokenizer: Sendable {
  let words: @Sendable (AlignedText) throws(TokenizerError) -> [AlignedText]

  init(_ words: @escaping @Sendable (AlignedText) throws(TokenizerError) -> [AlignedText]) {
    self.words = words
  }

  /// Reads the part `pre_tokenizer` of a file.
  init(_ entry: Entry) throws(TokenizerError) {
    self = try entry.choice(PreTokenizer.kinds)(entry)
  }

  typealias Reading = @Sendable (Entry) throws(TokenizerError) -> PreTokenizer

  /// Every way to find words, by name.
  static let kinds: [(name: String, content: Reading)] = [
    ("BertPreTokenizer", { _ in bert }),
    ("ByteLevel", byteLevel),
    ("CharDelimiterSplit", delimiter),
    ("Digits", digits),
    ("Metaspace", metaspace),
    ("Punctuation", punctuation),
    ("Sequence", sequence),
    ("Split", split),
    ("Whitespace", { _ in whitespace }),
    ("WhitespaceSplit", { _ in whitespaceSplit }),
  ]

  /// Words between white space; each sign of punctuation is one of its own.
  static let bert = PreTokenizer { text in
    var cutter = WordCutter(text)
    text.forEachScalar { scalar, range in
      if scalar.isWhitespace { cutter.drop(range) } else if scalar.isPunctuation { cutter.isolate(range) }
    }
    return cutter.words()
  }

  private static let whitespaceSplit = PreTokenizer { text in
    var cutter = WordCutter(text)
    text.forEachScalar { scalar, range in if scalar.isWhitespace { cutter.drop(range) } }
    return cutter.words()
  }

  /// Runs of word characters, and runs of what is neither those nor white space.
  private static let whitespace = PreTokenizer { text in
    var cutter = WordCutter(text)
    var wasWord = false
    text.forEachScalar { scalar, range in
      let isWord = scalar.isWord
      if scalar.isWhitespace, !isWord {
        cutter.drop(range)
      } else if isWord != wasWord {
        cutter.cut(at: range.lowerBound)
      }
      wasWord = isWord
    }
    return cutter.words()
  }

  private static let byteLevel: Reading = { (entry) throws(TokenizerError) in
    let addsBlank = try entry.flag("add_prefix_space", true)
    let pattern = try entry.flag("use_regex", true) ? entry.compiled(ByteLevel.pattern) : nil
    return PreTokenizer { (text) throws(TokenizerError) in
      let text = addsBlank && !text.starts(with: " ") ? text.prefixed(by: " ") : text
      guard let pattern else { return [ByteLevel.spelled(text)] }
      return Splitting.isolated.parts(of: text, at: try pattern.ranges(text)).map { ByteLevel.spelled($0) }
    }
  }

  private static let delimiter: Reading = { (entry) throws(TokenizerError) in
    let bytes = Array(try entry.member("delimiter").text().utf8)
    return PreTokenizer { Splitting.removed.parts(of: $0, at: $0.ranges(of: bytes)) }
  }

  private static let digits: Reading = { (entry) throws(TokenizerError) in
    let splitting: Splitting = try entry.flag("individual_digits", false) ? .isolated : .contiguous
    return PreTokenizer { splitting.parts(of: $0, at: $0.ranges(\.isNumber)) }
  }

  private static let punctuation: Reading = { (entry) throws(TokenizerError) in
    let splitting = try Splitting(entry.optional("behavior"), otherwise: .isolated)
    return PreTokenizer { splitting.parts(of: $0, at: $0.ranges(\.isPunctuation)) }
  }

  private static let metaspace: Reading = { (entry) throws(TokenizerError) in
    let blank = try entry.text("replacement", "\u{2581}")
    // Older files say only whether.
    let otherwise = try entry.flag("add_prefix_space", true) ? "always" : "never"
    let scheme = try entry.text("prepend_scheme", otherwise)
    guard ["always", "first", "never"].contains(scheme) else {
      throw .unsupported(
        path: entry.path, place: "\(entry.place).prepend_scheme", name: scheme,
        known: ["always", "first", "never"])
    }
    let splits = try entry.flag("split", true)
    return PreTokenizer { text in
      var text = text.replacing(text.ranges(of: [0x20]), by: blank)
      let isFirst = text.origins.first?.start == 0
      if scheme == "always" || scheme == "first" && isFirst, !text.starts(with: blank) {
        text = text.prefixed(by: blank)
      }
      return splits
        ? Splitting.mergedWithNext.parts(of: text, at: text.ranges(of: Array(blank.utf8))) : [text]
    }
  }

  private static let split: Reading = { (entry) throws(TokenizerError) in
    let pattern = try entry.member("pattern").pattern()
    let splitting = try Splitting(entry.member("behavior"), otherwise: .removed)
    let isInverted = try entry.flag("invert", false)
    return PreTokenizer { (text) throws(TokenizerError) in
      splitting.parts(of: text, at: try pattern.ranges(text), isInverted: isInverted)
    }
  }

  private static let sequence: Reading = { (entry) throws(TokenizerError) in
    var parts: [PreTokenizer] = []
    for part in try entry.member("pretokenizers").list() { parts.append(try PreTokenizer(part)) }
    return PreTokenizer { [parts] (text) throws(TokenizerError) in
      var words = [text]
      for part in parts {
        var next: [AlignedText] = []
        for word in words { next += try part.words(word) }
        words = next
      }
      return words
    }
  }
}

/// Marks the places at which a text is cut, and cuts it.
private struct WordCutter {
  private let text: AlignedText
  private var found: [AlignedText] = []
  private var start = 0

  init(_ text: AlignedText) { self.text = text }

  mutating func cut(at offset: Int) {
    if start < offset { found.append(text[start..<offset]) }
    start = offset
  }

  mutating func drop(_ range: Range<Int>) {
    cut(at: range.lowerBound)
    start = range.upperBound
  }

  mutating func isolate(_ range: Range<Int>) {
    cut(at: range.lowerBound)
    cut(at: range.upperBound)
  }

  mutating func words() -> [AlignedText] {
    cut(at: text.count)
    return found
  }
}

extension AlignedText {
  /// The scalars that are of some class.
  fileprivate func ranges(_ isMember: (Unicode.Scalar) -> Bool) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    forEachScalar { scalar, range in if isMember(scalar) { ranges.append(range) } }
    return ranges
  }
}
