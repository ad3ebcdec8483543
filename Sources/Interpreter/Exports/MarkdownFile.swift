import Data
import Figures
import Language
import Tensors

/// A report as Markdown, with its pictures in files beside it.
struct MarkdownFile {
  private(set) var text = ""
  private var pictures: PictureFolder

  init(_ report: Report, path: String) throws {
    pictures = PictureFolder(beside: path)
    for cell in report.cells {
      if !cell.title.isEmpty { add("### \(cell.title)") }
      switch cell.content {
      case .prose(let prose): add(prose)
      case .code(let code, let number):
        add(Self.fenced(code, "xpl"))
        let output = try output(of: cell, number: number)
        if !output.isEmpty { add(output) }
      }
    }
    let facts = report.facts.loaded.map { "\($0.role) \($0.name), digest `\($0.digest)`" }
    add("---")
    add((["xpl \(version)", "seed \(report.facts.seed)"] + facts).joined(separator: "; "))
  }

  /// A file that holds nothing yet, whose pictures are those of a report.
  init(path: String) {
    pictures = PictureFolder(beside: path)
  }

  /// A single value: its table, or its words and its picture.
  init(_ value: Value, path: String) throws {
    pictures = PictureFolder(beside: path)
    if case .result(let result) = value, let table = try result.table {
      add(table.markdown)
    } else {
      add(try markdown(of: value, number: 0, place: 0))
    }
  }

  private mutating func add(_ block: String) {
    text += (text.isEmpty ? "" : "\n") + block.trimmingLines + "\n"
  }

  /// What came out of a cell; at its end, in a comment, the values themselves.
  mutating func output(of cell: Report.Cell, number: Int) throws -> String {
    var blocks: [String] = []
    for (place, output) in cell.outputs.enumerated() {
      switch output {
      case .note(let note):
        blocks.append(note.split(whereSeparator: \.isNewline).map { "> \($0)" }.joined(separator: "\n"))
      case .complaint(let diagnostic): blocks.append(Self.fenced(diagnostic.rendered(), "text"))
      case .value(let value): blocks.append(try markdown(of: value, number: number, place: place))
      }
    }
    guard !blocks.isEmpty else { return "" }
    let values = JSON.object([("values", .list(cell.outputs.compactMap { $0.value?.record }))])
    // Nothing in a comment may look like its end.
    let comment = "<!-- xpl: \(values.line.replacing("-->", with: "--\\u003e")) -->"
    return (blocks.filter { !$0.isEmpty } + [comment]).joined(separator: "\n\n")
  }

  private mutating func markdown(of value: Value, number: Int, place: Int) throws -> String {
    let exhibit = Exhibit(value)
    var blocks = [exhibit.words.isEmpty ? nil : Self.fenced(exhibit.words, "text")]
    if let table = exhibit.table {
      blocks.append(table.title.isEmpty ? nil : "> \(table.title)")
      blocks.append(table.markdown.trimmingLines)
    }
    if !exhibit.remarks.isEmpty { blocks.append(Self.fenced(exhibit.remarks, "text")) }
    if let figure = exhibit.figure {
      let link = pictures.add(try figure.draw().png(scale: 2), "\(number)-\(place)")
      let name = figure.title.isEmpty ? "the picture of it" : figure.title
      blocks.append("![\(name.filter { !"[]\n".contains($0) })](\(link))")
    }
    return blocks.compactMap { $0 }.joined(separator: "\n\n")
  }

  /// A fence is longer than any in what it holds.
  private static func fenced(_ text: String, _ language: String) -> String {
    var fence = "```"
    while text.contains(fence) { fence += "`" }
    return "\(fence)\(language)\n\(text)\n\(fence)"
  }

  func write(to path: String) throws { try write(text, to: path) }

  /// Writes the pictures, then the text, then takes away the pictures of before.
  func write(_ text: String, to path: String) throws {
    try pictures.write()
    try writeAtomically(Array(text.utf8), to: path)
    pictures.removeOthers()
  }
}
