/// A text, or two, as tokens.
public struct Encoding: Sendable {
  public struct Token: Hashable, Sendable {
    /// Its number in the vocabulary, which the network reads.
    public let id: Int
    /// As the vocabulary writes it: `##ing`, `Ġthe`, `▁the`.
    public let text: String
    /// Its bytes in the text that it comes from; empty for one that comes from none.
    public internal(set) var range: Range<Int>
    /// Which word of its text it is of; nil for one that was added.
    public let word: Int?
    /// Whether it is of the second text.
    public let isOfPair: Bool
    /// What the network reads as the type of the token: in BERT, which text it belongs to.
    public internal(set) var type: Int
    /// Whether it was added to mark beginning, end or nothing.
    public let isSpecial: Bool
    /// Whether it only fills up.
    public let isPadding: Bool
  }

  /// What belongs together in a text: one token, or several that its word was cut into.
  public struct Word: Hashable, Sendable {
    /// As it stands in the text; a token that was added is called as the vocabulary calls it.
    public let text: String
    /// The positions of its tokens.
    public let tokens: [Int]
    public let isSpecial: Bool
  }

  public let text: String
  public let pair: String?
  public internal(set) var tokens: [Token]
  /// What its tokenizer fills it up with, and puts in place of a token that is taken away.
  public let padding: Token

  public var ids: [Int] { tokens.map(\.id) }
  public var typeIDs: [Int] { tokens.map(\.type) }
  /// 1 for tokens that count, 0 for padding.
  public var attentionMask: [Int] { tokens.map { $0.isPadding ? 0 : 1 } }

  /// The words in their order, those of the second text after those of the first, without padding.
  ///
  /// Tokenizers part contractions, "isn't" into three; what an apostrophe joins is one word here.
  public var words: [Word] {
    var words: [Word] = []
    var start = 0
    while start < tokens.count {
      let first = tokens[start]
      var end = start + 1
      if first.word != nil {
        while end < tokens.count, tokens[end].word == first.word, tokens[end].isOfPair == first.isOfPair {
          end += 1
        }
        while end < tokens.count, isContracted(at: end) {
          let next = tokens[end].word
          while end < tokens.count, tokens[end].word == next, tokens[end].isOfPair == first.isOfPair {
            end += 1
          }
        }
      }
      if !first.isPadding {
        let range = first.range.lowerBound..<max(first.range.lowerBound, tokens[end - 1].range.upperBound)
        let name = first.isSpecial ? nil : slice(range, ofPair: first.isOfPair)
        words.append(Word(text: name ?? first.text, tokens: Array(start..<end), isSpecial: first.isSpecial))
      }
      start = end
    }
    return words
  }

  /// Whether the token at a position goes on with a word in which an apostrophe stands between letters.
  private func isContracted(at position: Int) -> Bool {
    let (before, token) = (tokens[position - 1], tokens[position])
    guard token.word != nil, before.word != nil, token.isOfPair == before.isOfPair,
      before.range.upperBound == token.range.lowerBound
    else { return false }
    let scalars = (token.isOfPair ? pair ?? "" : text).unicodeScalars
    let start = scalars.utf8Index(token.range.lowerBound)
    guard start > scalars.startIndex, start < scalars.endIndex else { return false }
    let (left, right) = (scalars.index(before: start), scalars.index(after: start))
    func isLetter(_ index: String.Index) -> Bool {
      index < scalars.endIndex && scalars[index].properties.isAlphabetic
    }
    if scalars[start].isApostrophe { return isLetter(left) && isLetter(right) }
    guard scalars[left].isApostrophe, left > scalars.startIndex else { return false }
    return isLetter(scalars.index(before: left)) && isLetter(start)
  }

  /// What token `position` stands for in the text; as the vocabulary calls it where that is nothing or a blank.
  public func piece(_ position: Int) -> String {
    let token = tokens[position]
    return (token.isSpecial ? nil : slice(token.range, ofPair: token.isOfPair)) ?? token.text
  }

  /// A part of a text without blanks before it; nil if nothing is left.
  private func slice(_ range: Range<Int>, ofPair: Bool) -> String? {
    let bytes = (ofPair ? pair ?? "" : text).utf8.dropFirst(range.lowerBound).prefix(range.count)
    let slice = String(decoding: bytes, as: UTF8.self).unicodeScalars.drop(while: \.isWhitespace)
    return slice.isEmpty ? nil : String(slice)
  }

  /// How many tokens do not only fill up.
  var length: Int { tokens.count { !$0.isPadding } }

  /// The same with padding up to `length`, in place of what padding it has.
  func padded(to length: Int) -> Encoding {
    var encoding = self
    encoding.tokens.removeAll(where: \.isPadding)
    encoding.tokens += [Token](repeating: padding, count: max(0, length - encoding.tokens.count))
    return encoding
  }
}

extension Unicode.Scalar {
  fileprivate var isApostrophe: Bool { self == "'" || self == "\u{2019}" }
}

extension String.UnicodeScalarView {
  /// The place of the scalar that begins at a byte of UTF-8.
  fileprivate func utf8Index(_ offset: Int) -> Index {
    String(self).utf8.index(startIndex, offsetBy: offset, limitedBy: endIndex) ?? endIndex
  }
}
