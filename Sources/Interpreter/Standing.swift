import Language

/// Where in a statement the next token stands, told from the tokens before it. Text may be half typed.
struct Standing {
  enum Place: Hashable {
    /// Where a statement begins.
    case statement
    /// Behind a pipe.
    case verb
    /// Behind `let name =` or an opening parenthesis: a command, or a value.
    case verbOrValue
    case arguments
    /// Behind `expect`: a condition, then keys.
    case expectation
    /// Behind `include`.
    case path
    /// Behind a question mark.
    case topic
    /// Where a name is made, behind `let` or `def`.
    case name
    case other
  }

  /// What a token is there.
  enum Role: Hashable {
    case verb(isKnown: Bool)
    case key(isKnown: Bool)
    case other
  }

  private(set) var place = Place.statement
  /// The verb whose arguments stand here, where it is known.
  private(set) var verb: Verb?
  /// The arguments with keys, as they are written.
  private(set) var given: [String: String] = [:]
  private(set) var words: [String] = []
  /// The key whose value stands here.
  private(set) var key: String?
  /// How many brackets are open in an argument.
  private var depth = 0
  /// What stands around the open parentheses.
  private var outer: [Standing] = []
  private let lookUp: (String) -> Verb?
  /// The defs of the text itself.
  private let defined: Set<String>
  /// Whether an `include` may bring verbs that nobody knows yet.
  private let includes: Bool

  init(_ tokens: [Token], of source: Source, lookUp: @escaping (String) -> Verb?) {
    self.lookUp = lookUp
    includes = tokens.contains { $0.kind == .include }
    defined = Set(
      zip(tokens, tokens.dropFirst()).filter { $0.0.kind == .def }.map { source[$0.1.span] })
  }

  /// Whether a new word begins behind a blank: then the key before it has its value.
  mutating func beginWord() {
    if depth == 0 { key = nil }
  }

  mutating func take(_ token: Token, _ text: String) -> Role {
    switch token.kind {
    case .newline where depth > 0 || !outer.isEmpty || place == .verb: break
    case .newline, .semicolon, .openBrace, .closeBrace:
      outer = []
      begin(.statement)
    case .pipe: begin(.verb)
    case .openParenthesis:
      let inner: Place = place == .other || place == .name ? .other : .verbOrValue
      outer.append(self)
      begin(inner)
    case .closeParenthesis:
      guard let around = outer.popLast() else { break }
      let rest = outer
      self = around
      outer = rest
    case .openBracket:
      if place == .arguments { value(token, text) }
      depth += 1
    case .closeBracket:
      depth = max(0, depth - 1)
      if place == .arguments { value(token, text) }
    case .let, .def: begin(.name)
    case .for, .if, .else, .meta: begin(.other)
    case .return: begin(.verbOrValue)
    case .include: begin(.path)
    case .expect:
      begin(.expectation)
      verb = Expectation.verb
    case .question where place == .statement: begin(.topic)
    case .equals where place == .name: begin(.verbOrValue)
    case .key: return key(token, String(text.dropLast()))
    case .identifier, .dashed: return word(token, text)
    default:
      if place == .arguments { value(token, text) }
      if place == .verbOrValue { place = .other }
    }
    return .other
  }

  private mutating func begin(_ place: Place) {
    (self.place, verb, given, words, key, depth) = (place, nil, [:], [], nil, 0)
  }

  private mutating func key(_ token: Token, _ name: String) -> Role {
    switch place {
    case .name where outer.isEmpty: begin(.verbOrValue)
    case .arguments, .expectation:
      given[name] = ""
      key = name
      return .key(isKnown: verb.map { $0.parameters.contains { $0.name == name } } ?? true)
    default: break
    }
    return .other
  }

  private mutating func word(_ token: Token, _ text: String) -> Role {
    switch place {
    case .statement, .verb, .verbOrValue:
      let found = defined.contains(text) ? nil : lookUp(text)
      let isKnown = found != nil || defined.contains(text)
      if !isKnown, place == .verbOrValue {
        place = .other
        return .other
      }
      begin(.arguments)
      verb = found
      return .verb(isKnown: isKnown || includes)
    case .name: if !outer.isEmpty { place = .other }
    case .arguments: value(token, text)
    default: break
    }
    return .other
  }

  private mutating func value(_ token: Token, _ text: String) {
    if token.precededBySpace { beginWord() }
    if let key {
      given[key, default: ""] += text
    } else if token.precededBySpace && depth == 0 || words.isEmpty {
      words.append(text)
    } else {
      words[words.count - 1] += text
    }
  }
}
