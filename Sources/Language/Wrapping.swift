extension String {
  /// The text with its lines broken between words where they are wider than `columns`.
  ///
  /// What follows goes below the second column of a line that has two, as the lines of help do, else below its first word.
  package func wrapped(to columns: Int) -> String {
    split(separator: "\n", omittingEmptySubsequences: false).map { Self.wrapped($0, to: columns) }
      .joined(separator: "\n")
  }

  private static func wrapped(_ line: Substring, to columns: Int) -> String {
    guard line.displayWidth > columns else { return String(line) }
    let blanks = line.prefix { $0 == " " }.count
    let second = line.dropFirst(blanks).firstRange(of: "  ").map { gap in
      line[..<gap.lowerBound].count + line[gap.lowerBound...].prefix { $0 == " " }.count
    }
    // A second column that begins far to the right leaves nothing to write in.
    let indent = second.flatMap { $0 <= columns / 2 ? $0 : nil } ?? blanks
    var rows: [String] = []
    var row = String(line.prefix(indent))
    var isEmpty = true
    for word in line.dropFirst(indent).split(separator: " ", omittingEmptySubsequences: false) {
      if !isEmpty, row.displayWidth + 1 + word.displayWidth > columns {
        rows.append(row)
        row = String(repeating: " ", count: indent)
        isEmpty = true
      }
      row += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return (rows + [row]).joined(separator: "\n")
  }
}

extension StringProtocol {
  fileprivate var displayWidth: Int { reduce(0) { $0 + $1.displayWidth } }
}
