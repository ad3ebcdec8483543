import Foundation
import Testing

/// Texts as data, from a tokenizer to tokens.
struct TextTests {
  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .appending(path: "Fixtures/tokenizers").path

  private func run(_ script: String, files: [String: [UInt8]] = [:]) throws -> Program {
    try Program.run(["-c", "load tokenizer \"\(Self.fixtures)/word-pieces\"\n" + script], files: files)
  }

  @Test func aTextBecomesTheSample() throws {
    let run = try run(
      """
      sample text="Unbelievable, why do zebras matter?"
      expect .count == 1
      expect .texts[0] == "Unbelievable, why do zebras matter?"
      expect .words[0][1] == "Unbelievable"
      show data
      show tokenizer
      show
      """)
    #expect(run.status == 0, "\(run.error)")
    #expect(run.error.contains("texts are lower-cased, since no token has capitals"))
    #expect(run.output.contains("tokenizer word-pieces: WordPiece, "))
    #expect(run.output.contains("sample 0: [CLS] Unbelievable , why do z|e|b|ra|s matter ? [SEP] (13 tokens)"))
    #expect(run.output.contains("texts: 1 text of 13 tokens"))
  }

  @Test func severalTextsAndPairsAreFilledUp() throws {
    let run = try run(
      """
      sample text=["why", "why does this matter"] pair=["the answer", "because"] tokens=7
      expect .count == 2
      expect .tokens[0][2] == "[SEP]"
      sample all | save "texts.npz"
      sample all | save "texts.csv"
      load data "texts.npz"
      expect .data.shape[0] == 7
      show data
      """)
    #expect(run.status == 0, "\(run.error)")
    #expect(run.output.contains("input_ids [7], attention_mask [7], token_type_ids [7]"), "\(run.output)")
    let table = try String(contentsOf: run.folder.appending(path: "texts.csv"), encoding: .utf8)
    #expect(
      table.hasPrefix("sample,position,id,token,text,word,special\n0,0,2,[CLS],[CLS],0,1\n"), "\(table)")
  }

  @Test func aFileHoldsATextOnEachLine() throws {
    let run = try run(
      "load data \"lines.txt\" limit=2\nexpect .data.count == 2\nsample 1\nexpect .texts[0] == \"why not\"",
      files: ["lines.txt": Array("why\r\n\n  \nwhy not\nbecause".utf8)])
    #expect(run.status == 0, "\(run.error)")
  }

  @Test(arguments: [
    ("sample text=why", "there is no tokenizer yet", "load tokenizer"),
    ("sample pair=why", "pair= goes with text=", ""),
    ("load tokenizer \"nothing/tokenizer.json\"", "nothing/tokenizer.json", ""),
    ("load tokenizer \"x\" limit=3", "limit= is for data", "leave it out"),
    ("load data \"x.txt\" resize=3", "resize= does not apply to the texts", "leave it out"),
    ("load data \"x.npy\" tokens=3", "tokens= is for texts", "leave it out"),
  ])
  func whatIsMissingIsSaid(_ script: String, _ complaint: String, _ hint: String) throws {
    let run = try Program.run(["-c", script])
    #expect(run.status == 1 || run.status == 2)
    #expect(run.error.contains(complaint) && (hint.isEmpty || run.error.contains(hint)), "\(run.error)")
  }

  @Test func aModelBringsTheTokenizerBesideIt() throws {
    let model = try Foundation.Data(
      contentsOf: URL(filePath: Self.fixtures).deletingLastPathComponent().appending(
        path: "onnx/arithmetic.onnx"))
    let vocabulary = try Foundation.Data(contentsOf: URL(filePath: "\(Self.fixtures)/word-pieces/vocab.txt"))
    let run = try Program.run(
      ["-c", "load model \"net.onnx\"\nshow tokenizer"],
      files: ["net.onnx": Array(model), "vocab.txt": Array(vocabulary)])
    #expect(run.status == 0 && run.error.contains("from './vocab.txt'"), "\(run.error)")
    let broken = try Program.run(
      ["-c", "load model \"net.onnx\""], files: ["net.onnx": Array(model), "tokenizer.json": Array("{".utf8)])
    #expect(
      broken.status == 0 && broken.error.contains("the tokenizer beside the model can't be used"),
      "\(broken.error)")
  }
}
