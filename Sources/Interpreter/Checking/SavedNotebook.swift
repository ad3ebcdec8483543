import Data
import Language
import Tensors

/// A file that holds a notebook, to be run again and compared with what it says.
public struct SavedNotebook {
  /// A cell of code in the file.
  struct Cell {
    let source: Source
    /// What it showed when it was saved; nil where the file does not say.
    let values: [JSON]?
  }

  private enum Form {
    case script(ExpectedValues)
    case markdown(SavedMarkdown)
    case jupyter(SavedJupyter)
  }

  private let path: String
  private let text: String
  private let form: Form

  /// Throws where the file can't be read, or is none of these.
  public init(_ path: String) throws {
    self.path = path
    text = try readText(path)
    if path.lowercased().hasSuffix(".ipynb") {
      form = .jupyter(try SavedJupyter(text, path: path))
    } else if path.lowercased().hasSuffix(".md") {
      form = .markdown(SavedMarkdown(text, path: path))
    } else if [".html", ".pdf", ".png", ".svg"].contains(where: path.lowercased().hasSuffix) {
      throw Mistake.failed(
        "'\(path)' can't be run: check takes .xpl, .md and .ipynb, which are saved as well")
    } else {
      form = .script(try ExpectedValues(of: path))
    }
  }

  private var cells: [Cell] {
    switch form {
    case .script(let expected): [Cell(source: Source(name: path, text: text), values: expected.values)]
    case .markdown(let file): file.cells
    case .jupyter(let file): file.cells
    }
  }

  /// Runs the notebook again and says what differs from what it holds.
  ///
  /// - Parameters:
  ///   - tolerance: how far apart numbers may be, as a share of the largest of their field.
  ///   - isUpdate: whether the file takes the new results.
  ///   - say: takes what was found, line by line.
  public func check(tolerance: Double, isUpdate: Bool, output: Output, say: (String) -> Void) throws -> Status
  {
    let cells = cells
    let wrong = cells.map { Script($0.source) }.flatMap { $0.summed($0.diagnostics) }
    wrong.forEach(output.complain)
    guard wrong.isEmpty else { return .invalid }

    var interpreter = Interpreter(output: output)
    var runs: [[Notebook.Cell]] = []
    var statuses: [Status] = []
    var found = Findings()
    for (place, cell) in cells.enumerated() {
      let before = interpreter.notebook.cells.count
      let status = interpreter.run(cell.source, path: path)
      if status == .interrupted { return status }
      statuses.append(status)
      runs.append(Array(interpreter.notebook.cells.dropFirst(before)))
      let name = cells.count == 1 ? path : "cell \(place + 1)"
      found.add(cell, runs[place], status, name: name, Comparison(tolerance: tolerance), say)
    }
    say(found.summary(cells: cells.count))
    if let failure = statuses.first(where: { $0 == .invalid || $0 == .failed }) {
      if isUpdate { say("not updated, since a statement failed") }
      return failure
    }
    if isUpdate {
      try update(runs, interpreter.session)
      if case .script(let expected) = form { say("updated \(expected.path)") } else { say("updated \(path)") }
      return statuses.contains(.unmet) ? .unmet : .done
    }
    return found.differing > 0 || statuses.contains(.unmet) ? .unmet : .done
  }

  private func update(_ runs: [[Notebook.Cell]], _ session: Session) throws {
    let cells = runs.enumerated().map { place, cells in
      Report.Cell(
        title: "", content: .code("", number: place + 1),
        outputs: cells.flatMap(\.entries).compactMap(\.output), duration: nil)
    }
    switch form {
    case .script(let expected): try expected.write(cells[0].outputs.compactMap { $0.value?.record })
    case .markdown(let file): try file.write(cells, to: path)
    case .jupyter(let file):
      let notebook = try file.updated(cells, facts: Report.Facts(session))
      try writeAtomically(Array((notebook.text() + "\n").utf8), to: path)
    }
  }
}

/// What was found so far.
private struct Findings {
  var differing = 0
  private var compared = 0

  mutating func add(
    _ cell: SavedNotebook.Cell, _ run: [Notebook.Cell], _ status: Status, name: String,
    _ comparison: Comparison,
    _ say: (String) -> Void
  ) {
    if status != .done {
      say("\(name): \(status == .unmet ? "an expectation is not met" : "a statement failed")")
    }
    guard let was = cell.values else { return }
    let now = run.flatMap(\.entries).compactMap { $0.output?.value?.record }
    compared += was.count
    if was.count != now.count {
      // What did not come to its end shows less.
      if status == .done || status == .unmet {
        differing += 1
        say("\(name): showed \(was.count) value\(was.count == 1 ? "" : "s"), shows \(now.count)")
      }
    }
    for (place, (old, new)) in zip(was, now).enumerated() {
      let differences = comparison.differences(old, new)
      if !differences.isEmpty { differing += 1 }
      for difference in differences {
        let kind = new["kind"].flatMap { if case .text(let kind) = $0 { kind } else { nil } } ?? "value"
        say("\(name), \(kind)\(was.count > 1 ? " \(place + 1)" : ""): \(difference)")
      }
    }
  }

  func summary(cells: Int) -> String {
    let values = "\(compared) value\(compared == 1 ? "" : "s")"
    let verdict =
      compared == 0
      ? "nothing to compare" : differing == 0 ? "\(values) as saved" : "\(differing) of \(values) differ"
    return "\(cells) cell\(cells == 1 ? "" : "s"): \(verdict)"
  }
}
