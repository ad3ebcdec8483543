extension Directive {
  static let edit = Directive(
    "edit",
    "changes a cell where it stands, in $EDITOR or to the text given, and runs it; what stands on it becomes stale",
    form: "[CELL] [TEXT]", example: ":edit 3"
  ) { (text) throws(Mistake) in
    _ = try number(text)
  } perform: { text, interpreter in
    let (given, replacement) = try number(text)
    let number = given ?? interpreter.session.cell
    let cell = try interpreter.cell(number)
    guard let text = replacement ?? interpreter.output.edit(cell.text) else {
      throw Mistake.failed("there is no editor here: give the new text, too: :edit \(number) TEXT")
    }
    if text == cell.text {
      interpreter.output.note("[\(number)] is as it was")
      return nil
    }
    return try interpreter.replace(number, by: text)
  }

  /// The number of the cell, and the text after it.
  private static func number(_ text: String) throws(Mistake) -> (Int?, String?) {
    if text.isEmpty { return (nil, nil) }
    let parts = text.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
    guard let number = Int(parts[0]), number > 0 else {
      throw .settingNeeds("edit", what: "the number of a cell, such as :edit 3")
    }
    return (number, parts.count > 1 ? parts[1] : nil)
  }
}
