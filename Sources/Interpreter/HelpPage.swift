import Language

/// Help as Markdown, for editors.
extension Interpreter {
  /// What a word of a script means, or nil where it is no word of the language.
  ///
  /// - Parameters:
  ///   - word: a verb, a word that begins a statement, a topic, a key such as "layer=", or a line such as ":seed".
  ///   - verb: the verb of the command that the word is part of, if it is not the word itself.
  public static func helpPage(on word: String, in verb: String?) -> String? {
    if word.hasPrefix(":") { return directivePage(String(word.dropFirst())) }
    let verbs = Verb.all + [Expectation.verb]
    if word.hasSuffix("=") {
      let owner = verbs.first { $0.name == verb }
      return owner?.parameters.first { $0.name == word.dropLast() }?.page(of: owner?.name ?? "")
    }
    if verb == nil, let verb = verbs.first(where: { $0.name == word }) { return verb.page }
    if let topic = (Topic.statements + Topic.words).first(where: { $0.name == word }) { return topic.page }
    let pages = Topic.registered(word, model: nil).map(\.page)
    return pages.isEmpty ? nil : pages.joined(separator: "\n\n")
  }

  private static func directivePage(_ name: String) -> String? {
    if let directive = Directive.named(name) { return "`\(directive.usage)`\n\n\(directive.summary)" }
    return Setting.all.first { $0.name == name }.map { "`:\($0.name)`\n\n\($0.summary)" }
  }
}

extension Parameter {
  fileprivate func page(of verb: String) -> String { "`\(name)=` of `\(verb)`\n\n\(helpText)" }
}

extension Topic {
  fileprivate var page: String { "```text\n\(text)\n```" }
}
