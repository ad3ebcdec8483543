import Language

extension Directive {
  static let rerun = Directive(
    "rerun", "runs the texts of cells again as new cells, with what is current now: 3, 3..5 or [1,3]",
    form: "CELLS", example: ":rerun 3..5"
  ) { (text) throws(Mistake) in
    _ = try cellNumbers(text, for: "rerun")
  } perform: { text, interpreter in
    let numbers = try cellNumbers(text, for: "rerun")
    let cells = try numbers.map { number throws(Mistake) in try interpreter.cell(number) }
    for cell in cells {
      let status = interpreter.run(anew: cell.text, from: cell.sourceName)
      if status != .done { return status }
    }
    return nil
  }

  /// The numbers of cells that a text names.
  static func cellNumbers(_ text: String, for name: String) throws(Mistake) -> [Int] {
    let needs = Mistake.settingNeeds(name, what: "the numbers of cells, such as :\(name) 3 or :\(name) 3..5")
    let script = Script(Source(name: "", text: "show \(text)"))
    guard script.diagnostics.isEmpty, script.statements.count == 1,
      case .pipeline(let pipeline) = script.statements[0].kind,
      let argument = pipeline.commands.first?.arguments.first, pipeline.commands[0].arguments.count == 1
    else { throw needs }
    var constants = Constants()
    guard let value = try? constants.value(of: argument.value).value,
      let numbers = try? Kind<Int>.whole(from: 1).list.read(value, Scope())
    else { throw needs }
    return numbers
  }
}

/// Where only what is written counts: no names, no results.
private struct Constants: Evaluation {
  let source = Source(name: "", text: "")
  let tolerance = 0.0
  func value(of root: Reference.Root) throws(Mistake) -> Known { throw .unknowable }
  mutating func value(of pipeline: Pipeline) throws -> Known { throw Mistake.unknowable }
}

extension Interpreter {
  func cell(_ number: Int) throws(Mistake) -> Notebook.Cell {
    guard let cell = notebook.cell(number) else {
      let last = notebook.cells.compactMap(\.number).max()
      throw .failed(
        "there is no cell \(number): " + (last.map { "there are 1 to \($0)" } ?? "none has run yet"))
    }
    return cell
  }
}
