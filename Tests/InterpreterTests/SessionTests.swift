import Data
import Interpreter
import Models
import Testing

struct SessionTests {
  @Test func aFailedStatementChangesNothing() {
    var transcript = Transcript()
    #expect(transcript.run("load") == .done)
    #expect(transcript.run("let x = 3") == .done)
    let before = transcript.session
    #expect(transcript.run("load data \"nowhere.npy\"") == .failed)
    #expect(transcript.run("condition layer=4 channel=99 y=1") == .invalid)
    #expect(transcript.complaints.last == "layer relu2 has no channel 99")
    #expect(transcript.run("def d() { sample 7; load model \"nowhere.onnx\" }; d") == .failed)
    let after = transcript.session
    #expect(after.chosen == before.chosen)
    #expect(after.data?.count == 512)
    #expect(after.model?.name == "fashion-cnn")
    #expect(after.bindings.keys.sorted() == ["args", "x"])
  }

  @Test func statementsBeforeAMistakeStay() {
    var transcript = Transcript()
    #expect(transcript.run("let a = 1; let b = ($args[0] + 1); let c = 2") == .failed)
    #expect(transcript.session.bindings.keys.sorted() == ["a", "args"])
    #expect(transcript.notebook.cells.last?.text == "let a = 1; let b = ($args[0] + 1); let c = 2")
  }

  @Test func cellsKeepTheirResults() {
    var transcript = Transcript()
    #expect(transcript.run("load") == .done)
    #expect(transcript.run("sample 3") == .done)
    #expect(transcript.run("expect $_2.count == 1") == .done)
    #expect(transcript.run("expect $_1.data.count == 512") == .done)
    #expect(transcript.run("show $_9") == .invalid)
    #expect(transcript.run("show (1 + 2)") == .done)
    #expect(transcript.shown.last == "3\n")
  }

  @Test func numbersAmongArgumentsAreNumbers() {
    var transcript = Transcript(arguments: ["3", "word"])
    #expect(
      transcript.run("expect ($args[0] + 1) == 4; expect $args[1] == \"word\"; expect $args.count == 2")
        == .done)
  }

  @Test func completionKnowsVerbsKeysWordsAndNames() {
    var transcript = Transcript()
    #expect(transcript.run("load; let length = 3") == .done)
    #expect(transcript.completions("con") == ["condition"])
    #expect(transcript.completions("condition la") == ["layer="])
    #expect(transcript.completions("show la") == ["layers"])
    #expect(transcript.completions("condition composite=exc") == ["excitation-backprop"])
    #expect(transcript.completions("predict | sa") == ["sample", "save"])
    #expect(transcript.completions("show $le") == ["$length"])
    #expect(transcript.completions("load model resn") == ["resnet18", "resnet50"])
    #expect(transcript.completions("load model vgg16 weights=") == ["random"])
    #expect(transcript.completions("save mo") == ["model"])
    #expect(transcript.completions("condition y=trou") == ["trouser"])
  }
}
