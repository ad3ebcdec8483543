import Language

/// A file of the folder `Grammar` that is written from the tables of the language.
public enum GrammarFile: String, Sendable, CaseIterable {
  /// All verbs as a page of Markdown.
  case verbs
  /// What VS Code and other editors with the rules of TextMate colour by.
  case textmate
  /// What Vim and Neovim colour by.
  case vim

  public var name: String {
    switch self {
    case .verbs: "verbs.md"
    case .textmate: "xpl.tmLanguage.json"
    case .vim: "xpl.vim"
    }
  }

  public var text: String {
    switch self {
    case .verbs: Verb.reference
    case .textmate: Words().textmate
    case .vim: Words().vim
    }
  }
}

/// The words of the language by what editors tell apart.
struct Words {
  let verbs = Verb.all.map(\.name).sorted()
  let keys = Set((Verb.all + [Expectation.verb]).flatMap(\.parameters).map(\.name)).sorted()
  let directives = (Directive.all.map(\.name) + Setting.all.map(\.name) + ["set"]).sorted()
  let constants = ["false", "none", "true"]
  let operators = ["and", "by", "in", "not", "or"]
  /// The other reserved words.
  let statements: [String]

  init() {
    let others = constants + operators
    statements = Token.keywords.keys.filter { !others.contains($0) }.sorted()
  }
}
