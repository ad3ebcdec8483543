extension Directive {
  static let cache = Directive(
    "cache", "forgets all remembered results, so that everything is computed again; show cache lists them",
    form: "clear", example: ":cache clear"
  ) { (text) throws(Mistake) in
    if text != "clear" { throw .settingNeeds("cache", what: "the word clear: :cache clear; show cache shows what is kept") }
  } perform: { _, interpreter in
    let kept = interpreter.engine.memory.contents
    interpreter.engine.memory.clear()
    interpreter.output.note("forgotten: \(kept.count) \(kept.count == 1 ? "result" : "results")")
    return nil
  }
}
