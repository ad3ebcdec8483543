import Foundation
import Interpreter
import Language
import Testing

/// Programs of the words that the tables know, right and wrong, through all that looks at a script before it runs.
struct CheckerTests {
  private static let count = 20_000

  @Test func nothingTrapsBeforeTheRun() {
    var writer = ScriptWriter(seed: 5)
    var (clean, complaints) = (0, 0)
    for round in 0..<Self.count {
      let text = writer.script()
      let source = Source(name: "round \(round)", text: text)
      let found = Interpreter.check(source)
      complaints += found.count
      if found.isEmpty { clean += 1 }
      for diagnostic in found {
        let isInside = diagnostic.span.start >= 0 && diagnostic.span.end <= text.utf8.count
        if !isInside || diagnostic.message.isEmpty {
          Issue.record("\(diagnostic.span): \(diagnostic)\n\(text)")
          return
        }
        _ = diagnostic.rendered()
      }
      guard let formatted = Script(source).formatted else { continue }
      let again = Interpreter.check(Source(name: source.name, text: formatted))
      // The canonical form of a script is right and wrong in the same ways.
      if again.map(\.message) != found.map(\.message) {
        Issue.record("\(text)\nbecomes\n\(formatted)\n\(found)\n\(again)")
        return
      }
    }
    #expect(clean > Self.count / 100 && complaints > Self.count, "\(clean) clean, \(complaints) complaints")
  }
}

/// Writes random scripts: lines of the specs, and commands of known verbs with known keys and any values.
private struct ScriptWriter {
  private var random: Seeded
  private let lines: [String]

  private static let files = [
    "\"nowhere.npy\"", "./x.onnx", "\"out.png\"", "\"out.csv\"", "\"\"", "\"é.npz\"",
  ]
  private static let words = [
    "model", "data", "layers", "all", "trouser", "zeros", "mean", "epsilon-plus", "gradient", "ig",
    "fashion-mnist-512",
    "resnet18", "conv2", "features.27", "deletion", "hessian",
  ]
  private static let values = [
    "0", "1", "4", "-1", "50", "99999999999999999999", "0.5", "1e99", "1e-99", "true", "none", "\"text\"",
    "4:50", "1:3",
    "conv2:gamma", "0:gamma", "4:50@[7]", "\"\":0", "0..3", "3..0", "0..1 by 0.25", "0..1 by 0", "1..1e9",
    "[]", "[1, 2]",
    "[4:50, 1:3]", "[[1], [2, 3]]", "$x", "$_", "$_1", "$args", "$args[0]", "$x.count", ".prob",
    ".logits[0][1]",
    "(1 / 0)", "(2 * 3)", "($x + 1)", "(predict)", "(rank layer=4 | show)", "(\"a\" < 2)", "(not true)",
  ]
  private static let statements = [
    "load", "load model xor", "load data fashion-mnist-512 limit=3", "let x = 3", "let x = [1, [2, \"a\"]]",
    "sample 0..3",
    "let f = (predict sample=0)", "def f(x, y=1) {", "def g() {", "for x in 0..3 {", "for i in $x {",
    "if $x == 1 {",
    "if not .done or $x < 2 {", "}", "} else {", "} else if true {", "return $x", "f 1", "f 1 y=2", "g | f",
    "include \"nowhere.xpl\"", "expect $x == 3 points=1 name=\"a\"", "expect .prob >= 0.5 within=0.1",
    "?load", "?nothing",
    ":seed 3", ":mode json", ":set memory=1", ":undo", ":nonsense", "# %% cell", "# %% [markdown]", "# note",
    "",
  ]

  init(seed: UInt64) {
    random = Seeded(state: seed)
    lines = SpecTests.specs.flatMap { path in
      ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
    }.filter { !$0.hasPrefix("# ") }
  }

  mutating func script() -> String {
    var text = ""
    for _ in 0..<Int.random(in: 1...8, using: &random) {
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<3: text += pick(lines)
      case 3..<6: text += pick(Self.statements)
      default: text += pipeline()
      }
      text += pick(["\n", "\n", "\n", "; "])
    }
    return Int.random(in: 0..<3, using: &random) == 0 ? slipped(text) : text
  }

  private mutating func pipeline() -> String {
    (0..<pick([1, 1, 1, 2, 3])).map { _ in command() }.joined(separator: " | ")
  }

  private mutating func command() -> String {
    let verb = Verb.all[Int.random(in: 0..<Verb.all.count, using: &random)]
    let keys = (verb.nouns + verb.keys).map(\.name)
    var words = [verb.name]
    for _ in 0..<Int.random(in: 0...2, using: &random) { words.append(value()) }
    for _ in 0..<Int.random(in: 0...3, using: &random) where !keys.isEmpty {
      words.append(pick(keys) + "=" + value())
    }
    return words.joined(separator: " ")
  }

  private mutating func value() -> String {
    pick([Self.values, Self.values, Self.words, Self.files]).randomElement(using: &random) ?? "0"
  }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &random)]
  }

  /// The text with a piece left out, said twice or put elsewhere.
  private mutating func slipped(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)
    let start = Int.random(in: 0...scalars.count, using: &random)
    let piece = scalars[start..<min(scalars.count, start + Int.random(in: 1...6, using: &random))]
    switch Int.random(in: 0..<3, using: &random) {
    case 0: scalars.removeSubrange(piece.indices)
    case 1: scalars.insert(contentsOf: piece, at: start)
    default: scalars.insert(contentsOf: piece, at: Int.random(in: 0...scalars.count, using: &random))
    }
    return String(String.UnicodeScalarView(scalars))
  }
}

/// Seeded random numbers (SplitMix64; Steele, Lea and Flood, 2014).
private struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
