/// WordPiece: from the front of a word, the longest token that fits, again and again.
///
/// Source: Schuster and Nakajima 2012; Devlin et al. 2018 for the cutting.
struct WordPieces: SubwordModel {
  let vocabulary: Vocabulary
  /// What stands for words that can't be cut.
  let unknown: Int
  /// The node from which tokens go on that are not the first of a word; nil if there are none.
  let continuation: Int32?
  /// Longer words are unknown.
  let mostCharacters: Int

  init(_ vocabulary: Vocabulary, unknown: Int, prefix: String, mostCharacters: Int) {
    self.vocabulary = vocabulary
    self.unknown = unknown
    continuation = vocabulary.tree.node(of: prefix.utf8)
    self.mostCharacters = mostCharacters
  }

  func cut(_ word: AlignedText, into cuts: inout [Cut]) {
    let bytes = word.bytes
    let first = cuts.count
    var offset = 0
    if bytes.count > mostCharacters, bytes.count(where: { $0 & 0xC0 != 0x80 }) > mostCharacters {
      cuts.append(Cut(id: unknown, range: 0..<bytes.count))
      return
    }
    while offset < bytes.count {
      guard let start = offset == 0 ? PrefixTree.root : continuation,
        let longest = vocabulary.tree.longest(in: bytes, at: offset, from: start)
      else {
        cuts.removeSubrange(first...)
        cuts.append(Cut(id: unknown, range: 0..<bytes.count))
        return
      }
      cuts.append(Cut(id: longest.token, range: offset..<longest.end))
      offset = longest.end
    }
  }
}
