import Interpreter
import Testing

struct HighlightingTests {
  private func kinds(_ text: String, after script: String = "") -> [String: Highlight.Kind] {
    var transcript = Transcript()
    if !script.isEmpty { #expect(transcript.run(script) == .done) }
    return Dictionary(transcript.highlights(text).map { ($0.text, $0.kind) }) { first, _ in first }
  }

  @Test func eachPartIsWhatItIs() {
    let kinds = kinds("let x = condition layer=4 y=[1, \"a b\"] at=4:50 | save \"é.png\" # why\n:seed 7")
    #expect(kinds["let"] == .keyword && kinds["condition"] == .verb && kinds["save"] == .verb)
    #expect(kinds["layer="] == .key && kinds["4"] == .number && kinds["4:50"] == .number)
    #expect(kinds["\"a b\""] == .string && kinds["\"é.png\""] == .string)
    #expect(kinds["# why"] == .comment && kinds[":seed 7"] == .directive)
    #expect(kinds["x"] == nil)
  }

  @Test func whatDoesNotExistIsWrong() {
    #expect(kinds("shox layers")["shox"] == .wrong)
    #expect(kinds("condition chanel=4")["chanel="] == .wrong)
    #expect(kinds("show layers | nonsense ")["nonsense"] == .wrong)
    #expect(kinds("condition layer=4 | save layer=4")["layer="] == .key)
    #expect(kinds("show “a” 1")["“a”"] == .wrong)
  }

  @Test func whatIsHalfTypedIsNotWrongYet() {
    #expect(kinds("condi")["condi"] == nil)
    #expect(kinds("le")["le"] == nil)
    #expect(kinds("condix")["condix"] == .wrong)
    #expect(kinds("condi ")["condi"] == .wrong)
    #expect(kinds("show \"half")["\"half"] == .string)
    #expect(kinds("show $")["$"] == nil)
  }

  @Test func wordsThatAreNoVerbsHaveNoColour() {
    #expect(kinds("let method = gradient")["gradient"] == nil)
    #expect(kinds("show gradient")["gradient"] == nil)
    #expect(kinds("def f(a, b=2) { return (a) }")["f"] == nil)
    #expect(kinds("def f(a, b=2) { return $a }\nf 1")["f"] == .verb)
    #expect(kinds("def f(a, b=2) { return $a }\nf q=1")["q="] == .key)
    #expect(kinds("include \"a.xpl\"\nmine 3")["mine"] == .verb)
    #expect(kinds("mine 3", after: "def mine(x) { return $x }")["mine"] == .verb)
    #expect(kinds("mine y=3", after: "def mine(x) { return $x }")["y="] == .wrong)
  }

  @Test func whatATypingHandLeavesIsNoReasonToStop() {
    for text in [
      "", "(", ")", "]}", "let", "let =", "\"", "$", ".", ":", "| |", "a=b=c", "é", "def (", "\\", "?", "(((",
    ] {
      _ = kinds(text)
    }
  }

  @Test func aKeyPressIsAnsweredAtOnce() {
    let transcript = Transcript()
    let text = String(
      repeating: "condition layer=4 channel=50 y=\"ankle boot\" | save \"x.png\" # so\n", count: 20)
    // The fastest of several: others may use the machine, too.
    let clock = ContinuousClock()
    let fastest = (0..<20).map { _ in clock.measure { _ = transcript.highlights(text) } }.min()
    #expect(fastest.map { $0 < .milliseconds(2) } == true)
  }
}
