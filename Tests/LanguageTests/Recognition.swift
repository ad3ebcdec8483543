/// Whether a text belongs to the language of a grammar, found by trying everything the grammar allows.
struct Recogniser {
  private let grammar: Grammar
  private let literals: [[Unicode.Scalar]]
  /// The tokens that can start with an ASCII character; no other character starts one.
  private let tokenNames: [[String]]
  private let blanks: Set<String>

  struct Token: Equatable {
    /// A quoted word of the grammar, or the name of an upper-case production.
    var kind: Kind
    var isAfterBlank: Bool

    enum Kind: Hashable {
      case literal(String)
      case named(String)
    }
  }

  init(_ grammar: Grammar) {
    self.grammar = grammar
    let lower = grammar.names.filter { $0.first?.isLowercase == true }
    literals = Set(lower.flatMap { grammar.rule($0).literals }).map { Array($0.unicodeScalars) }
    let mentioned = Set(lower.flatMap { grammar.rule($0).references })
    let names = grammar.names.filter { $0.first?.isUppercase == true && mentioned.contains($0) }
    tokenNames = (0..<UInt8(128)).map { character in
      names.filter { grammar.canStart(grammar.rule($0), with: Unicode.Scalar(character)) }
    }
    blanks = Set(grammar.rule("blank").references)
  }

  func accepts(_ text: String) -> Bool {
    guard let tokens = tokens(of: text) else { return false }
    var matcher = Matcher(grammar: grammar, tokens: tokens)
    return matcher.ends(of: .reference("program"), from: 0).contains(tokens.count)
  }

  /// The longest token at every place, or nil where there is none.
  func tokens(of text: String) -> [Token]? {
    let scalars = Array(text.unicodeScalars)
    var tokens: [Token] = []
    var place = 0
    var isAfterBlank = true
    while place < scalars.count {
      var best: (kind: Token.Kind, end: Int)?
      for literal in literals where literal.count > (best?.end ?? place) - place {
        if scalars[place...].starts(with: literal) {
          best = (.literal(String(String.UnicodeScalarView(literal))), place + literal.count)
        }
      }
      for name in scalars[place].isASCII ? tokenNames[Int(scalars[place].value)] : [] {
        let end = spellings(grammar.rule(name), scalars, from: [place]).max() ?? place
        if end > best?.end ?? place { best = (.named(name), end) }
      }
      guard let best else { return nil }
      if case .named(let name) = best.kind, blanks.contains(name) {
        isAfterBlank = true
      } else {
        tokens.append(Token(kind: best.kind, isAfterBlank: isAfterBlank))
        isAfterBlank = best.kind == .named("NEWLINE")
      }
      place = best.end
    }
    return tokens
  }

  /// Where a spelling can end that starts at one of some places.
  private func spellings(_ rule: Grammar.Rule, _ text: [Unicode.Scalar], from starts: Set<Int>) -> Set<Int> {
    if starts.isEmpty { return [] }
    switch rule {
    case .text(let word):
      let word = Array(word.unicodeScalars)
      return Set(starts.filter { text[$0...].starts(with: word) }.map { $0 + word.count })
    case .characters(let ranges, let isNegated):
      return Set(
        starts.filter { start in
          start < text.count && ranges.contains { $0.contains(text[start]) } != isNegated
        }.map { $0 + 1 })
    case .reference(let name):
      return spellings(grammar.rule(name), text, from: starts)
    case .sequence(let rules):
      return rules.reduce(starts) { spellings($1, text, from: $0) }
    case .choice(let rules):
      return rules.reduce(into: []) { $0.formUnion(spellings($1, text, from: starts)) }
    case .repeated(let rule, let least, let most):
      return repeated(starts, least, most) { spellings(rule, text, from: $0) }
    }
  }

  private struct Matcher {
    let grammar: Grammar
    let tokens: [Token]
    private var known: [Place: Set<Int>] = [:]

    private struct Place: Hashable { var name: String, start: Int }

    init(grammar: Grammar, tokens: [Token]) {
      self.grammar = grammar
      self.tokens = tokens
    }

    mutating func ends(of rule: Grammar.Rule, from start: Int) -> Set<Int> {
      switch rule {
      case .text(let word):
        return start < tokens.count && tokens[start].kind == .literal(word) ? [start + 1] : []
      case .characters:
        return []
      case .reference(let name) where name.first?.isUppercase == true:
        return start < tokens.count && tokens[start].kind == .named(name) ? [start + 1] : []
      case .reference(let name):
        return ends(ofProduction: name, from: start)
      case .sequence(let rules):
        return rules.reduce([start]) { starts, rule in union(starts, rule) }
      case .choice(let rules):
        return rules.reduce(into: []) { $0.formUnion(ends(of: $1, from: start)) }
      case .repeated(let rule, let least, let most):
        return repeated([start], least, most) { union($0, rule) }
      }
    }

    private mutating func ends(ofProduction name: String, from start: Int) -> Set<Int> {
      let place = Place(name: name, start: start)
      if let ends = known[place] { return ends }
      guard let production = grammar.productions[name] else { return [] }
      if production.spacing != .free {
        guard start < tokens.count, tokens[start].isAfterBlank == (production.spacing == .required) else {
          return []
        }
      }
      let ends = ends(of: production.rule, from: start)
      known[place] = ends
      return ends
    }

    private mutating func union(_ starts: Set<Int>, _ rule: Grammar.Rule) -> Set<Int> {
      starts.reduce(into: []) { $0.formUnion(ends(of: rule, from: $1)) }
    }
  }
}

extension Grammar {
  fileprivate func canStart(_ rule: Rule, with first: Unicode.Scalar) -> Bool {
    switch rule {
    case .text(let word): return word.unicodeScalars.first == first
    case .characters(let ranges, let isNegated): return ranges.contains { $0.contains(first) } != isNegated
    case .reference(let name): return canStart(self.rule(name), with: first)
    case .sequence(let rules):
      for rule in rules {
        if canStart(rule, with: first) { return true }
        if !isOptional(rule) { return false }
      }
      return false
    case .choice(let rules): return rules.contains { canStart($0, with: first) }
    case .repeated(let rule, _, _): return canStart(rule, with: first)
    }
  }

  private func isOptional(_ rule: Rule) -> Bool {
    if case .repeated(_, atLeast: 0, _) = rule { return true }
    return false
  }
}

private func repeated(
  _ starts: Set<Int>, _ least: Int, _ most: Int, _ step: (Set<Int>) -> Set<Int>
) -> Set<Int> {
  var found: Set<Int> = least == 0 ? starts : []
  var fresh = starts
  var count = 0
  while !fresh.isEmpty, count < most {
    count += 1
    fresh = step(fresh).subtracting(count > least ? found : [])
    if count >= least { found.formUnion(fresh) }
  }
  return found
}
