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
    #expect(
      run.output.contains("sample 0: [CLS] Unbelievable , why do z|e|b|ra|s matter ? [SEP] (13 tokens)"))
    #expect(run.output.contains("texts: 1 text of 13 tokens"))
  }

  /// Of a transformer by the composite that suits it, whichever verb asks.
  @Test func relevanceArrivesAtTheVectorsOfTokens() throws {
    let folder = Self.fixtures + "/.."
    let run = try Program.run([
      "-c",
      """
      load model "\(folder)/transformer/model.onnx"
      load data "\(folder)/attn-lrp/classifier.npz"
      show rules
      sample 1
      score conservation y=1
      let through = score conservation y=1
      attribute lrp y=1
      expect .sum == $through.end within=1e-4
      condition y=1
      expect .sum == $through.end within=1e-4
      """,
    ])
    #expect(run.status == 0, "\(run.error)")
    for part in [
      "no relevance reaches it: it computes masks or positions", "fixed-scale", "attn-lrp; y=1",
      "0.4737 of 1.578 arrive at the output of embeddings.word", "heatmap [1, 8], composite attn-lrp",
    ] {
      #expect(run.output.contains(part), "\(part): \(run.output)")
    }
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

  // MARK: A network that tells how alike two sentences are

  private static let similarity =
    "load model \"\(URL(filePath: fixtures).deletingLastPathComponent().path)/similarity/model.onnx\"\n"
    + "sample text=\"this isn't bad\" pair=\"not bad\"\n"

  /// A network with one output, and texts without classes: the output is a number, no probability.
  @Test func oneOutputIsANumber() throws {
    let run = try run(Self.similarity + "predict\npredict | save \"p.csv\"")
    #expect(run.status == 0 && run.output.contains("sample 0: output 0.9546"), "\(run.error)\(run.output)")
    let table = try String(contentsOf: run.folder.appending(path: "p.csv"), encoding: .utf8)
    #expect(table.hasPrefix("sample,output\n0,0.954"))
  }

  @Test func paddingTakesThePlaceOfOneOfTwoTexts() throws {
    let run = try run(
      Self.similarity + """
        attribute ig baseline=padding:text
        plot text
        attribute ig baseline=padding:text | plot bars
        save "text.csv"
        attribute ig baseline=padding:pair | plot bars
        save "pair.csv"
        interact ih baseline=padding:pair
        expect .residual == 0 within=0.0001
        """)
    #expect(run.status == 0, "\(run.error)")
    #expect(run.output.contains("ig for the output: tensor [1, 17, 8]"), "\(run.output)")
    #expect(run.output.contains("; strongest: isn't -0.028, this 0.004"), "\(run.output)")
    #expect(run.output.contains("[CLS] | this 0.00446 | isn't -0.02804"), "\(run.output)")
    func rows(_ name: String) throws -> [String] {
      try String(contentsOf: run.folder.appending(path: name), encoding: .utf8).split(separator: "\n").map(
        String.init)
    }
    // Words keep their places in the text; what marks its ends, and has nothing to say, is not among them.
    let (text, pair) = (try rows("text.csv"), try rows("pair.csv"))
    #expect(text.count == 6 && text[1].hasPrefix("isn't (2),-0.028"), "\(text)")
    #expect(text.contains("not (5),0.0,") && text.contains("bad (6),0.0,"), "\(text)")
    #expect(pair.contains("isn't (2),0.0,") && !pair.contains { $0.hasPrefix("[") }, "\(pair)")
  }

  /// The length that a scalar product is divided by receives nothing, so that no rule is missing there.
  @Test func whatIsOnlyDividedByNeedsNoRule() throws {
    let run = try run(Self.similarity + "attribute lrp\nshow rules")
    #expect(run.status == 0 && !run.output.contains("which have no rule"), "\(run.output)")
    #expect(run.output.contains("no relevance reaches it: what a quotient is divided by"), "\(run.output)")
    // Under a rule that gives divisors something, one is missing.
    let other = try self.run(Self.similarity + "attribute lrp rule=[Div_2:gradient]")
    #expect(
      other.output.contains("plain gradient at Sqrt, Max, which have no rule"),
      "\(other.error)\(other.output)")
  }

  /// Each text has words of its own: one is chosen by sample=, several stand one below the other.
  @Test func severalTextsAreDrawnOneBelowTheOther() throws {
    let run = try run(
      Self.similarity + """
        sample text=["this isn't bad", "why"] pair=["not bad", "because"]
        attribute ig | save "attribution.csv"
        plot text sample=1
        save "second.csv"
        plot text
        save "both.csv"
        plot text | save "both.html"
        plot bars sample=1
        attribute ig
        """)
    #expect(run.status == 0, "\(run.error)")
    func file(_ name: String) throws -> String {
      try String(contentsOf: run.folder.appending(path: name), encoding: .utf8)
    }
    #expect(try file("attribution.csv") == file("both.csv"))
    let (second, both) = (try file("second.csv"), try file("both.csv"))
    #expect(second.contains(",why,") && !second.contains("isn't"), "\(second)")
    #expect(both.hasPrefix("sample,index,word,attribution\n0,0,[CLS],"), "\(both)")
    #expect(both.contains("\n0,2,isn't,") && both.contains("\n1,1,why,"), "\(both)")
    // What one text says is what it says among several.
    for line in second.split(separator: "\n").dropFirst() {
      #expect(both.contains("\n1,\(line)\n"), "\(line)")
    }
    let page = try file("both.html")
    #expect(page.contains(">isn't</span>") && page.contains(">why</span>"), "\(page)")
    #expect(run.output.contains("strongest: ") && run.output.contains("sample 1: sums to "), "\(run.output)")
    let wrong = try self.run(
      Self.similarity + "sample text=[why, because] pair=[why, bad]\nattribute ig\nplot text sample=5")
    #expect(wrong.status == 1 && wrong.error.contains("explained are 0 and 1"), "\(wrong.error)")
  }

  /// Padding, words and the usual baseline are those of the texts that were explained, or it is said that these
  /// are gone.
  @Test func explanationsAreJudgedWithTheirOwnTexts() throws {
    let first =
      Self.similarity + "sample text=[\"this isn't bad\", \"why\"] pair=[\"not bad\", \"this\"]\n"
    for (score, others) in [
      ("deletion of=$a baseline=padding:text", "text=\"why\" pair=\"this\""),
      ("deletion of=$a groups=tokens", "text=\"why\" pair=\"this\""),
      ("deletion of=$a", "text=\"why\" pair=\"this\""),
      ("deletion of=$a", "text=[\"this isn't good\", \"why\"] pair=[\"not bad\", \"this\"]"),
    ] {
      let run = try run(first + "let a = attribute ig sample=1\nsample \(others)\nscore \(score)\n")
      #expect(run.status == 1, "\(run.error)")
      #expect(run.error.contains("explains samples of 'texts', and the data at hand is"), "\(run.error)")
    }
    let run = try run(
      first + "let a = attribute ig sample=1\nsample text=\"why\" pair=\"this\"\nscore sparseness of=$a\n"
        + "score deletion of=$a baseline=zeros\n")
    #expect(run.status == 0, "\(run.error)")
  }

  /// Padding is that of the tokenizer that cut a text, whichever is at hand when its tokens are taken away.
  @Test func anotherTokenizerChangesNoScore() throws {
    let run = try run(
      Self.similarity + """
        let a = attribute ig
        let before = score deletion of=$a
        let compared = compare ig input-x-gradient scores=deletion
        load tokenizer "\(Self.fixtures)/unigrams"
        score deletion of=$a
        expect .value == $before.value
        compare ig input-x-gradient scores=deletion
        expect .scores[1][0] == $compared.scores[1][0]
        """)
    #expect(run.status == 0, "\(run.error)\(run.output)")
  }

  /// Tokens are removed by padding; each method's text stands in a row of its own, and pairs in matrices.
  @Test func methodsAreComparedOnWords() throws {
    let run = try run(
      Self.similarity + """
        compare ig input-x-gradient scores=[deletion, infidelity]
        save "rows.svg"
        compare ih shapley-interaction
        save "matrices.svg"
        """)
    #expect(run.output.contains("; of the output; 17 groups in 17 steps"), "\(run.output)")
    #expect(run.output.contains("strongest: isn't x not 0.0407"), "\(run.output)")
    #expect(run.status == 0, "\(run.error)")
    for name in ["rows", "matrices"] {
      let page = try String(contentsOf: run.folder.appending(path: "\(name).svg"), encoding: .utf8)
      #expect(page.hasPrefix("<?xml"))
    }
  }

  /// Tokens can't move a little, but their vectors can: further ones change explanations more.
  @Test(arguments: ["gradient", "feature-ablation", "ig", "lrp", "smoothgrad"])
  func vectorsOfTokensAreMoved(_ method: String) throws {
    let run = try run(
      Self.similarity + """
        let little = score sensitivity method=\(method) radius=0.001
        let much = score sensitivity method=\(method) radius=0.1
        expect 0 < $little.value
        expect ($little.value * 10) < $much.value
        score sensitivity method=\(method) radius=0
        expect .value == 0 within=1e-5
        """)
    #expect(run.status == 0, "\(run.error)\(run.output)")
    #expect(run.output.contains("10 moved copies of the vectors"), "\(run.output)")
  }

  @Test(arguments: [
    "conductance layer=embeddings", "internal-influence layer=embeddings",
    "neuron-conductance at=embeddings:0",
  ])
  func noPathLeadsFromTokensToTokens(_ method: String) throws {
    let run = try run(Self.similarity + "attribute \(method) baseline=zeros")
    #expect(run.status == 1 && run.error.contains("whole numbers with nothing between"), "\(run.error)")
  }

  /// Zeros in place of vectors of the ends, too, give those something to say.
  @Test func specialTokensAreShownWhereTheyMatter() throws {
    let run = try run(
      Self.similarity
        + "attribute ig baseline=zeros | plot bars\ninteract ih baseline=zeros | plot matrix\nsave \"m.csv\"")
    #expect(run.status == 0 && run.output.contains("[SEP] (4)"), "\(run.error)\(run.output)")
    let table = try String(contentsOf: run.folder.appending(path: "m.csv"), encoding: .utf8)
    #expect(table.contains("[CLS],this,"))
    let padded = try self.run(Self.similarity + "interact ih | plot matrix\nsave \"m.csv\"")
    let other = try String(contentsOf: padded.folder.appending(path: "m.csv"), encoding: .utf8)
    #expect(!other.contains("[CLS]") && other.contains("isn't,not,"), "\(other)")
  }

  /// Zeros for what the first layer norm reads leave it nothing to divide by, and the result says so; zeros for the tokens'
  /// vectors leave positions.
  @Test func aBaselineThatIsATrapIsToldOf() throws {
    let run = try run(Self.similarity + "attribute ig layer=embeddings baseline=zeros steps=8")
    #expect(run.status == 0, "\(run.error)")
    #expect(
      run.output.contains("layer norm bert.embeddings.LayerNorm has next to nothing to divide by"),
      "\(run.output)")
    for fine in ["attribute ig baseline=zeros", "attribute ig", "interact ih baseline=zeros"] {
      let run = try self.run(Self.similarity + fine)
      #expect(run.status == 0 && !run.output.contains("next to nothing"), "\(run.output)")
    }
  }

  @Test(arguments: [
    ("sample text=why\nattribute ig baseline=padding:text", "is for one of two texts, and sample 0 has one"),
    ("attribute ig baseline=padding:both", "padding:text or padding:pair"),
    (
      "sample text=\"why why why why why why why why why why why why why why why why why why why why why why why why why\"\npredict",
      "cut texts off with tokens="
    ),
  ])
  func whatDoesNotFitTextsIsSaid(_ script: String, _ complaint: String) throws {
    let run = try run(Self.similarity + script)
    #expect(run.status == 1 || run.status == 2)
    #expect(run.error.contains(complaint), "\(run.error)")
  }

  // MARK: Lengths

  private static let fixed =
    "load model \"\(URL(filePath: fixtures).deletingLastPathComponent().path)/transformers/bert-sdpa-older-fixed.onnx\"\n"

  /// A network of eight tokens gets eight of any text, whichever comes first.
  @Test func textsAreFilledUpToTheLengthOfTheNetwork() throws {
    let run = try run(
      "sample text=why\n" + Self.fixed
        + """
        expect .data.shape[0] == 8
        sample text=["why", "why does"]
        save "texts.npz"
        sample text="why does this matter not"
        """)
    #expect(run.status == 0, "\(run.error)")
    #expect(
      run.output.contains("sample 1: [CLS] why does [SEP] (4 tokens and 4 to fill up)"), "\(run.output)")
    let long = try self.run("sample text=\"why does this matter to unbelievable zebras\"\n" + Self.fixed)
    #expect(
      long.status == 1 && long.error.contains("and the network reads 8: cut texts off with tokens=8"),
      "\(long.error)")
  }

  // MARK: Tables

  private static let table = Array(
    """
    id\ttext\tother\tmood\tscore
    0\twhy does this matter\tit does\tgood\t2.5
    1\t\tnothing\tbad\t1
    2\t"a ""quoted"" text"\ty\tbad\t-1e0
    """.utf8)

  @Test func aColumnOfATableHoldsTexts() throws {
    let run = try run(
      """
      load data "t.tsv" text=text target=mood
      expect .data.count == 2
      expect .data.classes[1] == "bad"
      sample 1
      expect .texts[0] == "a \\"quoted\\" text"
      expect .label[0] == 1
      load data "t.tsv" text=1 pair=other target=score tokens=8
      expect .data.shape[0] == 8
      sample all
      load data "t.tsv" text=text limit=1
      expect .data.count == 1
      """, files: ["t.tsv": Self.table])
    #expect(run.status == 0, "\(run.error)")
    #expect(run.error.contains("target mood: classes good (0), bad (1)"))
    #expect(run.error.contains("target score: numbers from -1.0 to 2.5, for regression"))
    #expect(run.error.contains("1 row is left out, where a text is missing"))
    #expect(
      run.output.contains("sample 0: [CLS] why does this [SEP] it does [SEP] (8 tokens)"), "\(run.output)")
  }

  @Test(arguments: [
    ("load data \"t.tsv\" text=txt", "the file has 5 columns: id, text, other, mood, score"),
    ("load data \"t.tsv\" text=text target=text", "it is the column of texts"),
    ("load data \"t.tsv\" text=text split=0.5", "split= does not apply to the texts"),
    ("load data \"t.tsv\" pair=other", "pair= goes with text="),
    ("load data \"t.npy\" text=other", "text= names a column of a table"),
    ("load data \"gap.tsv\" text=text target=mood", "column 'mood', the target, holds no value here"),
  ])
  func whatIsWrongWithAColumnOfTextsIsSaid(_ script: String, _ complaint: String) throws {
    let run = try run(script, files: ["t.tsv": Self.table, "gap.tsv": Array("text\tmood\nwhy\t\n".utf8)])
    #expect(run.status == 1 || run.status == 2)
    #expect(run.error.contains(complaint), "\(run.error)")
  }
}
