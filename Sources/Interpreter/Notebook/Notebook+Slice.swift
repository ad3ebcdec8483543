import Language

extension Notebook {
  /// The statements that some places follow from, in their order: the shortest script that makes them.
  func slice(_ places: Set<Slot>) -> [Step] {
    needed(for: places) { _ in false }.cells.flatMap(\.steps)
  }

  /// The cells that a saved session is made of, each with the statements that matter: those that showed, saved or judged
  /// something, and all that these and what is at hand at the end follow from. What failed, and what nothing came of, is
  /// left out.
  func matter(at end: Session) -> Notebook {
    let parts: [Verb.Part] = [.model, .data, .tokenizer, .samples, .concepts, .seed]
    let places =
      parts.map { Slot.part($0) } + end.bindings.keys.map { .name($0) }
      + end.definitions.keys.map { .definition($0) }
    return needed(for: Set(places), orWhere: \.isHeard)
  }

  private func needed(for places: Set<Slot>, orWhere isWanted: (Step) -> Bool) -> Notebook {
    var needed = places
    var notebook = self
    for place in cells.indices.reversed() {
      var steps: [Step] = []
      for step in cells[place].steps.reversed() where step.isDone {
        guard isWanted(step) || !step.written.isDisjoint(with: needed) else { continue }
        needed.subtract(step.written)
        needed.formUnion(step.read.keys)
        steps.append(step)
      }
      notebook.cells[place].steps = steps.reversed()
    }
    return notebook
  }
}
