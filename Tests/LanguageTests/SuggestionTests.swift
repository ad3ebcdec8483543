import Language
import Testing

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("condtion", "condition"), ("laod", "load"), ("Predict", "predict"), ("chanel", "channel"),
    ("extarct", "extract"),
    ("interveen", "intervene"), ("conv22", "conv2"),
  ])
  func slipsAreForgiven(_ word: String, _ meant: String) {
    let words = ["load", "condition", "predict", "channel", "extract", "intervene", "conv2", "conv1"]
    #expect(closest(to: word, among: words) == meant)
  }

  @Test(arguments: ["xyz", "", "y", "conditional-probability", "lo"])
  func otherWordsGetNoSuggestion(_ word: String) {
    #expect(closest(to: word, among: ["load", "condition", "k"]) == nil)
  }

  @Test func theSameWordsInAnotherOrderAreMeant() {
    #expect(
      closest(to: "gradient-x-input", among: ["gradient", "gradient-shap", "input-x-gradient"])
        == "input-x-gradient")
  }

  @Test func theFirstOfEquallyCloseWordsWins() {
    #expect(closest(to: "conv3", among: ["conv2", "conv1"]) == "conv2")
  }
}
