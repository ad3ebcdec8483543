import Data
import Language

/// A Jupyter notebook: its cells of code run in their order.
struct SavedJupyter {
  private let document: JSON
  let cells: [SavedNotebook.Cell]

  /// Throws where the text is no notebook of format 4, or one of another language.
  init(_ text: String, path: String) throws {
    document = try JSON(text, of: path)
    guard document["nbformat"]?.number == 4, case .list(let cells)? = document["cells"] else {
      throw Mistake.failed("'\(path)' is no Jupyter notebook of format 4")
    }
    if case .text(let language)? = document["metadata"]?["language_info"]?["name"], language != "xpl" {
      throw Mistake.failed("'\(path)' is a notebook in \(language)")
    }
    self.cells = cells.filter(\.isCode).enumerated().map { place, cell in
      SavedNotebook.Cell(
        source: Source(name: "\(path)[\(place + 1)]", text: cell["source"]?.joined ?? ""),
        values: cell.savedValues)
    }
  }

  /// The notebook with other outputs.
  func updated(_ cells: [Report.Cell], facts: Report.Facts) throws -> JSON {
    guard case .list(let old)? = document["cells"] else { return document }
    var rest = cells[...]
    let new = try old.map { cell in
      guard cell.isCode, let report = rest.popFirst(), case .code(_, let number) = report.content else {
        return cell
      }
      return cell.with([
        "execution_count": .number(Double(number)), "outputs": .list(try report.notebookOutputs(number)),
      ])
    }
    let own = Dictionary(uniqueKeysWithValues: facts.metadata.sorted.map { ($0.key, $0.value) })
    return document.with(["cells": .list(new), "metadata": (document["metadata"] ?? .object([])).with(own)])
  }
}

extension JSON {
  fileprivate var isCode: Bool {
    if case .text("code")? = self["cell_type"] { true } else { false }
  }

  /// The values of a cell; nil where it shows something, but nothing that can be compared.
  fileprivate var savedValues: [JSON]? {
    guard case .list(let outputs)? = self["outputs"] else { return nil }
    let shown = outputs.filter { output in
      if case .text(let kind)? = output["output_type"] {
        ["execute_result", "display_data"].contains(kind)
      } else {
        false
      }
    }
    let values = shown.compactMap { $0["data"]?[Value.recordType] }
    // A cell that never ran has no number.
    if outputs.isEmpty, self["execution_count"]?.number == nil { return nil }
    return values.count == shown.count ? values : nil
  }

  /// A text that may be given as the list of its lines.
  fileprivate var joined: String {
    switch self {
    case .text(let text): text
    case .list(let lines): lines.map { if case .text(let line) = $0 { line } else { "" } }.joined()
    case .null, .bool, .number, .object: ""
    }
  }

  /// The object with some of its members exchanged.
  fileprivate func with(_ members: [String: JSON]) -> JSON {
    .object(sorted.filter { members[$0.key] == nil } + members.map { (key: $0.key, value: $0.value) })
  }
}
