extension Verb {
  /// All verbs as a page of Markdown: `Grammar/verbs.md`.
  static var reference: String {
    let verbs = (all + [Expectation.verb]).sorted { $0.name < $1.name }.map(\.page)
    return "# The verbs of xpl\n\nWritten by `xpl --grammar=verbs` from the table of verbs.\n\n"
      + verbs.joined(separator: "\n")
  }

  /// The verb as a part of that page.
  var page: String {
    var lines = ["## \(name)", "", "\(summary).", "", "    \(usage)", ""]
    if !parameters.isEmpty {
      lines += ["| argument | may be | left out | |", "|---|---|---|---|"]
      lines += parameters.map { parameter in
        let cells = [
          "`\(parameter.name)`", parameter.kindName + (parameter.unit.map { ", in \($0)" } ?? ""),
          parameter.shownInitial ?? (parameter.isRequired ? "must be given" : ""), parameter.summary,
        ]
        return "| \(cells.joined(separator: " | ")) |"
      }
      lines.append("")
    }
    if let gives, !gives.fieldNames.isEmpty {
      lines += ["Gives \(gives.kind): \(gives.fieldNames.map { "`.\($0)`" }.joined(separator: " ")).", ""]
    }
    if let cost { lines += ["Costs \(cost).", ""] }
    if let paper { lines += ["\(paper).", ""] }
    return (lines + ["```xpl", example, "```", ""]).joined(separator: "\n")
  }
}
