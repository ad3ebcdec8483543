import Foundation
import Testing

/// A grammar in the EBNF of the W3C, as it stands in a file.
struct Grammar: Sendable {
  private(set) var productions: [String: Production] = [:]
  /// The names of the productions, in the order of the file.
  private(set) var names: [String] = []

  struct Production: Sendable {
    var rule: Rule = .sequence([])
    var spacing: Spacing = .free
  }

  /// What may stand before the first token of a production.
  enum Spacing: Sendable { case free, none, required }

  indirect enum Rule: Sendable {
    case text(String)
    case characters([ClosedRange<Unicode.Scalar>], isNegated: Bool)
    case reference(String)
    case sequence([Rule])
    case choice([Rule])
    case repeated(Rule, atLeast: Int, atMost: Int)
  }

  /// `Grammar/xpl.ebnf`
  static let xpl: Grammar = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    do {
      let text = try String(contentsOf: root.appending(path: "Grammar/xpl.ebnf"), encoding: .utf8)
      return Grammar(text)
    } catch {
      preconditionFailure("\(error)")
    }
  }()

  init(_ text: String) {
    var reader = EBNFReader(text)
    while let (name, production) = reader.production() {
      precondition(productions[name] == nil, "\(name) is defined twice")
      productions[name] = production
      names.append(name)
    }
    for production in productions.values {
      for name in production.rule.references {
        precondition(productions[name] != nil, "\(name) is not defined")
      }
    }
  }

  func rule(_ name: String) -> Rule { productions[name]?.rule ?? .choice([]) }
}

extension Grammar.Rule {
  var children: [Grammar.Rule] {
    switch self {
    case .text, .characters, .reference: []
    case .sequence(let rules), .choice(let rules): rules
    case .repeated(let rule, _, _): [rule]
    }
  }

  var references: [String] {
    if case .reference(let name) = self { return [name] }
    return children.flatMap(\.references)
  }

  var literals: [String] {
    if case .text(let text) = self { return [text] }
    return children.flatMap(\.literals)
  }
}

private struct EBNFReader {
  private let text: [Unicode.Scalar]
  private var place = 0
  private var spacing = Grammar.Spacing.free

  init(_ text: String) { self.text = Array(text.unicodeScalars) }

  mutating func production() -> (String, Grammar.Production)? {
    skipBlanks()
    guard place < text.count else { return nil }
    let name = identifier()
    precondition(accept("::="), "expected ::= after \(name)")
    spacing = .free
    let rule = choice()
    return (name, Grammar.Production(rule: rule, spacing: spacing))
  }

  private mutating func choice() -> Grammar.Rule {
    var rules = [sequence()]
    while accept("|") { rules.append(sequence()) }
    return rules.count == 1 ? rules[0] : .choice(rules)
  }

  private mutating func sequence() -> Grammar.Rule {
    var rules: [Grammar.Rule] = []
    while let rule = factor() { rules.append(rule) }
    return rules.count == 1 ? rules[0] : .sequence(rules)
  }

  private mutating func factor() -> Grammar.Rule? {
    guard let rule = primary() else { return nil }
    switch peek {
    case "?":
      place += 1
      return .repeated(rule, atLeast: 0, atMost: 1)
    case "*":
      place += 1
      return .repeated(rule, atLeast: 0, atMost: .max)
    case "+":
      place += 1
      return .repeated(rule, atLeast: 1, atMost: .max)
    default: return rule
    }
  }

  private mutating func primary() -> Grammar.Rule? {
    skipBlanks()
    switch peek {
    case nil, "|", ")": return nil
    case "(":
      place += 1
      let rule = choice()
      precondition(accept(")"), "expected )")
      return rule
    case "\"", "'":
      let quote = text[place]
      let end = text[(place + 1)...].firstIndex(of: quote) ?? text.count
      defer { place = end + 1 }
      return .text(String(String.UnicodeScalarView(text[(place + 1)..<end])))
    case "[": return characters()
    case "#": return .text(String(code()))
    default:
      let start = place
      let name = identifier()
      skipBlanks()
      guard !text[place...].starts(with: "::=".unicodeScalars) else {
        place = start
        return nil
      }
      return .reference(name)
    }
  }

  private mutating func characters() -> Grammar.Rule {
    place += 1
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    let isNegated = peek == "^"
    if isNegated { place += 1 }
    while peek != "]" {
      let first = character()
      if peek == "-", text[place + 1] != "]" {
        place += 1
        ranges.append(first...character())
      } else {
        ranges.append(first...first)
      }
    }
    place += 1
    return .characters(ranges, isNegated: isNegated)
  }

  private mutating func character() -> Unicode.Scalar {
    if peek == "#" { return code() }
    place += 1
    return text[place - 1]
  }

  /// `#xA`
  private mutating func code() -> Unicode.Scalar {
    let end = text[(place + 2)...].firstIndex { !$0.properties.isASCIIHexDigit } ?? text.count
    let digits = String(String.UnicodeScalarView(text[(place + 2)..<end]))
    place = end
    return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) ?? "\0"
  }

  private var peek: Unicode.Scalar? { place < text.count ? text[place] : nil }

  private mutating func identifier() -> String {
    skipBlanks()
    let end = text[place...].firstIndex { !$0.properties.isAlphabetic } ?? text.count
    precondition(end > place, "unexpected \(text[place])")
    defer { place = end }
    return String(String.UnicodeScalarView(text[place..<end]))
  }

  private mutating func accept(_ mark: String) -> Bool {
    skipBlanks()
    guard text[place...].starts(with: mark.unicodeScalars) else { return false }
    place += mark.unicodeScalars.count
    return true
  }

  private mutating func skipBlanks() {
    while let next = peek {
      if next.properties.isWhitespace {
        place += 1
      } else if text[place...].starts(with: "/*".unicodeScalars) {
        let start = place
        while !text[place...].starts(with: "*/".unicodeScalars) { place += 1 }
        place += 2
        switch String(String.UnicodeScalarView(text[start..<place])) {
        case "/* ws: none */": spacing = .none
        case "/* ws: required */": spacing = .required
        default: break
        }
      } else {
        return
      }
    }
  }
}
