public import Language

extension Interpreter {
  /// Takes over the settings of a start-up file. They change how results are shown and how much memory is used, and
  /// nothing that results follow from: a saved session has to say all of that.
  public mutating func configure(by source: Source) {
    let script = Script(source)
    var wrong = script.diagnostics
    for statement in script.statements where wrong.isEmpty {
      do throws(Mistake) {
        switch statement.kind {
        case .meta(let name, let text) where name.text == Directive.mode.name:
          try Directive.mode.check(text)
          state.session.mode = Presentation.Mode(rawValue: text) ?? .table
        case .meta(let name, let text)
        where name.text == "memory" || name.text == "set" && text.hasPrefix("memory"):
          try Setting.apply(name.text, text, to: &state.session)
        default: throw .settingsOnly
        }
      } catch {
        wrong.append(error.diagnostic(at: statement.span, in: source))
      }
    }
    wrong.forEach(output.complain)
  }
}
