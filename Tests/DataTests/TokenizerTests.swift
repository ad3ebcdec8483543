import Data
import Foundation
import Tensors
import Testing

/// Tokens are those of the PyPI package tokenizers; `make-tokenizers.py` says how the expected ones came to be.
struct TokenizerTests {
  static let names = [
    "byte-pairs", "fallback-pairs", "mixture", "split-byte-pairs", "unigrams", "word-pieces",
  ]

  @Test(arguments: names) func tokensAreThoseOfThePackage(_ name: String) throws {
    let expected = try ExpectedTokens(fixture("tokenizers"))
    #expect(expected.texts.count == 240)
    #expect(try expected.differences(name).isEmpty)
  }

  @Test func wordsJoinTheirTokens() throws {
    let tokenizer = try Tokenizer(fixture("tokenizers/word-pieces"))
    let encoding = try tokenizer.encoding("Unbelievable, rethinking zebras!", pair: "Why?")
    let words = encoding.words
    #expect(
      words.map(\.text) == [
        "[CLS]", "Unbelievable", ",", "rethinking", "zebras", "!", "[SEP]", "Why", "?", "[SEP]",
      ])
    #expect(words.flatMap(\.tokens) == Array(encoding.tokens.indices))
    #expect(words.map(\.isSpecial) == [true, false, false, false, false, false, true, false, false, true])
    #expect(words[4].tokens.count > 1)
    #expect(encoding.tokens.map(\.isOfPair).suffix(3) == [true, true, false])
    #expect(encoding.typeIDs.suffix(3) == [1, 1, 1] && encoding.typeIDs.first == 0)
  }

  /// An apostrophe between letters joins what a tokenizer parts; one at the edge of a word, and a hyphen, do not.
  @Test func contractionsAreOneWord() throws {
    let tokenizer = try Tokenizer(fixture("tokenizers/word-pieces"))
    let encoding = try tokenizer.encoding("It isn't 'bad', Anna\u{2019}s well-known one", pair: "rock 'n' roll")
    #expect(
      encoding.words.map(\.text) == [
        "[CLS]", "It", "isn't", "'", "bad", "'", ",", "Anna\u{2019}s", "well", "-", "known", "one", "[SEP]", "rock", "'",
        "n", "'", "roll", "[SEP]",
      ])
    #expect(encoding.words.flatMap(\.tokens) == Array(encoding.tokens.indices))
    let pairs = try Tokenizer(fixture("tokenizers/byte-pairs")).encoding("it isn't so")
    #expect(pairs.words.map(\.text).contains("isn't"))
  }

  @Test func textsAreFilledUpAndCutOff() throws {
    let tokenizer = try Tokenizer(fixture("tokenizers/word-pieces/vocab.txt"))
    #expect(tokenizer.remarks == ["texts are lower-cased, since no token has capitals"])
    let encodings = try tokenizer.encodings(["why", "why does this matter"])
    #expect(encodings[0].tokens.count == encodings[1].tokens.count)
    #expect(encodings[0].attentionMask == [1, 1, 1, 0, 0, 0])
    #expect(encodings[0].tokens.last?.text == "[PAD]" && encodings[0].words.count == 3)
    let cut = try tokenizer.encoding("why does this matter", pair: "the answer", limit: 7)
    #expect(cut.tokens.map(\.text) == ["[CLS]", "why", "does", "[SEP]", "the", "answer", "[SEP]"])
    #expect(throws: TokenizerError.tooFewTokens(limit: 2, needed: 2)) {
      try tokenizer.encoding("why", limit: 2)
    }
    #expect(throws: TokenizerError.badPairs(texts: 2, pairs: 1)) {
      try tokenizer.encodings(["a", "b"], pairs: ["c"])
    }
  }

  @Test func textsBecomeWhatANetworkReads() throws {
    let tokenizer = try Tokenizer(fixture("tokenizers/word-pieces"))
    let data = try Dataset(texts: ["why", "why does this matter"], tokenizer: tokenizer)
    #expect(data.count == 2 && data.shape == [6] && data.texts?.count == 2)
    let inputs = try data.inputs(
      [1, 0], named: ["input_ids", "position_ids", "attention_mask", "segment_ids"])
    #expect(inputs.map(\.shape) == [[2, 6], [2, 6], [2, 6], [2, 6]])
    #expect(inputs[0] == (try data.samples([1, 0])))
    #expect(inputs[1].values == [0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5])
    #expect(inputs[2].values == [1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0])
    #expect(inputs[3].values.allSatisfy { $0 == 0 })
    #expect(try data.inputs([0], named: ["anything"]) == [data.samples([0])])
    #expect { try data.inputs([0], named: ["input_ids", "pixels"]) } throws: {
      "\($0)".contains("\"pixels\": it has input_ids, attention_mask, token_type_ids;")
    }
    #expect(throws: DataError.self) { try data.inputs([2], named: ["input_ids", "attention_mask"]) }
  }

  @Test func archivesHoldAnArrayForEachInput() throws {
    try withTemporaryFolder { folder in
      let ids = NumericArray([2, 3], .integers([7, 8, 9, 1, 2, 3]))
      let mask = NumericArray([2, 3], .integers([1, 1, 0, 1, 1, 1]))
      let path = "\(folder)/inputs.npz"
      try NPZ.write(
        [
          ("attention_mask", mask), ("input_ids", ids),
          ("other", NumericArray([5], .integers([0, 0, 0, 0, 0]))),
        ], to: path)
      let data = try Dataset.load(path)
      #expect(
        data.count == 2 && data.shape == [3] && data.arrays.map(\.name) == ["input_ids", "attention_mask"])
      #expect(try data.header == Dataset.header(path))
      #expect(
        try data.inputs([1], named: ["attention_mask", "input_ids"]).map(\.values) == [
          [1, 1, 1], [1, 2, 3],
        ])
      let first = try Dataset.load(path, selection: Selection(limit: 1))
      #expect(
        try first.inputs([0], named: ["attention_mask", "input_ids"]).map(\.values) == [
          [1, 1, 0], [7, 8, 9],
        ])
    }
  }
}

/// Sentences with the tokens that the package makes of them.
struct ExpectedTokens {
  let folder: String
  let texts: [[String]]
  private let archive: NPZ

  init(_ folder: String) throws {
    self.folder = folder
    let json = try JSONSerialization.jsonObject(
      with: Foundation.Data(contentsOf: URL(filePath: "\(folder)/sentences.json")))
    texts = try #require(json as? [[String]])
    archive = try NPZ("\(folder)/expected.npz")
  }

  private func column(_ name: String) throws -> [Int] { try #require(archive.array(name).integers) }

  /// The sentences that a tokenizer cuts otherwise, with what is other.
  func differences(_ name: String) throws -> [String] {
    let tokenizer = try Tokenizer("\(folder)/\(name)")
    let columns = try ["ids", "types", "words", "starts", "ends"].map { try column("\(name)/\($0)") }
    var place = 0
    return try zip(texts, column("\(name)/counts")).compactMap { text, count in
      let range = place..<place + count
      place += count
      let tokens = try tokenizer.encoding(text[0], pair: text.count > 1 ? text[1] : nil).tokens
      let found = [
        tokens.map(\.id), tokens.map(\.type), tokens.map { $0.word ?? -1 }, tokens.map(\.range.lowerBound),
        tokens.map(\.range.upperBound),
      ]
      let wrong = zip(["ids", "types", "words", "starts", "ends"], zip(found, columns)).filter { _, pair in
        pair.0 != Array(pair.1[range])
      }
      return wrong.isEmpty ? nil : "\(text): \(wrong.map { "\($0) \($1.0), not \($1.1[range])" })"
    }
  }
}
