import Data
import Language

extension VerdictReport {
  /// One line for each `expect`, with a block of YAML where it is not met. The plan comes last: how many there will be
  /// shows only in the run.
  var tap: String {
    var lines = ["TAP version 14"]
    for (number, verdict) in zip(1..., verdicts) {
      lines.append("\(verdict.isMet ? "ok" : "not ok") \(number) - \(verdict.name.escapedForTAP)")
      lines += verdict.details
    }
    for error in errors {
      let place = error.source.map { " (\($0.name):\($0.position(of: error.span.start).line))" } ?? ""
      lines.append("Bail out! " + (error.message + place).onOneLine)
    }
    if isInterrupted { lines.append("Bail out! interrupted") }
    if errors.isEmpty && !isInterrupted { lines.append("1..\(verdicts.count)") }
    if let points { lines.append("# points: \(points.given.plainText) of \(points.most.plainText)") }
    return lines.map { $0 + "\n" }.joined()
  }
}

extension Verdict {
  /// JSON's texts are YAML's, too.
  fileprivate var details: [String] {
    var entries = ["at: \("\(file):\(line)".quotedForJSON)"]
    if let reason { entries.insert("message: \(reason.quotedForJSON)", at: 0) }
    if let hint, !isMet { entries.append("hint: \(hint.quotedForJSON)") }
    if let points {
      entries.append("points: \(isMet ? points.plainText : "0")\n  worth: \(points.plainText)")
    }
    guard !isMet || points != nil else { return [] }
    return ["  ---"] + entries.map { "  " + $0 } + ["  ..."]
  }
}

extension String {
  fileprivate var onOneLine: String { split(whereSeparator: \.isNewline).joined(separator: " ") }

  /// A "#" begins a directive, and a backslash an escape.
  fileprivate var escapedForTAP: String {
    onOneLine.map { ["#", "\\"].contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}
