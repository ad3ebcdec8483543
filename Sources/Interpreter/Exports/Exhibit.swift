import Figures

/// A value in the parts that a page shows of it: words, a table, a picture.
struct Exhibit {
  /// What it says before its table.
  var words = ""
  var table: Table?
  /// What it says after its table.
  var remarks = ""
  var figure: (any Figure)?

  init(_ value: Value) {
    guard case .result(let result) = value else {
      words = Presentation().text(of: value).trimmingLines
      return
    }
    let figure = (try? result.figure) ?? nil
    let table = figure as? Table ?? (try? result.table) ?? nil
    self.figure = figure is Table ? nil : figure
    // What a plot says in words its figure says.
    if result is Plotted, self.figure != nil { return }
    let summary = result.summary
    guard let table, let place = summary.firstRange(of: table.summary) else {
      words = summary.trimmingLines
      self.table = figure as? Table
      return
    }
    self.table = table
    words = String(summary[..<place.lowerBound]).trimmingLines
    remarks = String(summary[place.upperBound...]).trimmingLines
  }
}

extension String {
  /// Without blank lines around it.
  var trimmingLines: String {
    let lines = split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let isBlank = { (line: Substring) in line.allSatisfy(\.isWhitespace) }
    return lines.drop(while: isBlank).reversed().drop(while: isBlank).reversed().joined(separator: "\n")
  }
}
