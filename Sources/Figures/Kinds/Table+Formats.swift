// The table for other programs: numbers as exact as they are, not rounded as for a reader.

extension Table {
  /// Comma-separated values with a header line (RFC 4180, lines ending in a newline).
  public var csv: String {
    let header = columns.map(Self.quotedForCSV).joined(separator: ",")
    let lines = rows.map { row in
      row.map { cell in
        switch cell {
        case .text(let text): Self.quotedForCSV(text)
        case .integer(let value): String(value)
        case .number(let value): value.description
        case .empty: ""
        }
      }.joined(separator: ",")
    }
    return ([header] + lines).map { $0 + "\n" }.joined()
  }

  /// A list of objects, one for each row, with the columns as keys; NaN and infinity, which JSON lacks, are
  /// null.
  public var json: String {
    let objects = rows.map { row in
      let members = zip(columns, row).map { column, cell in
        let value =
          switch cell {
          case .text(let text): Self.quotedForJSON(text)
          case .integer(let value): String(value)
          case .number(let value): value.isFinite ? value.description : "null"
          case .empty: "null"
          }
        return "\(Self.quotedForJSON(column)): \(value)"
      }
      return "  {" + members.joined(separator: ", ") + "}"
    }
    return objects.isEmpty ? "[]\n" : "[\n" + objects.joined(separator: ",\n") + "\n]\n"
  }

  /// A table of Markdown, with rounded numbers.
  public var markdown: String {
    let columns = texts
    func line(_ cells: [String]) -> String {
      "| " + cells.map { String($0.flatMap { $0 == "|" ? "\\|" : String($0) }) }.joined(separator: " | ")
        + " |\n"
    }
    return line(columns.map(\.header)) + line(columns.map { $0.anchor == .end ? "---:" : ":---" })
      + rows.indices.map { row in line(columns.map { $0.cells[row] }) }.joined()
  }

  private static func quotedForCSV(_ text: String) -> String {
    let special: Set<Unicode.Scalar> = [",", "\"", "\n", "\r"]
    guard text.unicodeScalars.contains(where: special.contains) else { return text }
    return "\"" + text.flatMap { $0 == "\"" ? "\"\"" : String($0) } + "\""
  }

  private static func quotedForJSON(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
