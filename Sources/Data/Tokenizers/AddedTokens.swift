/// A token that is found in a text before anything else is done to it.
struct AddedToken: Sendable {
  let id: Int
  let content: String
  var isSpecial = true
  /// Whether it is looked for after the text was normalised.
  var isNormalized = false
  /// Whether white space before and after it belongs to it.
  var takesLeft = false
  var takesRight = false
  /// Whether it counts only where no letter or digit is beside it.
  var standsAlone = false
}

/// A part of a text: a token that was found in it, or what is still to be cut.
struct Piece {
  var text: AlignedText
  var token: Int?
}

/// Finds added tokens: the leftmost first, and of those the longest.
struct AddedTokens: Sendable {
  private let tokens: [AddedToken]
  private var tree = PrefixTree()
  private var firstBytes = [Bool](repeating: false, count: 256)

  /// `spelling` is how a token's text looks where it is looked for.
  init(_ tokens: [AddedToken], spelling: (String) throws(TokenizerError) -> [UInt8]) throws(TokenizerError) {
    self.tokens = tokens
    for (index, token) in tokens.enumerated() {
      let bytes = try spelling(token.content)
      guard let first = bytes.first else { continue }
      firstBytes[Int(first)] = true
      tree.insert(bytes, token: index)
    }
  }

  func pieces(of text: AlignedText) -> [Piece] {
    if tokens.isEmpty { return [Piece(text: text)] }
    var pieces: [Piece] = []
    var (start, offset) = (0, 0)
    while offset < text.count {
      guard firstBytes[Int(text.bytes[offset])], let match = tree.longest(in: text.bytes, at: offset) else {
        offset += 1
        continue
      }
      let token = tokens[match.token]
      var range = offset..<match.end
      offset = match.end
      if token.standsAlone, isBesideWord(range, text) { continue }
      if token.takesLeft {
        range = blankStart(before: range.lowerBound, notBefore: start, text)..<range.upperBound
      }
      if token.takesRight { range = range.lowerBound..<blankEnd(after: range.upperBound, text) }
      if start < range.lowerBound { pieces.append(Piece(text: text[start..<range.lowerBound])) }
      pieces.append(Piece(text: text[range], token: token.id))
      (start, offset) = (range.upperBound, range.upperBound)
    }
    if start < text.count { pieces.append(Piece(text: text[start..<text.count])) }
    return pieces
  }

  private func isBesideWord(_ range: Range<Int>, _ text: AlignedText) -> Bool {
    text.scalar(before: range.lowerBound)?.isWord == true
      || range.upperBound < text.count && text.scalar(at: range.upperBound).value.isWord
  }

  private func blankStart(before end: Int, notBefore start: Int, _ text: AlignedText) -> Int {
    var offset = end
    while offset > start, let scalar = text.scalar(before: offset), scalar.isWhitespace {
      offset -= UTF8.width(scalar)
    }
    return offset
  }

  private func blankEnd(after start: Int, _ text: AlignedText) -> Int {
    var offset = start
    while offset < text.count, case (let scalar, let end) = text.scalar(at: offset), scalar.isWhitespace {
      offset = end
    }
    return offset
  }
}
