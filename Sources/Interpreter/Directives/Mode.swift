extension Directive {
  static let mode = Directive(
    "mode",
    "how results are shown from here on: \(Presentation.Mode.allCases.map(\.rawValue).joined(separator: ", "))",
    form: "[NAME]", example: ":mode md"
  ) { (text) throws(Mistake) in
    if !text.isEmpty { _ = try chosen(text) }
  } perform: { text, interpreter in
    if text.isEmpty {
      let modes = Presentation.Mode.allCases.map {
        ($0 == interpreter.session.mode ? "* " : "  ") + $0.rawValue
      }
      interpreter.show(.text(modes.joined(separator: "\n")))
    } else {
      interpreter.state.session.mode = try chosen(text)
    }
    return nil
  }

  private static func chosen(_ text: String) throws(Mistake) -> Presentation.Mode {
    guard let mode = Presentation.Mode(rawValue: text) else {
      throw .noChoice(text, what: "mode", choices: Presentation.Mode.allCases.map(\.rawValue))
    }
    return mode
  }
}
