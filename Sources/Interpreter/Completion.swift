extension Interpreter {
  /// What may stand at the end of a line instead of its last word: verbs first, then their words and keys.
  public func completions(of line: String) -> (replacing: Int, candidates: [(text: String, summary: String)])
  {
    let command =
      line.lastIndex { "|;{(\n?".contains($0) }.map { line[line.index(after: $0)...] } ?? line[...]
    let words = command.split(separator: " ")
    let word = command.hasSuffix(" ") ? "" : words.last ?? ""
    let candidates = candidates(for: word, in: words)
    let start = word.lastIndex { "=[,".contains($0) }.map { word.index(after: $0) } ?? word.startIndex
    let typed = word[start...]
    return (typed.count, candidates.filter { $0.text.hasPrefix(typed) })
  }

  private func candidates(for word: Substring, in words: [Substring]) -> [(text: String, summary: String)] {
    if word.contains("$") {
      return session.bindings.keys.sorted().map { ("$\($0)", "") }
    }
    guard let name = words.first, !(words.count == 1 && !word.isEmpty) else {
      return session.verbs.map { ($0.name, $0.summary) }
    }
    guard let verb = session.verb(String(name)) else { return [] }
    if let equals = word.firstIndex(of: "=") {
      let key = verb.parameters.first { $0.name == word[..<equals] }
      return key?.words(in: session.scope).map { ($0, "") } ?? []
    }
    let nouns = verb.nouns.flatMap { $0.words(in: session.scope) }.map { (text: $0, summary: "") }
    return nouns + verb.keys.map { ("\($0.name)=", $0.summary) }
  }
}
