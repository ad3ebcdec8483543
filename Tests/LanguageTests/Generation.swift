/// Seeded random numbers (SplitMix64; Steele, Lea and Flood, 2014).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func chance(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &self) < probability }
}

/// Writes random programs of a grammar.
struct ProgramWriter {
  private let grammar: Grammar
  private let recogniser: Recogniser
  private let heights: [String: Int]
  private var random: SeededGenerator
  private var pieces: [Piece] = []
  private var spacing = Grammar.Spacing.free

  private struct Piece {
    var text: String
    var kind: Recogniser.Token.Kind
    var spacing: Grammar.Spacing
  }

  init(_ grammar: Grammar, seed: UInt64) {
    self.grammar = grammar
    recogniser = Recogniser(grammar)
    random = SeededGenerator(seed: seed)
    var heights = Dictionary(uniqueKeysWithValues: grammar.names.map { ($0, 1_000) })
    for _ in grammar.names {
      for name in grammar.names { heights[name] = 1 + Self.height(grammar.rule(name), heights) }
    }
    self.heights = heights
  }

  /// The depth of the shallowest derivation.
  private static func height(_ rule: Grammar.Rule, _ heights: [String: Int]) -> Int {
    switch rule {
    case .text, .characters: 0
    case .reference(let name): heights[name] ?? 0
    case .sequence(let rules): rules.map { height($0, heights) }.max() ?? 0
    case .choice(let rules): rules.map { height($0, heights) }.min() ?? 0
    case .repeated(let rule, let least, _): least == 0 ? 0 : height(rule, heights)
    }
  }

  /// A program; nil where a random name came out as a keyword, a setting swallowed its end, and so on.
  mutating func program() -> String? {
    pieces = []
    spacing = .free
    write(.reference("program"), depth: Int.random(in: 10...24, using: &random))
    let kinds = pieces.map(\.kind)
    for share in [0.7, 0] {
      let text = render(omitting: share)
      if recogniser.tokens(of: text)?.map(\.kind) == kinds { return text }
    }
    return nil
  }

  private mutating func write(_ rule: Grammar.Rule, depth: Int) {
    switch rule {
    case .text(let word):
      add(word, .literal(word))
    case .characters:
      break
    case .reference(let name) where name.first?.isUppercase == true:
      add(spell(grammar.rule(name)), .named(name))
    case .reference(let name):
      guard let production = grammar.productions[name] else { return }
      if production.spacing != .free { spacing = production.spacing }
      write(production.rule, depth: depth - 1)
    case .sequence(let rules):
      for rule in rules { write(rule, depth: depth) }
    case .choice(let rules):
      let low = rules.filter { isRoomy($0, depth) }
      let shallowest = rules.min { Self.height($0, heights) < Self.height($1, heights) }
      if let rule = low.randomElement(using: &random) ?? shallowest { write(rule, depth: depth) }
    case .repeated(let rule, let least, let most):
      var count = 0
      while count < least || (count < min(most, 5) && isRoomy(rule, depth) && random.chance(0.6)) {
        write(rule, depth: depth)
        count += 1
      }
    }
  }

  /// Whether what may be left out can be written still.
  private func isRoomy(_ rule: Grammar.Rule, _ depth: Int) -> Bool {
    pieces.count < 40 && Self.height(rule, heights) < depth
  }

  private mutating func add(_ text: String, _ kind: Recogniser.Token.Kind) {
    pieces.append(Piece(text: text, kind: kind, spacing: spacing))
    spacing = .free
  }

  private mutating func spell(_ rule: Grammar.Rule) -> String {
    switch rule {
    case .text(let word): return word
    case .characters(let ranges, let isNegated):
      if isNegated {
        let sample = " aZ09_-./:;#'$@%{}()[]|=<>éß漢🙂\t".unicodeScalars.filter { scalar in
          !ranges.contains { $0.contains(scalar) }
        }
        return sample.randomElement(using: &random).map { String($0) } ?? ""
      }
      let pool = ranges.flatMap { range in (range.lowerBound.value...range.upperBound.value) }
      return pool.randomElement(using: &random).flatMap(Unicode.Scalar.init).map { String($0) } ?? ""
    case .reference(let name): return spell(grammar.rule(name))
    case .sequence(let rules): return rules.map { spell($0) }.joined()
    case .choice(let rules): return rules.randomElement(using: &random).map { spell($0) } ?? ""
    case .repeated(let rule, let least, let most):
      var text = ""
      var count = 0
      while count < least || (count < min(most, 8) && random.chance(0.5)) {
        text += spell(rule)
        count += 1
      }
      return text
    }
  }

  private mutating func render(omitting share: Double) -> String {
    var text = ""
    for piece in pieces {
      let isOptional = piece.spacing == .free && random.chance(share)
      if piece.spacing != .none, !text.isEmpty, !isOptional {
        text += [" ", " ", " ", "  ", "\t", " \\\n  "].randomElement(using: &random) ?? " "
      }
      if piece.kind == .named("NEWLINE"), random.chance(0.1) { text += " # a note" }
      text += piece.text
    }
    return text
  }
}

extension String {
  /// The text with other blanks, joined lines, blank lines and comments wherever there were blanks and line breaks.
  func respaced(_ random: inout SeededGenerator) -> String {
    var text = ""
    for character in self {
      switch character {
      case " " where random.chance(0.2):
        text += [" \\\n", "\t", "   ", " \\\r\n "].randomElement(using: &random) ?? " "
      case "\n" where random.chance(0.5):
        text +=
          ["\n\n\n", " # a note\n", "\n# %% a cell\n", "\n  # a line\n\n", "\r\n"].randomElement(
            using: &random) ?? "\n"
      case "," where random.chance(0.3):
        text += [",\n", "\n ,", ", # one\n"].randomElement(using: &random) ?? ","
      case "|" where random.chance(0.3): text += ["|\n", "| # then\n\n"].randomElement(using: &random) ?? "|"
      case "{" where random.chance(0.3):
        text += ["{\n", "{ # do\n", "{;"].randomElement(using: &random) ?? "{"
      case ";" where random.chance(0.3):
        text += ["\n", ";;", "; # so\n"].randomElement(using: &random) ?? ";"
      default: text.append(character)
      }
    }
    return text
  }

  /// The text with a few random slips of the keyboard.
  func mutated(_ random: inout SeededGenerator) -> String {
    let fragments = [
      " ", "\n", "\"", "\\", "#", ";", "|", "{", "}", "(", ")", "[", "]", ",", "=", "==", "<", "+", "-", "*",
      "/", "@",
      "..", ".", ":", "?", "$", "$x", ".f", "4:50", "conv2:gamma", "a.b", "./x", "x=", "x-y", "1", "0.5",
      "1e5", "3d",
      "let ", "for ", " in ", " by ", "if ", " else ", "def ", "return ", "expect ", "include ", " or ",
      " not ", "true",
      "none", "é", "“", "\u{0}", "\r", "\t", "~/", "1..5", " x ", ":set",
    ]
    var scalars = Array(unicodeScalars)
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let place = Int.random(in: 0...scalars.count, using: &random)
      let end = min(scalars.count, place + Int.random(in: 1...4, using: &random))
      switch Int.random(in: 0..<4, using: &random) {
      case 0: scalars.removeSubrange(place..<end)
      case 1:
        scalars.insert(
          contentsOf: scalars[place..<end], at: Int.random(in: 0...scalars.count, using: &random))
      case 2:
        let fragment = fragments.randomElement(using: &random) ?? ""
        scalars.insert(contentsOf: fragment.unicodeScalars, at: place)
      default:
        let fragment = fragments.randomElement(using: &random) ?? ""
        scalars.replaceSubrange(place..<end, with: fragment.unicodeScalars)
      }
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
