import Figures
import Models

/// What `?` and `?name` show, from the table of verbs and the topics.
struct Help: Result {
  static let kind = "help"
  static let fields: [Field<Help>] = []

  let summary: String

  /// - Parameter model: the network at hand, which some help speaks of.
  init(_ names: [String], verbs: [Verb], model: Model? = nil) throws(Mistake) {
    guard !names.isEmpty else {
      summary = Help.overview(verbs)
      return
    }
    var texts: [String] = []
    for name in names { texts.append(try Help.text(on: name, verbs, model)) }
    summary = texts.joined(separator: "\n\n")
  }

  private static func text(on name: String, _ verbs: [Verb], _ model: Model?) throws(Mistake) -> String {
    let registered = Topic.registered(name, model: model)
    if let verb = (verbs + [Expectation.verb]).first(where: { $0.name == name }) {
      return verb.helpText
    } else if let topic = (Topic.statements + Topic.words).first(where: { $0.name == name }) {
      return topic.text
    } else if !registered.isEmpty {
      return registered.map(\.text).joined(separator: "\n\n")
    } else if let directive = Directive.named(name) {
      return directive.helpText
    } else if let setting = Setting.all.first(where: { $0.name == name }) {
      return ":\(setting.name): \(setting.summary)"
    } else {
      let topics = (Topic.statements + Topic.words).map(\.name)
      let lines = Directive.all.map(\.name) + Setting.all.map(\.name)
      throw .noHelp(
        name, names: verbs.map(\.name) + [Expectation.verb.name] + topics + lines + Topic.registeredNames)
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
    return (texts + ["More on one of them: ?load; on a method, composite, rule or score, too: ?ig"]).joined(
      separator: "\n\n")
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
