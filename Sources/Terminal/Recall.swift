/// A walk through the history: the statements that begin as the line did when it started.
package struct Recall: Sendable {
  /// The line as it was typed.
  private let typed: String
  /// What was shown so far, the latest last.
  private var shown: [(index: Int, text: String)] = []

  package init(from typed: String) {
    self.typed = typed
  }

  /// What the line is while nothing else has changed it.
  package var text: String { shown.last?.text ?? typed }

  /// The next older statement that was not shown yet; nil where there is none.
  package mutating func older(in statements: [String]) -> String? {
    let known = Set(shown.map(\.text) + [typed])
    var index = (shown.last?.index ?? statements.count) - 1
    while index >= 0 {
      if statements[index].hasPrefix(typed), !known.contains(statements[index]) {
        shown.append((index, statements[index]))
        return text
      }
      index -= 1
    }
    return nil
  }

  /// What was shown before, at last the line as it was typed; nil where that is shown already.
  package mutating func newer() -> String? {
    shown.popLast() == nil ? nil : text
  }
}
