extension Directive {
  static let undo = Directive(
    "undo", "goes back to before the last change of the session; files that were written stay",
    check: checkEmpty("undo")
  ) { _, interpreter in
    let now = interpreter.state
    guard let before = interpreter.timeline.undo(now) else {
      throw Mistake.failed("there is nothing to undo")
    }
    interpreter.go(to: before)
    interpreter.say("undone", from: before, to: now)
    return nil
  }
}

extension Interpreter {
  /// Says where the session stands now.
  func say(_ what: String) {
    let cells = session.cell
    output.note("\(what): " + (cells == 0 ? "the session is empty" : "the last cell is [\(cells)]"))
  }

  /// Says which change was taken back or made again, and where the session stands now.
  func say(_ what: String, from before: State, to after: State) {
    let (old, new) = (before.notebook.cells, after.notebook.cells)
    let place = zip(old, new).enumerated().first { $1.0.text != $1.1.text }?.offset
    let change =
      if old.count < new.count {
        new[old.count...].first.map { ($0.number.map { "[\($0)] " } ?? "") + $0.firstLine } ?? ""
      } else if let place {
        "the edit of [\(new[place].number ?? 0)]"
      } else {
        "the refresh"
      }
    say("\(what): \(change)")
  }
}
