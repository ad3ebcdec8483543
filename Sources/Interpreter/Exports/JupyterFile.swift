import Data
import Figures
import Language
import Tensors

extension Report {
  /// The report as a Jupyter notebook: nbformat 4.5, members in alphabetical order, so that little of it
  /// changes when little changes in the session.
  func notebook() throws -> JSON {
    var identities = CellIdentities()
    var cells: [JSON] = []
    func prose(_ text: String) -> JSON {
      .object([
        ("cell_type", .text("markdown")), ("id", .text(identities.next(text))), ("metadata", .object([])),
        ("source", .lines(text)),
      ])
    }
    for cell in self.cells {
      if !cell.title.isEmpty { cells.append(prose("### \(cell.title)")) }
      switch cell.content {
      case .prose(let text): cells.append(prose(text))
      case .code(let code, let number):
        cells.append(
          .object([
            ("cell_type", .text("code")), ("execution_count", .number(Double(number))),
            ("id", .text(identities.next(code))), ("metadata", .object([])),
            ("outputs", .list(try cell.notebookOutputs(number))), ("source", .lines(code)),
          ]))
      }
    }
    return .object([
      ("cells", .list(cells)), ("metadata", facts.metadata), ("nbformat", .number(4)),
      ("nbformat_minor", .number(5)),
    ])
  }
}

/// Names of cells that only change with their text.
private struct CellIdentities {
  private var counts: [String: Int] = [:]

  /// The digest of a text and of how often it came before.
  mutating func next(_ text: String) -> String {
    counts[text, default: 0] += 1
    return String("\(Digest("\(counts[text] ?? 0) \(text)"))".prefix(16))
  }
}

extension Report.Facts {
  /// What a notebook says of the language and of what its results depend on.
  var metadata: JSON {
    let loaded = loaded.map { role, name, digest in
      (key: role, value: JSON.object([("digest", .text(digest)), ("name", .text(name))]))
    }
    return .object([
      (
        "kernelspec",
        .object([("display_name", .text("xpl")), ("language", .text("xpl")), ("name", .text("xpl"))])
      ),
      (
        "language_info",
        .object([
          ("file_extension", .text(".xpl")), ("mimetype", .text("text/x-xpl")), ("name", .text("xpl")),
          ("version", .text(version)),
        ])
      ),
      ("xpl", .object([("seed", .text("\(seed)")), ("version", .text(version))] + loaded)),
    ])
  }
}

extension Report.Cell {
  /// What came out of it, as a notebook has it: the last value is the cell's result.
  func notebookOutputs(_ number: Int) throws -> [JSON] {
    let last = outputs.lastIndex { $0.value != nil }
    return try outputs.enumerated().map { place, output in
      switch output {
      case .note(let text):
        return .object([
          ("name", .text("stderr")), ("output_type", .text("stream")), ("text", .lines(text + "\n")),
        ])
      case .complaint(let diagnostic):
        let lines = diagnostic.rendered().split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return .object([
          ("ename", .text("error")), ("evalue", .text(diagnostic.message)), ("output_type", .text("error")),
          ("traceback", .list(lines.map { .text(String($0)) })),
        ])
      case .value(let value):
        let own: [(key: String, value: JSON)] = [("data", try value.bundle), ("metadata", .object([]))]
        return .object(
          own
            + (place == last
              ? [("execution_count", .number(Double(number))), ("output_type", .text("execute_result"))]
              : [("output_type", .text("display_data"))]))
      }
    }
  }
}

extension Value {
  /// The mime type of what `xpl check` compares.
  static let recordType = "application/vnd.xpl+json"

  /// The value in all forms that a notebook has for it.
  fileprivate var bundle: JSON {
    get throws {
      let exhibit = Exhibit(self)
      var forms: [(key: String, value: JSON)] = [
        (Self.recordType, record), ("text/plain", .lines(Presentation().text(of: self).trimmingLines)),
      ]
      if let figure = exhibit.figure {
        forms.append(("image/png", .text(try figure.draw().png(scale: 2).base64)))
      } else if exhibit.table != nil {
        forms.append(("text/html", .lines(exhibit.markup)))
      }
      return .object(forms)
    }
  }
}

extension JSON {
  /// A text as a notebook has it: a list of its lines, each with its end.
  static func lines(_ text: String) -> JSON {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let ended = lines.dropLast().map { "\($0)\n" } + (lines.last.map { $0.isEmpty ? [] : [String($0)] } ?? [])
    return .list(ended.map { .text($0) })
  }
}
