public import Language

extension Interpreter {
  /// Takes over the settings of a start-up file. They change how results are shown and how much memory is used, and
  /// nothing that results follow from: a saved session has to say all of that. Of a file with a mistake nothing is taken.
  public mutating func configure(by source: Source) {
    let script = Script(source)
    var wrong = script.diagnostics
    var session = state.session
    for statement in script.statements where wrong.isEmpty {
      do throws(Mistake) {
        switch statement.kind {
        case .meta(let name, let text) where name.text == Directive.mode.name:
          try Directive.mode.check(text)
          session.mode = Presentation.Mode(rawValue: text) ?? .table
        case .meta(let name, let text)
        where name.text == "memory" || name.text == "set" && text.hasPrefix("memory"):
          try Setting.apply(name.text, text, to: &session)
        default: throw .settingsOnly
        }
      } catch {
        wrong.append(error.diagnostic(at: statement.span, in: source))
      }
    }
    guard let last = wrong.indices.last else {
      state.session = session
      return
    }
    wrong[last].hint = [wrong[last].hint, "nothing of this file is applied"].compactMap { $0 }.joined(
      separator: "\n")
    wrong.forEach(output.complain)
  }
}
