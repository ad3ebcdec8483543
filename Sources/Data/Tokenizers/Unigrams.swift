/// Unigram language model: the cut whose tokens are most probable together, by Viterbi's algorithm.
///
/// Source: Kudo 2018.
struct Unigrams: SubwordModel {
  let vocabulary: Vocabulary
  /// The logarithm of each token's probability.
  let scores: [Double]
  let unknown: Int?
  private let unknownScore: Double
  private let byteTokens: [Int]

  /// How much less probable than the rarest token an unknown character is. Source: sentencepiece.
  private static let penalty = 10.0

  init(_ vocabulary: Vocabulary, scores: [Double], unknown: Int?, fallsBackToBytes: Bool) {
    self.vocabulary = vocabulary
    self.scores = scores
    self.unknown = unknown
    unknownScore = (scores.min() ?? 0) - Unigrams.penalty
    byteTokens = fallsBackToBytes ? vocabulary.byteTokens : []
  }

  /// The best way to a place in the word.
  private struct Step {
    var score = 0.0
    var start = -1
    var id = 0
  }

  func cut(_ word: AlignedText, into cuts: inout [Cut]) throws(TokenizerError) {
    let bytes = word.bytes
    var steps = [Step](repeating: Step(), count: bytes.count + 1)
    var offset = 0
    while offset < bytes.count {
      let score = steps[offset].score
      let next = word.scalar(at: offset).end
      var knowsCharacter = false
      var (node, end) = (PrefixTree.root, offset)
      while end < bytes.count, let child = vocabulary.tree.node(after: node, bytes[end]) {
        (node, end) = (child, end + 1)
        guard let id = vocabulary.tree.token(at: node) else { continue }
        if steps[end].start < 0 || score + scores[id] > steps[end].score {
          steps[end] = Step(score: score + scores[id], start: offset, id: id)
        }
        if end == next { knowsCharacter = true }
      }
      if !knowsCharacter {
        guard let unknown else {
          throw .noUnknownToken(
            tokenizer: "Unigram", text: String(decoding: bytes[offset..<next], as: UTF8.self))
        }
        if steps[next].start < 0 || score + unknownScore > steps[next].score {
          steps[next] = Step(score: score + unknownScore, start: offset, id: unknown)
        }
      }
      offset = next
    }
    trace(steps, bytes, into: &cuts)
  }

  /// Goes back along the best way; unknown characters in a row become one token.
  private func trace(_ steps: [Step], _ bytes: [UInt8], into cuts: inout [Cut]) {
    var parts: [(id: Int, range: Range<Int>)] = []
    var end = bytes.count
    while end > 0 {
      let step = steps[end]
      if step.id == unknown, let last = parts.last, last.id == unknown {
        parts[parts.count - 1].range = step.start..<last.range.upperBound
      } else {
        parts.append((step.id, step.start..<end))
      }
      end = step.start
    }
    for (id, range) in parts.reversed() {
      guard id == unknown else {
        cuts.append(Cut(id: id, range: range))
        continue
      }
      let text = bytes[range]
      // Several unknown characters may be a token together.
      if byteTokens.isEmpty || vocabulary.tree[text] != nil {
        cuts.append(
          Cut(id: vocabulary.tree[text] ?? id, range: range, text: String(decoding: text, as: UTF8.self)))
      } else {
        for byte in bytes[range] { cuts.append(Cut(id: byteTokens[Int(byte)], range: range)) }
      }
    }
  }
}
