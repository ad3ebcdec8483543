public import Data

extension Tokenizer: Result {
  public static let kind = "tokenizer"
  public static let fields: [Field<Tokenizer>] = [
    Field("name", "what it is called") { .text($0.name) },
    Field("method", "how it cuts words: WordPiece, BPE or Unigram") { .text($0.method) },
    Field("count", "how many tokens it knows") { .number(Double($0.count)) },
  ]

  public var summary: String { "\(name): \(method), \(count) tokens" }
}

extension Encoding {
  /// The text in its tokens: words by blanks, the parts of a word by bars.
  var spelling: String {
    let padding = tokens.count(where: \.isPadding)
    let text = words.map { word in
      word.tokens.count == 1 ? word.text : word.tokens.map(piece).joined(separator: "|")
    }
    let filled = padding == 0 ? "" : " and \(padding) to fill up"
    return "\(text.joined(separator: " ")) (\(tokens.count - padding) tokens\(filled))"
  }

  /// Which word each token is of; nil for padding.
  var wordPositions: [Int?] {
    var positions = [Int?](repeating: nil, count: tokens.count)
    for (index, word) in words.enumerated() {
      for token in word.tokens { positions[token] = index }
    }
    return positions
  }
}
