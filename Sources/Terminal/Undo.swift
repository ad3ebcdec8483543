/// What a line was before, a step for each word that was typed and for each other change.
package struct Undo: Hashable, Sendable {
  package struct State: Hashable, Sendable {
    package var text: [Unicode.Scalar]
    package var cursor: Int

    package init(text: [Unicode.Scalar], cursor: Int) {
      (self.text, self.cursor) = (text, cursor)
    }
  }

  private var states: [State] = []
  /// Whether the last state is a word that grows.
  private var isTyping = false

  package init() {}

  /// Takes note of how the line is now.
  package mutating func note(_ state: State) {
    guard let last = states.last else {
      states = [state]
      return
    }
    guard last.text != state.text else {
      states[states.count - 1].cursor = state.cursor
      return
    }
    let isLetter =
      state.cursor == last.cursor + 1 && state.text.count == last.text.count + 1
      && state.text[last.cursor] != " " && state.text[last.cursor] != "\n"
    if isLetter && isTyping {
      states[states.count - 1] = state
    } else {
      states.append(state)
    }
    isTyping = isLetter
  }

  /// The state before the one that was noted last, or nil where that is the first.
  package mutating func undo() -> State? {
    guard states.count > 1 else { return nil }
    states.removeLast()
    isTyping = false
    return states.last
  }
}
