/// What cuts texts into the tokens that a network reads.
public struct Tokenizer: Sendable {
  /// What it is called: the folder that it comes from.
  public let name: String
  /// Where it comes from.
  public let path: String
  /// How it cuts words: WordPiece, BPE or Unigram.
  public let method: String
  /// What its user should know, such as what was guessed.
  public let remarks: [String]

  let normalizer: Normalizer?
  let preTokenizer: PreTokenizer?
  let model: any SubwordModel
  let postProcessor: PostProcessor
  /// Tokens that are found before and after normalisation.
  let raw: AddedTokens
  let normalized: AddedTokens
  /// Tokens that the model's vocabulary does not hold, and those it does that are found whole.
  let added: [Int: AddedToken]
  /// What fills up shorter texts, and stands for a token that is taken away.
  public let padding: Encoding.Token

  /// Longer texts are refused.
  static let mostBytes = 1 << 28

  /// How many tokens it knows.
  public var count: Int {
    model.vocabulary.tokens.count { $0 != nil } + added.keys.count { model.vocabulary.token($0) == nil }
  }

  /// The token of a number.
  public func token(_ id: Int) -> String? { added[id]?.content ?? model.vocabulary.token(id) }

  /// A text, or a pair of texts, as tokens, with what marks beginning and end.
  ///
  /// - Parameter limit: at most so many tokens; of two texts the longer one is cut first.
  public func encoding(_ text: String, pair: String? = nil, limit: Int? = nil) throws -> Encoding {
    var first = try tokens(of: text, isPair: false)
    var second = try pair.map { try tokens(of: $0, isPair: true) }
    if let limit {
      let room = limit - postProcessor.added(toPair: pair != nil)
      guard room > 0 else {
        throw TokenizerError.tooFewTokens(limit: limit, needed: postProcessor.added(toPair: pair != nil))
      }
      let excess = first.count + (second?.count ?? 0) - room
      if excess > 0 { Tokenizer.cut(&first, &second, by: excess) }
    }
    return Encoding(text: text, pair: pair, tokens: postProcessor.joined(first, second), padding: padding)
  }

  /// Texts as tokens, filled up to the length of the longest one.
  ///
  /// - Parameters:
  ///   - pairs: as many second texts, or none.
  ///   - check: called before each text; what it throws ends the work.
  public func encodings(
    _ texts: [String], pairs: [String]? = nil, limit: Int? = nil, check: () throws -> Void = {}
  ) throws -> [Encoding] {
    if let pairs, pairs.count != texts.count {
      throw TokenizerError.badPairs(texts: texts.count, pairs: pairs.count)
    }
    let encodings = try texts.indices.map { index in
      try check()
      return try encoding(texts[index], pair: pairs?[index], limit: limit)
    }
    let length = encodings.map(\.tokens.count).max() ?? 0
    return encodings.map { $0.padded(to: length) }
  }

  /// Takes tokens off the ends, one by one off the longer text.
  private static func cut(_ first: inout [Encoding.Token], _ second: inout [Encoding.Token]?, by excess: Int)
  {
    for _ in 0..<excess {
      if let count = second?.count, count >= first.count { second?.removeLast() } else { first.removeLast() }
    }
  }

  /// The tokens of one text, without what marks beginning and end.
  private func tokens(of text: String, isPair: Bool) throws(TokenizerError) -> [Encoding.Token] {
    guard text.utf8.count <= Tokenizer.mostBytes else {
      throw .tooLong(bytes: text.utf8.count, limit: Tokenizer.mostBytes)
    }
    var tokens: [Encoding.Token] = []
    var word = 0
    func add(_ cut: Cut, _ text: AlignedText) {
      tokens.append(
        Encoding.Token(
          id: cut.id, text: cut.text ?? token(cut.id) ?? "", range: text.origin(of: cut.range), word: word,
          isOfPair: isPair, type: isPair ? 1 : 0, isSpecial: false, isPadding: false))
    }
    var cuts: [Cut] = []
    for piece in try pieces(of: text) {
      if let id = piece.token {
        add(
          Cut(id: id, range: 0..<piece.text.count, text: String(decoding: piece.text.bytes, as: UTF8.self)),
          piece.text)
        word += 1
        continue
      }
      for part in try preTokenizer?.words(piece.text) ?? [piece.text] where !part.isEmpty {
        cuts.removeAll(keepingCapacity: true)
        try model.cut(part, into: &cuts)
        for cut in cuts { add(cut, part) }
        word += 1
      }
    }
    if postProcessor.trims { trim(&tokens, text) }
    return tokens
  }

  /// The parts of a text, normalised, with the added tokens in it.
  private func pieces(of text: String) throws(TokenizerError) -> [Piece] {
    var pieces: [Piece] = []
    for piece in raw.pieces(of: AlignedText(text)) {
      if piece.token != nil || piece.text.isEmpty {
        pieces.append(piece)
      } else {
        pieces += normalized.pieces(of: try normalizer?.normalized(piece.text) ?? piece.text)
      }
    }
    return pieces
  }

  /// Takes the blanks at the ends of tokens off their places in the text, a character for each.
  private func trim(_ tokens: inout [Encoding.Token], _ text: String) {
    let bytes = Array(text.utf8)
    let isInside = { (offset: Int) in bytes.indices.contains(offset) && bytes[offset] & 0xC0 == 0x80 }
    let isBlank = { (scalar: Unicode.Scalar) in scalar == ByteLevel.blank || scalar.isWhitespace }
    for index in tokens.indices {
      let scalars = tokens[index].text.unicodeScalars
      var leading = scalars.prefix(while: isBlank).count
      let trailing = scalars.reversed().prefix(while: isBlank).count
      var (start, end) = (tokens[index].range.lowerBound, tokens[index].range.upperBound)
      // A single one before all else was added: there is nothing of it in the text.
      if leading == 1, postProcessor.addsBlank, index == 0 || start == 0 { leading = 0 }
      for _ in 0..<leading where start < end {
        start += 1
        while isInside(start) { start += 1 }
      }
      for _ in 0..<trailing where end > start {
        end -= 1
        while isInside(end) { end -= 1 }
      }
      tokens[index].range = start..<max(start, end)
    }
  }
}
