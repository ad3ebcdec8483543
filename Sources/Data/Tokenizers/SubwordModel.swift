/// How a tokenizer cuts a word into tokens.
protocol SubwordModel: Sendable {
  var vocabulary: Vocabulary { get }

  /// Appends the tokens of a word.
  func cut(_ word: AlignedText, into cuts: inout [Cut]) throws(TokenizerError)
}

/// One token of a word.
struct Cut {
  let id: Int
  /// Its bytes in the word.
  let range: Range<Int>
  /// What it is called where that is not what the vocabulary calls it.
  var text: String?
}
