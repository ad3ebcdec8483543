extension Directive {
  static let mode = Directive(
    "mode",
    "how results are shown from here on: \(Presentation.Mode.allCases.map(\.rawValue).joined(separator: ", "))",
    form: "NAME", example: ":mode md"
  ) { (text) throws(Mistake) in
    _ = try chosen(text)
  } perform: { text, interpreter in
    interpreter.state.session.mode = try chosen(text)
    return nil
  }

  private static func chosen(_ text: String) throws(Mistake) -> Presentation.Mode {
    guard let mode = Presentation.Mode(rawValue: text) else {
      throw .noChoice(text, what: "mode", choices: Presentation.Mode.allCases.map(\.rawValue))
    }
    return mode
  }
}
