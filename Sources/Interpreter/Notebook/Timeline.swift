/// The states that a session can go back to, and the branches beside it.
struct Timeline: Sendable {
  private struct Line: Sendable {
    var state: Interpreter.State
    var past: [Interpreter.State]
    var future: [Interpreter.State]
  }

  static let first = "main"
  /// As many steps as anybody goes back.
  private static let longest = 200

  private(set) var branch = Timeline.first
  private var past: [Interpreter.State] = []
  private var future: [Interpreter.State] = []
  private var others: [String: Line] = [:]

  /// Keeps the state before a change.
  mutating func keep(_ state: Interpreter.State) {
    past.append(state)
    if past.count > Self.longest { past.removeFirst() }
    future = []
  }

  /// The state before the last change; nil where there was none.
  mutating func undo(_ state: Interpreter.State) -> Interpreter.State? {
    guard let last = past.popLast() else { return nil }
    future.append(state)
    return last
  }

  mutating func redo(_ state: Interpreter.State) -> Interpreter.State? {
    guard let next = future.popLast() else { return nil }
    past.append(state)
    return next
  }

  /// All branches in alphabetical order.
  var branches: [String] { (others.keys + [branch]).sorted() }

  /// Goes on on another branch: as it was left, or, where it is new, as things are now.
  mutating func change(to name: String, _ state: Interpreter.State) -> Interpreter.State {
    guard name != branch else { return state }
    others[branch] = Line(state: state, past: past, future: future)
    branch = name
    guard let line = others.removeValue(forKey: name) else { return state }
    (past, future) = (line.past, line.future)
    return line.state
  }
}
