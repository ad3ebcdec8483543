extension Directive {
  static let undo = Directive(
    "undo", "goes back to before the last change of the session; files that were written stay",
    check: checkEmpty("undo")
  ) { _, interpreter in
    let now = interpreter.state
    guard let before = interpreter.timeline.undo(now) else {
      throw Mistake.failed("there is nothing to undo")
    }
    interpreter.state = before
    interpreter.say("undone")
    return nil
  }
}

extension Interpreter {
  /// Says where the session stands now.
  func say(_ what: String) {
    let cells = session.cell
    output.note("\(what): " + (cells == 0 ? "the session is empty" : "the last cell is [\(cells)]"))
  }
}
