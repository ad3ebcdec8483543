/// What may stand at the cursor instead of the last `replacing` characters before it.
public struct Completion: Hashable, Sendable {
  public let replacing: Int
  public let candidates: [Candidate]

  public struct Candidate: Hashable, Sendable {
    public let text: String
    public let summary: String

    public init(_ text: String, summary: String = "") {
      self.text = text
      self.summary = summary
    }
  }

  public init(replacing: Int, candidates: [Candidate]) {
    self.replacing = replacing
    self.candidates = candidates
  }
}

extension Completion {
  /// What is typed instead of `typed`: the candidate where there is one, else what all have in common; nil where that
  /// adds nothing.
  package func insertion(after typed: String) -> String? {
    guard let first = candidates.first else { return nil }
    var text = candidates.dropFirst().reduce(first.text) { common, candidate in
      String(zip(common, candidate.text).prefix { $0 == $1 }.map(\.0))
    }
    if candidates.count == 1, !["=", "/"].contains(text.last) { text += " " }
    return text != typed && text.hasPrefix(typed) || candidates.count == 1 ? text : nil
  }

  /// The candidates as lines of at most `columns`: with what they mean, or in columns where none says that.
  package func lines(columns: Int, rows: Int) -> [String] {
    let lines =
      candidates.contains { !$0.summary.isEmpty } ? described(columns: columns) : tabled(columns: columns)
    let room = max(1, rows)
    guard lines.count > room else { return lines }
    let shown = lines.prefix(room - 1)
    let perLine = candidates.contains { !$0.summary.isEmpty } ? 1 : perLine(columns: columns)
    return shown + ["  ... and \(candidates.count - shown.count * perLine) more"]
  }

  private var widest: Int { candidates.map(\.text.width).max() ?? 0 }

  private func described(columns: Int) -> [String] {
    let widest = min(widest, columns / 2)
    return candidates.map { candidate in
      let blanks = String(repeating: " ", count: max(2, widest - candidate.text.width + 2))
      return ("  " + candidate.text + (candidate.summary.isEmpty ? "" : blanks + candidate.summary))
        .cut(to: columns - 1)
    }
  }

  private func perLine(columns: Int) -> Int { max(1, (columns - 1) / (widest + 2)) }

  private func tabled(columns: Int) -> [String] {
    let count = perLine(columns: columns)
    return stride(from: 0, to: candidates.count, by: count).map { start in
      let row = candidates[start..<min(start + count, candidates.count)]
      return row.enumerated().map { index, candidate in
        let isLast = index + 1 == row.count
        let blanks = isLast ? "" : String(repeating: " ", count: widest - candidate.text.width)
        return "  " + candidate.text + blanks
      }.joined().cut(to: columns - 1)
    }
  }
}

extension String {
  /// As much as fits into so many columns; dots stand for the rest.
  fileprivate func cut(to columns: Int) -> String {
    guard width > columns else { return self }
    var (result, used) = ("", 0)
    for character in self {
      used += String(character).width
      if used > columns - 3 { break }
      result.append(character)
    }
    return result + "..."
  }
}
