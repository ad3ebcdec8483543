import Data
import Language
import Tensors

extension Notebook {
  /// The session as a script that gives the same results: the statements that matter in their cells, with the
  /// prose between them and the comments that belong to them.
  ///
  /// - Parameter folder: where the script is going to be, for the paths of what it includes.
  func script(at end: Session, in folder: String) -> (text: String, statements: Int) {
    let kept = matter(at: end)
    let cells = zip(self.cells, kept.cells).compactMap { whole, kept in
      let text = whole.prose == nil ? whole.text(of: kept.steps, in: folder) : ""
      return whole.prose == nil && text.isEmpty ? nil : (cell: kept, text: text)
    }
    var numbers: [Int: Int] = [:]
    for number in cells.compactMap(\.cell.number) { numbers[number] = numbers.count + 1 }
    let count = kept.cells.reduce(0) { $0 + $1.steps.count }
    if cells.count == 1, let only = cells.first, only.cell.title.isEmpty, only.cell.prose == nil {
      return (only.text.withCells(numbers) + "\n", count)
    }
    let texts = cells.map { cell, text in
      let title = cell.title.isEmpty ? "" : " " + cell.title
      guard let prose = cell.prose else { return "# %%\(title)\n\(text.withCells(numbers))\n" }
      let lines = prose.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      return "# %% [markdown]\(title)\n" + lines.map { $0.isEmpty ? "#\n" : "# \($0)\n" }.joined()
    }
    return (texts.joined(separator: "\n"), count)
  }
}

extension Notebook.Cell {
  /// The text of some of its statements, each with the comments above and behind it; the whole text where all
  /// are kept.
  func text(of kept: [Notebook.Step], in folder: String? = nil) -> String {
    guard let first = kept.first else { return "" }
    let script = Script(Source(name: sourceName, text: text))
    let isMoved = folder.map { canonicalPath($0) != canonicalPath(Tensors.folder(of: sourceName)) } ?? false
    let includes = isMoved && kept.contains { if case .include = $0.statement.kind { true } else { false } }
    if kept.count == script.statements.count, !includes { return text }
    let source = first.source
    var lines: [String] = []
    for step in steps {
      let end = source.lineEndWithComment(after: step.span.end)
      guard kept.contains(where: { $0.span == step.span }) else { continue }
      let before = steps.last { $0.span.end <= step.span.start }?.span.end
      let start = source.startWithComments(above: step.span.start, after: before)
      if isMoved, case .include(let path) = step.statement.kind {
        let place = canonicalPath(Inclusion.place(of: path.text, from: source))
        lines.append("include \(place.quotedForJSON)")
      } else {
        lines.append(source[Span(start, end)])
      }
    }
    let text = lines.joined(separator: "\n")
    return String(text.drop { $0.isNewline })
  }
}

extension Notebook.Step {
  fileprivate var span: Span { statement.span }
}

extension Source {
  /// Where the comments begin that stand right above a statement, or it itself where it shares its line.
  fileprivate func startWithComments(above offset: Int, after end: Int?) -> Int {
    func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }
    var start = line(at: offset).start
    guard isBlank(self[Span(start, offset)]) else { return offset }
    let floor = end.map { line(at: $0).end } ?? 0
    while start > 0 {
      let above = line(at: start - 1)
      let text = self[above]
      let isComment =
        text.drop(while: \.isWhitespace).hasPrefix("#") && !text.hasPrefix("# %%") && !text.hasPrefix("#%%")
      guard above.start >= floor, isComment || isBlank(text) else { break }
      start = above.start
    }
    return start
  }

  /// The end of the comment behind a statement, or of it itself where something else follows on its line.
  fileprivate func lineEndWithComment(after offset: Int) -> Int {
    let end = line(at: offset).end
    let rest = self[Span(offset, end)].drop(while: \.isWhitespace)
    return rest.hasPrefix("#") ? end : offset
  }
}
