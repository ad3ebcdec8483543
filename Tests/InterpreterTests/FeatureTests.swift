import Data
import Interpreter
import Testing

/// How features of tables are named in the language.
struct FeatureTests {
  private func read(_ value: Value, after statement: String) throws -> FeatureGroup {
    var transcript = Transcript()
    #expect(transcript.run(statement) == .done)
    return try Kind<FeatureGroup>.feature.read(value, transcript.session.scope)
  }

  @Test func aFeatureIsGivenByNameOrIndex() throws {
    let area = try read(.text("worst-area"), after: "load data breast-cancer")
    #expect(area.name == "worst-area" && area.columns == 23..<24)
    #expect(try read(.number(23), after: "load data breast-cancer").name == "worst-area")
  }

  @Test func whatIsNoFeatureIsNamed() throws {
    for (value, statement, complaint) in [
      (Value.text("worst-aria"), "load data breast-cancer", "breast-cancer has no feature \"worst-aria\""),
      (.number(30), "load data breast-cancer", "breast-cancer has 30 features: 0 to 29"),
      (.number(3), "load data fashion-mnist-512", "its samples are pictures; tables have features"),
    ] {
      #expect {
        try read(value, after: statement)
      } throws: {
        "\($0)".contains(complaint)
      }
    }
  }

  @Test func completionKnowsFeatures() {
    var transcript = Transcript()
    #expect(transcript.run("load tabular") == .done)
    let words = Kind<FeatureGroup>.feature.words(transcript.session.scope)
    #expect(words.count == 30 && words.contains("worst-area"))
  }
}
