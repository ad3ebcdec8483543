extension Directive {
  static let time = Directive(
    "time", "runs a statement without looking at what is remembered, and says how long it took",
    form: "STATEMENT", example: ":time predict"
  ) { (text) throws(Mistake) in
    if text.isEmpty { throw .settingNeeds("time", what: "a statement, such as :time predict") }
  } perform: { text, interpreter in
    let (clock, waited) = (ContinuousClock.now, interpreter.output.waited())
    let status = interpreter.run(anew: text)
    let took = ContinuousClock.now - clock - (interpreter.output.waited() - waited)
    interpreter.output.note("took \(took.short)")
    return status == .done ? nil : status
  }
}
