extension Directive {
  static let redo = Directive(
    "redo", "takes the last undo back", check: checkEmpty("redo")
  ) { _, interpreter in
    let now = interpreter.state
    guard let next = interpreter.timeline.redo(now) else { throw Mistake.failed("there is nothing to redo") }
    interpreter.go(to: next)
    interpreter.say("redone", from: now, to: next)
    return nil
  }
}
