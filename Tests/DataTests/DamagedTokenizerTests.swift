import Data
import Foundation
import Tensors
import Testing

/// Files of tokenizers that can't be used say why, and nothing else happens.
struct DamagedTokenizerTests {
  private static let pieces = #""vocab": {"[UNK]": 0, "a": 1, "b": 2, "ab": 3}"#

  @Test(arguments: [
    ("", "is no JSON: it ends too early (byte 0)"),
    (#"{"model": {"type": "BPE""#, "is no JSON: it ends too early (byte 24)"),
    (#"{"model": tru}"#, "is no JSON: no value begins like this (byte 10)"),
    (#"{"model": "\ud800"}"#, "half of a surrogate pair is missing"),
    (#"{"model": 01}"#, #""," is missing in an object"#),
    ("{}", "has no model: save it again"),
    (
      #"{"model": {"type": "WordLevel", "vocab": {}}}"#,
      "asks for WordLevel as model, which is not known here: there are BPE"
    ),
    (#"{"model": {"type": "BPE", "merges": []}}"#, "has no model.vocab"),
    (#"{"model": {"type": "BPE", "vocab": {}, "merges": []}}"#, "it is empty"),
    (
      #"{"model": {"type": "BPE", "vocab": {"a": 0, "b": 0}, "merges": []}}"#,
      #""b" has the number 0.0, which is another one's"#
    ),
    (
      #"{"model": {"type": "BPE", "vocab": {"a": 1e18}, "merges": []}}"#,
      "which is another one's or no number of a token"
    ),
    (#"{"model": {"type": "BPE", "vocab": {"a": -1}, "merges": []}}"#, "no number of a token"),
    ("{\"model\": {\"type\": \"BPE\", \(pieces), \"merges\": [\"a b\", \"a x\"]}}", #"merge 1 of"#),
    ("{\"model\": {\"type\": \"BPE\", \(pieces), \"merges\": [\"a x\"]}}", #"there is no token "x""#),
    ("{\"model\": {\"type\": \"BPE\", \(pieces), \"merges\": [[\"a\"]]}}", "it should be two tokens"),
    (
      "{\"model\": {\"type\": \"BPE\", \(pieces), \"merges\": [], \"unk_token\": \"?\"}}",
      #"names "?" as model.unk_token"#
    ),
    ("{\"model\": {\"type\": \"WordPiece\", \(pieces)}}", "has no model.unk_token"),
    (
      #"{"model": {"type": "Unigram", "vocab": [["a", 0]], "unk_id": 4}}"#,
      "unk_id is 4, and there are 1 tokens"
    ),
    (#"{"model": {"type": "Unigram", "vocab": [["a"]]}}"#, "entry 0 is no token with a number"),
    (
      "{\"model\": {\"type\": \"WordPiece\", \"unk_token\": \"[UNK]\", \(pieces)}, \"normalizer\": {\"type\": \"Magic\"}}",
      "asks for Magic as normalizer"
    ),
    (
      "{\"model\": {\"type\": \"WordPiece\", \"unk_token\": \"[UNK]\", \(pieces)}, \"pre_tokenizer\": {\"type\": \"Split\", \"behavior\": \"Isolated\", \"pattern\": {\"Regex\": \"(\"}}}",
      "the pattern ( of"
    ),
    (
      "{\"model\": {\"type\": \"WordPiece\", \"unk_token\": \"[UNK]\", \(pieces)}, \"pre_tokenizer\": {\"type\": \"Split\", \"behavior\": \"Isolated\", \"pattern\": {\"Regex\": \"[a&&b]\"}}}",
      "sets joined by && are not known here"
    ),
    (
      "{\"model\": {\"type\": \"WordPiece\", \"unk_token\": \"[UNK]\", \(pieces)}, \"normalizer\": {\"type\": \"Precompiled\", \"precompiled_charsmap\": \"////\"}}",
      "it is too short"
    ),
    (
      "{\"model\": {\"type\": \"WordPiece\", \"unk_token\": \"[UNK]\", \(pieces)}, \"added_tokens\": [{\"id\": 999999999, \"content\": \"x\"}]}",
      "beyond any vocabulary"
    ),
  ])
  func whatIsWrongIsSaid(json: String, complaint: String) throws {
    try withTemporaryFolder { folder in
      try writeAtomically(Array(json.utf8), to: "\(folder)/tokenizer.json")
      #expect { try Tokenizer(folder) } throws: { "\($0)".contains(complaint) }
    }
  }

  @Test func everyCutOffFileIsRefused() throws {
    let whole = try bytes(of: fixture("tokenizers/mixture/tokenizer.json"))
    try withTemporaryFolder { folder in
      for count in stride(from: 0, to: whole.count - 1, by: 97) {
        try writeAtomically(Array(whole[..<count]), to: "\(folder)/tokenizer.json")
        #expect(throws: TokenizerError.self) { try Tokenizer(folder) }
      }
    }
  }

  @Test func hugeNestingIsRefusedAtOnce() throws {
    try withTemporaryFolder { folder in
      try writeAtomically(
        [UInt8](repeating: UInt8(ascii: "["), count: 100_000_000), to: "\(folder)/tokenizer.json")
      #expect { try Tokenizer(folder) } throws: {
        "\($0)".contains("nested more than 128 levels deep (byte 128)")
      }
    }
  }

  @Test func numbersWithoutATokenAreRemarkedOn() throws {
    try withTemporaryFolder { folder in
      let json = #"{"model": {"type": "WordPiece", "unk_token": "[UNK]", "vocab": {"[UNK]": 0, "a": 5}}}"#
      try writeAtomically(Array(json.utf8), to: "\(folder)/tokenizer.json")
      let tokenizer = try Tokenizer(folder)
      #expect(
        tokenizer.remarks == [
          "the vocabulary has no token for 4 of its 6 numbers, such as 1; texts never get those"
        ])
      #expect(try tokenizer.encoding("a b").ids == [0])
    }
  }

  @Test func otherFilesAreNamed() throws {
    try withTemporaryFolder { folder in
      #expect(throws: TokenizerError.noneInFolder(path: folder)) { try Tokenizer(folder) }
      #expect(throws: TokenizerError.unknownFile(path: "a.bin")) { try Tokenizer("a.bin") }
      #expect(throws: FileError.self) { try Tokenizer("\(folder)/tokenizer.json") }
      try writeAtomically(Array("a\nb\n".utf8), to: "\(folder)/vocab.txt")
      #expect { try Tokenizer(folder) } throws: { "\($0)".contains("it has no line [UNK]") }
      try writeAtomically([0x61, 0x0A, 0xFF, 0x0A], to: "\(folder)/vocab.txt")
      #expect(throws: TokenizerError.notText(path: "\(folder)/vocab.txt", line: 2)) { try Tokenizer(folder) }
    }
  }

  /// A pattern that takes exponentially many steps on some texts ends in a complaint.
  @Test func endlessPatternsEnd() throws {
    try withTemporaryFolder { folder in
      let json = #"""
        {"model": {"type": "WordPiece", "unk_token": "[UNK]", "vocab": {"[UNK]": 0}}, "pre_tokenizer":
        {"type": "Split", "behavior": "Isolated", "pattern": {"Regex": "^(a|a?)+$"}}}
        """#
      try writeAtomically(Array(json.utf8), to: "\(folder)/tokenizer.json")
      let tokenizer = try Tokenizer(folder)
      #expect { try tokenizer.encoding(String(repeating: "a", count: 5000) + "b") } throws: {
        "\($0)".contains("takes too many steps on this text")
      }
    }
  }

  @Test func longWordsAndTextsAreCutInTime() throws {
    let text = String(repeating: "unbelievable", count: 20_000)
    for name in TokenizerTests.names {
      let tokenizer = try Tokenizer(fixture("tokenizers/\(name)"))
      #expect(try tokenizer.encoding(text).tokens.last?.range.upperBound ?? 0 <= text.utf8.count)
    }
  }
}
