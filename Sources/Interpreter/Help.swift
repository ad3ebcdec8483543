import Figures

/// What `?` and `?name` show, from the table of verbs and the topics.
struct Help: Result {
  static let kind = "help"
  static let fields: [Field<Help>] = []

  let summary: String

  init(_ names: [String], verbs: [Verb]) throws(Mistake) {
    guard let name = names.first else {
      summary = Help.overview(verbs)
      return
    }
    if let verb = (verbs + [Expectation.verb]).first(where: { $0.name == name }) {
      summary = verb.helpText
    } else if let topic = (Topic.statements + Topic.words).first(where: { $0.name == name }) {
      summary = topic.text
    } else if let directive = Directive.named(name) {
      summary = directive.helpText
    } else if let setting = Setting.all.first(where: { $0.name == name }) {
      summary = ":\(setting.name): \(setting.summary)"
    } else {
      let topics = (Topic.statements + Topic.words).map(\.name)
      let lines = Directive.all.map(\.name) + Setting.all.map(\.name)
      throw .noHelp(name, names: verbs.map(\.name) + [Expectation.verb.name] + topics + lines)
    }
  }

  private static func overview(_ verbs: [Verb]) -> String {
    let parts = [
      ("Verbs", verbs.map { ($0.name, $0.summary) }),
      (
        "Statements",
        (Topic.statements.map { ($0.name, $0.summary) } + [(Expectation.verb.name, Expectation.verb.summary)])
          .sorted { $0.0 < $1.0 }
      ),
      (
        "Lines of their own",
        (Directive.all.map { (":\($0.name)", $0.summary) } + Setting.all.map { (":\($0.name)", $0.summary) })
          .sorted { $0.0 < $1.0 }
      ),
      ("Topics", Topic.words.map { ($0.name, $0.summary) }),
    ]
    let width = parts.flatMap(\.1).map(\.0.count).max() ?? 0
    let texts = parts.map { title, rows in
      ([title] + rows.map { "  \($0.0.padded(to: width))  \($0.1)" }).joined(separator: "\n")
    }
    return (texts + ["More on one of them: ?load"]).joined(separator: "\n\n")
  }
}

extension Directive {
  var helpText: String {
    [":\(name): \(summary)", "", "  \(usage)", "", "Example: \(example)"].joined(separator: "\n")
  }
}

extension Verb {
  /// `verb noun key=...`, what each of them is, where the method comes from, an example.
  var helpText: String {
    let rows = parameters.map { parameter in (parameter.name, parameter.helpText) }
    let width = rows.map(\.0.count).max() ?? 0
    var lines = ["\(name): \(summary)", "", "  \(usage)"]
    if !rows.isEmpty { lines += [""] + rows.map { "  \($0.0.padded(to: width))  \($0.1)" } }
    if let subject { lines += ["", "A pipe fills \(subject.name)."] }
    if let gives, !gives.fieldNames.isEmpty {
      lines += [
        "",
        "Gives \(gives.kind) with the fields \(gives.fieldNames.map { ".\($0)" }.joined(separator: ", ")).",
      ]
    }
    if let cost { lines += ["", "Costs \(cost)."] }
    if let paper { lines += ["", "From \(paper)."] }
    return (lines + ["", "Example: \(example)"]).joined(separator: "\n")
  }

  var usage: String {
    let nouns = self.nouns.map { noun in
      (noun.isRequired ? noun.name.uppercased() : "[\(noun.name.uppercased())]")
        + (noun.isRepeated ? "..." : "")
    }
    return ([name] + nouns + keys.map { $0.isRequired ? "\($0.name)=" : "[\($0.name)=]" }).joined(
      separator: " ")
  }
}

extension Parameter {
  /// What it means, what may be given, and what it is when it is left out.
  var helpText: String {
    summary + " (" + kindName + (unit.map { ", in \($0)" } ?? "")
      + (shownInitial.map { "; left out: \($0)" } ?? "") + ")"
  }
}
