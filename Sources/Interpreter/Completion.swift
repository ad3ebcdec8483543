import Language

/// What may stand at the end of a text instead of its last word.
public struct Completion: Hashable, Sendable {
  public struct Candidate: Hashable, Sendable {
    public let text: String
    /// What it means, in a line.
    public let summary: String

    public init(_ text: String, _ summary: String = "") {
      (self.text, self.summary) = (text, summary)
    }
  }

  /// How many characters the candidates replace.
  public let replacing: Int
  public let candidates: [Candidate]
}

extension Interpreter {
  /// - Parameter list: the names in a folder, those of folders with a slash behind them.
  public func completions(
    of text: String, list: (String) -> [String] = namesInFolder
  ) -> Completion {
    let source = Source(name: "", text: text)
    let lexer = Lexer(source)
    let end = text.utf8.count
    let tokens = lexer.tokens.filter { $0.kind != .end }
    // Nothing follows in a comment.
    if lexer.comments.contains(where: { $0.end == end }) { return Completion(replacing: 0, candidates: []) }

    let start = Self.wordStart(in: text, lastToken: tokens.last.map { ($0, source[$0.span]) })
    var standing = Standing(lexer.tokens, of: source) { session.verb($0) }
    for token in tokens where token.span.start < start { _ = standing.take(token, source[token.span]) }
    let typed = source[Span(start, end)]
    if source[Span(start - 1, start)].allSatisfy(\.isWhitespace) { standing.beginWord() }

    var found = candidates(for: typed, standing, list)
    if typed.hasPrefix("\"") {
      found = found.filter { !$0.text.hasSuffix("=") }.map { candidate in
        Completion.Candidate(
          candidate.text.hasPrefix("\"") ? candidate.text : "\"\(candidate.text)\"", candidate.summary)
      }
    }
    return Completion(
      replacing: typed.count, candidates: found.filter { unquoted($0.text).hasPrefix(unquoted(typed)) })
  }

  /// Where the word at the end of a text begins: at its quotation mark, at the colon of a directive, or behind what
  /// no word holds.
  private static func wordStart(in text: String, lastToken: (token: Token, text: String)?) -> Int {
    let end = text.utf8.count
    if let (token, text) = lastToken, token.span.end == end {
      if token.kind == .malformed, text.hasPrefix("\"") { return token.span.start }
      if token.kind == .meta { return token.span.start }
    }
    let separators = Set(" \t\n=[](){},|;?+*<>!".unicodeScalars)
    let word = text.unicodeScalars.reversed().prefix { !separators.contains($0) }
    return end - word.reduce(0) { $0 + UTF8.width($1) }
  }

  private func candidates(for typed: String, _ standing: Standing, _ list: (String) -> [String])
    -> [Completion.Candidate]
  {
    if typed.hasPrefix("$") { return names(typed) }
    if typed.hasPrefix("."), !typed.hasPrefix("./"), !typed.hasPrefix("..") {
      let isArgument = standing.place == .arguments
      return fields(of: session.last, after: "") + (isArgument ? arguments(typed, standing, list) : [])
    }
    switch standing.place {
    case .statement: return typed.hasPrefix(":") ? directives : verbs + keywords + directives
    case .verb: return session.verbs.filter { $0.subject != nil }.map { .init($0.name, $0.summary) }
    case .verbOrValue: return verbs
    case .topic:
      return (Topic.words + Topic.statements).map { .init($0.name, $0.summary) } + verbs
        + (typed.isEmpty ? [] : Topic.registeredNames.map { .init($0) })
    case .path: return files(typed, ["xpl"], list).map { .init(quoted($0.text, always: true)) }
    case .expectation, .arguments: return arguments(typed, standing, list)
    case .name, .other: return []
    }
  }

  private var verbs: [Completion.Candidate] { session.verbs.map { .init($0.name, $0.summary) } }

  private var keywords: [Completion.Candidate] {
    Topic.statements.filter { Token.keywords[$0.name] != nil }.map { .init($0.name, $0.summary) }
      + [.init(Expectation.verb.name, Expectation.verb.summary)]
  }

  private var directives: [Completion.Candidate] {
    let all = Directive.all.map { ($0.name, $0.summary) } + Setting.all.map { ($0.name, $0.summary) }
    return (all + [("quit", "leaves")]).sorted { $0.0 < $1.0 }.map { .init(":\($0.0)", $0.1) }
  }

  private func arguments(_ typed: String, _ standing: Standing, _ list: (String) -> [String])
    -> [Completion.Candidate]
  {
    guard let verb = standing.verb else { return [] }
    if let key = standing.key {
      return verb.parameters.first { $0.name == key }.map { values(of: $0, typed, standing, list) } ?? []
    }
    // What a key gives is not among the words; the word that may be left out gives its place to the next.
    let nouns = verb.nouns.filter { standing.given[$0.name] == nil }.dropFirst(standing.words.count)
    let reach = nouns.prefix(1) + nouns.prefix(2).dropFirst().filter { _ in nouns.first?.isLeading == true }
    let isRepeated = nouns.isEmpty && verb.nouns.last?.isRepeated == true
    let open = isRepeated ? verb.nouns.suffix(1) : ArraySlice(reach)
    let missing = verb.keys.filter { standing.given[$0.name] == nil }
    return open.flatMap { values(of: $0, typed, standing, list) }
      + missing.map { .init("\($0.name)=", $0.summary) }
  }

  // MARK: $names and .fields

  private func names(_ typed: String) -> [Completion.Candidate] {
    guard let dot = typed.firstIndex(of: ".") else {
      let names = session.bindings.sorted { $0.key < $1.key }
      let last: [Completion.Candidate] = session.last.map { [.init("$_", short($0.description))] } ?? []
      return names.map { .init("$\($0.key)", short($0.value.description)) } + last
    }
    let name = typed[..<dot].dropFirst()
    let value =
      name == "_"
      ? session.last
      : name.hasPrefix("_")
        ? Int(name.dropFirst()).flatMap { session.results[$0] }
        : session.bindings[String(name)]
    return fields(of: value, after: "$\(name)")
  }

  private func fields(of value: Value?, after name: String) -> [Completion.Candidate] {
    value?.fieldSummaries.map { .init("\(name).\($0.name)", $0.summary) } ?? []
  }

  private func short(_ text: String) -> String {
    let line = text.prefix { !$0.isNewline }
    return line.count > 60 ? line.prefix(57) + "..." : String(line)
  }
}
