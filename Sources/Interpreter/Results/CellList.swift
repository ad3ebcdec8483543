import Figures

/// The cells of a session: their numbers, their texts, how they ended.
struct CellList: Result {
  static let kind = "cells"
  static let fields: [Field<CellList>] = []

  let table: Table?
  private let isEmpty: Bool

  var summary: String { isEmpty ? "no cell has run yet" : table?.summary ?? "" }

  init(_ interpreter: Interpreter) {
    let stale = interpreter.stale
    let rows: [[Table.Cell]] = interpreter.notebook.cells.compactMap { cell in
      guard let number = cell.number else { return nil }
      let reasons = stale.first { $0.cell == number }.map {
        "stale: stands on " + $0.reasons.joined(separator: ", ")
      }
      return [
        .text("[\(number)]"), .text(cell.firstLine), .text(reasons ?? cell.status.word),
        .text(cell.duration.short),
      ]
    }
    isEmpty = rows.isEmpty
    table = try? Table(columns: ["cell", "text", "state", "time"], rows: rows)
  }
}

extension Notebook.Cell {
  /// The beginning of its text, on one line.
  var firstLine: String {
    let lines = text.split(whereSeparator: \.isNewline)
    let line = lines.first.map(String.init) ?? ""
    let isCut = line.count > 60 || lines.count > 1
    return line.prefix(60) + (isCut ? " ..." : "")
  }
}

extension Status {
  /// The outcome in a word.
  var word: String {
    switch self {
    case .done: "done"
    case .failed: "failed"
    case .invalid: "invalid"
    case .unmet: "not met"
    case .interrupted: "interrupted"
    }
  }
}

extension Duration {
  /// "3 ms", "1.2 s", "2 min 5 s"
  public var short: String {
    let seconds = Double(components.seconds) + Double(components.attoseconds) * 1e-18
    if seconds < 0.9995 { return "\(Int((seconds * 1000).rounded())) ms" }
    if seconds < 59.95 { return "\((seconds * 10).rounded() / 10) s" }
    let whole = Int(seconds.rounded())
    return "\(whole / 60) min \(whole % 60) s"
  }
}
