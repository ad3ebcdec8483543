import Interpreter
import Testing

struct CompletionTests {
  private let loaded: Transcript

  init() {
    var transcript = Transcript()
    #expect(transcript.run("load; let length = 3; def mass(x) { return $x }") == .done)
    loaded = transcript
  }

  private func summary(_ line: String, of text: String) -> String? {
    loaded.completion(line).candidates.first { $0.text == text }?.summary
  }

  @Test func aStatementBeginsWithVerbsKeywordsAndDirectives() {
    let all = loaded.completions("")
    for word in ["attribute", "mass", "let", "for", "if", "def", "include", "expect", ":seed", ":quit"] {
      #expect(all.contains(word))
    }
    #expect(loaded.completions("le") == ["let"])
    #expect(loaded.completions(":s") == [":seed", ":slice"])
    #expect(loaded.completions("show 1; con") == ["condition"])
    #expect(loaded.completions("for i in 1..2 {\n  con") == ["condition"])
    #expect(loaded.completion("").candidates.allSatisfy { !$0.summary.isEmpty })
  }

  @Test func onlyVerbsThatTakeAResultFollowAPipe() {
    let verbs = loaded.completions("predict | ")
    #expect(
      verbs.contains("save") && verbs.contains("mass") && !verbs.contains("load") && !verbs.contains("let"))
    #expect(loaded.completions("let p = pre") == ["predict"])
    #expect(loaded.completions("show (pre") == ["predict"])
  }

  @Test func keysThatAreGivenAreNotOffered() {
    let keys = loaded.completions("condition layer=4 y=1 ")
    #expect(keys.contains("channel=") && !keys.contains("layer=") && !keys.contains("y="))
    #expect(loaded.completions("condition layer=[1, 2] la") == [])
    #expect(loaded.completions("predict | save mo").isEmpty == false)
    #expect(summary("condition ", of: "channel=")?.hasPrefix("which of its channels") == true)
    #expect(loaded.completions("expect 1 == 1 wi") == ["within="])
  }

  @Test func layersSayWhatTheyAre() throws {
    let layers = loaded.completion("condition layer=")
    #expect(layers.candidates.count == 13)
    #expect(layers.candidates[4].summary.hasPrefix("layer 4: "))
    #expect(
      layers.candidates[4].summary.hasSuffix("64x14x14") || layers.candidates[4].summary.contains("64x"))
    let name = layers.candidates[4].text
    #expect(loaded.completions("condition layer=\(name)").contains(name))
    #expect(loaded.completions("condition at=").contains("\(name):"))
  }

  @Test func channelsAreARangeWhereTheLayerIsKnown() {
    #expect(loaded.completions("condition layer=4 channel=") == ["0..63", "all"])
    #expect(summary("condition layer=4 channel=", of: "0..63")?.contains("64 channels") == true)
    #expect(loaded.completions("condition channel=") == ["all"])
    #expect(loaded.completions("condition layer=99 channel=") == ["all"])
    #expect(loaded.completions("predict sample=") == ["0..511", "all"])
  }

  @Test func classesAreQuotedWhereTheyHaveTo() {
    #expect(loaded.completions("condition y=tr") == ["trouser"])
    #expect(loaded.completions("condition y=\"ank") == ["\"ankle boot\""])
    #expect(loaded.completions("condition y=ank") == ["\"ankle boot\""])
    #expect(loaded.completions("condition y=").contains("\"ankle boot\""))
    #expect(loaded.completions("condition y=[trouser,\"ank") == ["\"ankle boot\""])
    #expect(summary("condition y=", of: "trouser") == "class 1")
  }

  @Test func wordsSayWhatTheyMean() {
    #expect(loaded.completions("attribute gradi").contains("gradient"))
    #expect(summary("attribute ", of: "gradient").map { !$0.isEmpty } == true)
    #expect(summary("show ", of: "layers") == "the layers of the model with their shapes and costs")
    #expect(loaded.completions("condition composite=exc") == ["excitation-backprop"])
    #expect(loaded.completions("condition parallel=") == ["false", "true"])
    #expect(loaded.completions("condition rule=0:ga") == ["0:gamma"])
    #expect(loaded.completions("?condi") == ["condition"])
    #expect(loaded.completions("?scor").contains("scores"))
  }

  @Test func namesHaveTheirFields() {
    var transcript = loaded
    #expect(transcript.run("let p = predict sample=0") == .done)
    #expect(transcript.completions("show $le") == ["$length"])
    #expect(transcript.completion("show $le").candidates.first?.summary == "3")
    #expect(transcript.completions("show $p.pro").contains("$p.prob"))
    #expect(transcript.completions("show ($length + $p.pro").contains("$p.prob"))
    #expect(transcript.completions("expect .pro").contains(".prob"))
    #expect(transcript.completion("show $p.").candidates.allSatisfy { !$0.summary.isEmpty })
  }

  @Test func filesAreOfferedByKind() {
    let files = [
      ".": ["net.onnx", "my net.onnx", "data.csv", "a.npy", ".hidden.onnx", "sub/", "a b/", "run.xpl"],
      "sub/": ["deep.onnx"], "a b/": ["x.onnx"],
    ]
    #expect(loaded.completions("load model ne", files: files) == ["net.onnx"])
    #expect(loaded.completions("load model \"my", files: files) == ["\"my net.onnx\""])
    #expect(loaded.completions("load model sub", files: files).first == "sub/")
    #expect(loaded.completions("load model sub/", files: files) == ["sub/deep.onnx"])
    #expect(loaded.completions("load model \"a b/", files: files) == ["\"a b/x.onnx\""])
    #expect(loaded.completions("load model .h", files: files) == ["\".hidden.onnx\""])
    let data = loaded.completions("load data ", files: files)
    #expect(data.contains("data.csv") && data.contains("a.npy") && !data.contains("net.onnx"))
    #expect(loaded.completions("include \"", files: files) == ["\"a b/", "\"run.xpl\"", "\"sub/"])
    #expect(loaded.completions("include r", files: files) == ["\"run.xpl\""])
    #expect(loaded.completions("attribute ig baseline=a", files: files) == ["\"a b/", "a.npy"])
    #expect(loaded.completions("predict | save \"da", files: files) == ["\"data.csv\""])
  }

  @Test func nothingFollowsInACommentOrANumber() {
    #expect(loaded.completions("show 1 # con") == [])
    #expect(loaded.completions("let x") == [])
    #expect(loaded.completions("nonsense ") == [])
  }
}
