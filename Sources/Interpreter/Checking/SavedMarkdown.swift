import Data
import Language
import Tensors

/// A Markdown file whose code fenced as `xpl` runs in its order; what came out of each fence follows it.
struct SavedMarkdown {
  private let lines: [Substring]
  /// The lines of what follows each cell's code and came out of it.
  private var outputs: [Range<Int>] = []
  private(set) var cells: [SavedNotebook.Cell] = []

  init(_ text: String, path: String) {
    lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var place = 0
    while place < lines.count {
      guard let fence = Fence(lines[place]) else {
        place += 1
        continue
      }
      let end = lines[(place + 1)...].firstIndex { fence.isClosed(by: $0) } ?? lines.count
      defer { place = end + 1 }
      guard fence.language == "xpl" else { continue }
      // Blank lines before the code keep the numbers of the file's lines.
      let code = String(repeating: "\n", count: place + 1) + lines[(place + 1)..<end].joined(separator: "\n")
      let (output, values) = output(after: end + 1)
      outputs.append(output)
      cells.append(SavedNotebook.Cell(source: Source(name: path, text: code), values: values))
    }
  }

  /// What follows a fence and is an output: up to the comment with the values, or without one the fence of text.
  private func output(after start: Int) -> (lines: Range<Int>, values: [JSON]?) {
    let start = min(start, lines.count)
    var place = start
    var firstText: Range<Int>?
    while place < lines.count {
      let line = lines[place]
      if let fence = Fence(line) {
        guard fence.language == "text" else { break }
        let end = lines[(place + 1)...].firstIndex { fence.isClosed(by: $0) } ?? lines.count - 1
        if firstText == nil, lines[start..<place].allSatisfy(\.isBlank) { firstText = start..<end + 1 }
        place = end + 1
        continue
      }
      if let values = Self.values(line) { return (start..<place + 1, values) }
      guard line.isBlank || line.hasPrefix("|") || line.hasPrefix("> ") || line.hasPrefix("![") else { break }
      place += 1
    }
    return (firstText ?? start..<start, nil)
  }

  private static func values(_ line: Substring) -> [JSON]? {
    guard line.hasPrefix("<!-- xpl: "), line.hasSuffix(" -->"),
      case .list(let values)? = (try? JSON(text: String(line.dropFirst(10).dropLast(4))))?["values"]
    else { return nil }
    return values
  }

  /// Writes the file with other outputs; what stands around them stays.
  func write(_ reports: [Report.Cell], to path: String) throws {
    var file = MarkdownFile(path: path)
    var text: [String] = []
    var place = 0
    for (number, (report, range)) in zip(reports, outputs).enumerated() {
      text += lines[place..<range.lowerBound].map(String.init)
      let output = try file.output(of: report, number: number + 1)
      if !output.isEmpty {
        text += [""] + output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      }
      place = range.upperBound
    }
    text += lines[min(place, lines.count)...].map(String.init)
    try file.write(text.joined(separator: "\n"), to: path)
  }
}

extension Substring {
  fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
