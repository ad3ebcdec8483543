import Store

extension Directive {
  static let cache = Directive(
    "cache",
    "forgets all remembered results, also those of earlier runs, so that everything is computed again; "
      + "show cache lists them",
    form: "clear", example: ":cache clear"
  ) { (text) throws(Mistake) in
    if text != "clear" {
      throw .settingNeeds("cache", what: "the word clear: :cache clear; show cache shows what is kept")
    }
  } perform: { _, interpreter in
    let engine = interpreter.engine
    let kept = engine.store?.entries.count ?? 0
    interpreter.output.note(
      "forgotten: \(engine.memory.contents.count) results of this run, \(kept) of earlier ones")
    engine.memory.clear()
    engine.store?.clear()
    return nil
  }
}
