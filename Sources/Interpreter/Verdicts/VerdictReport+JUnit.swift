import Language

extension VerdictReport {
  var junit: String {
    let failures = verdicts.count { !$0.isMet }
    let counts = [
      ("tests", "\(verdicts.count + ends.count)"), ("failures", "\(failures)"), ("errors", "\(ends.count)"),
      ("skipped", "0"),
    ]
    var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites\(attributes(counts))>"]
    lines.append("  <testsuite\(attributes([("name", name)] + counts))>")
    if let points {
      lines += ["    <properties>"]
      for (name, value) in [("points", points.given), ("points.most", points.most)] {
        lines.append("      <property\(attributes([("name", name), ("value", value.plainText)]))/>")
      }
      lines.append("    </properties>")
    }
    for verdict in verdicts {
      let head = attributes([
        ("name", verdict.name), ("classname", name), ("file", verdict.file), ("line", "\(verdict.line)"),
      ])
      guard let reason = verdict.reason else {
        lines.append("    <testcase\(head)/>")
        continue
      }
      lines += ["    <testcase\(head)>"]
      let details = reason + (verdict.hint.map { "\n" + $0 } ?? "")
      lines.append(
        "      <failure\(attributes([("message", reason), ("type", "expect")]))>\(details.escapedForXML)</failure>"
      )
      lines.append("    </testcase>")
    }
    for (message, details) in ends {
      lines.append(
        "    <testcase\(attributes([("name", "the script runs to its end"), ("classname", name)]))>")
      lines.append(
        "      <error\(attributes([("message", message), ("type", "error")]))>\(details.escapedForXML)</error>"
      )
      lines.append("    </testcase>")
    }
    return (lines + ["  </testsuite>", "</testsuites>"]).map { $0 + "\n" }.joined()
  }

  /// What ended the script, in short and at length.
  private var ends: [(String, String)] {
    errors.map { ($0.message, $0.rendered()) } + (isInterrupted ? [("interrupted", "interrupted")] : [])
  }

  private func attributes(_ pairs: [(String, String)]) -> String {
    pairs.map { " \($0.0)=\"\($0.1.escapedForXML)\"" }.joined()
  }
}

extension String {
  /// The text in XML 1.0, in elements and attributes; characters that XML forbids become U+FFFD.
  fileprivate var escapedForXML: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0x22: text += "&quot;"
      case 0x26: text += "&amp;"
      case 0x3C: text += "&lt;"
      case 0x3E: text += "&gt;"
      case 0x09, 0x0A, 0x0D: text += "&#\(scalar.value);"
      case 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...: text.unicodeScalars.append(scalar)
      default: text += "\u{FFFD}"
      }
    }
    return text
  }
}
