import Language

// What directives do with cells.
extension Interpreter {
  /// The cells that are not true any more.
  var stale: [Notebook.Stale] { notebook.stale(from: start, files: engine.files) }

  /// Runs a text as new cells, with nothing taken from memory.
  mutating func run(anew text: String, from source: String? = nil) -> Status {
    isAnew = true
    defer { isAnew = false }
    return run(Source(name: source ?? "cell \(session.cell + 1)", text: text))
  }

  /// Puts a text in the place of a cell and runs it there. Nothing changes where that fails.
  mutating func replace(_ number: Int, by text: String) throws(Mistake) -> Status? {
    let old = try cell(number)
    var before = start
    for cell in notebook.cells.prefix(while: { $0.number != number }) { before.apply(cell) }
    before.keepSettings(of: session)
    let script = Script(Source(name: old.sourceName, text: text))
    let wrong = Checker.diagnostics(of: script, in: before, including: [])
    wrong.forEach(output.complain)
    guard wrong.isEmpty else { return .invalid }
    if script.statements.contains(where: { $0.directive != nil }) { throw .directiveInCell }
    let (running, status) = rerun(script, as: old, in: before, above: notebook)
    if let status { return status }
    var changed = notebook
    changed.cells = changed.cells.map { $0.number == number ? running.ended : $0 }
    take(changed)
    say(stale: stale.map(\.cell))
    return nil
  }

  /// Runs the stale cells where they stand, in their order. Nothing changes where one of them fails.
  mutating func refresh() -> Status? {
    var session = start
    session.keepSettings(of: self.session)
    var changed = notebook
    for (place, cell) in notebook.cells.enumerated() {
      if cell.number == nil { continue }
      var after = session
      if after.confirm(cell, files: engine.files) {
        session = after
        continue
      }
      let script = Script(Source(name: cell.sourceName, text: cell.text))
      let wrong = Checker.diagnostics(of: script, in: session, including: [])
      wrong.forEach(output.complain)
      guard wrong.isEmpty else { return .invalid }
      let (running, status) = rerun(script, as: cell, in: session, above: changed)
      if let status { return status }
      session = running.session
      changed.cells[place] = running.ended
    }
    take(changed)
    return nil
  }

  private func rerun(
    _ script: Script, as old: Notebook.Cell, in session: Session, above: Notebook
  ) -> (CellRun, Status?) {
    var cell = Cell(whole: script)
    cell.title = old.title
    var running = CellRun(
      cell, of: script.source, number: old.number ?? 0, in: session, self, above: above)
    for statement in script.statements {
      if let status = running.run(statement) { return (running, status) }
    }
    return (running, nil)
  }

  /// Goes to another state; what is no result of any cell stays as it is.
  mutating func go(to other: State) {
    let now = session
    state = other
    state.session.keepSettings(of: now)
  }

  /// Makes a notebook the session's, which becomes what the cells say.
  private mutating func take(_ changed: Notebook) {
    var session = start
    for cell in changed.cells { session.apply(cell) }
    session.keepSettings(of: self.session)
    timeline.keep(state)
    state = State(session: session, notebook: changed)
  }

  private func say(stale cells: [Int]) {
    guard !cells.isEmpty else { return }
    output.note("stale now: \(cells.map { "[\($0)]" }.joined(separator: ", ")); :refresh runs them again")
  }
}

extension Session {
  fileprivate mutating func apply(_ cell: Notebook.Cell) {
    if let number = cell.number { self.cell = number }
    cell.steps.forEach { apply($0) }
  }

  /// Applies what a cell did; false where it would do something else now.
  fileprivate mutating func confirm(_ cell: Notebook.Cell, files: FileDigests) -> Bool {
    for step in cell.steps {
      let uses = Uses(step.statement, in: step.source, definitions)
      if origin(of: step.statement.description, uses, files: files).digest != step.origin.digest {
        return false
      }
      apply(step)
    }
    if let number = cell.number { self.cell = number }
    return true
  }

  /// What is no result of any cell.
  mutating func keepSettings(of session: Session) {
    (memory, mode) = (session.memory, session.mode)
  }
}
