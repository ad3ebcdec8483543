extension Figure {
  /// The figure as a web page that needs no other file.
  public func html() throws(FigureError) -> [UInt8] {
    let page = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\((title.isEmpty ? "xpl" : title).escapedForHTML)</title>
      <style>
      body { font: 15px/1.5 system-ui, sans-serif; color: \(Color.ink.css); margin: 2em auto; max-width: 60em; padding: 0 1em; }
      h1 { font-size: 1.2em; } h2 { font-size: 1em; font-weight: normal; color: \(Color.faint.css); }
      figure { margin: 0; overflow-x: auto; } svg { max-width: 100%; height: auto; }
      table { border-collapse: collapse; } th, td { padding: 0.15em 0.8em; text-align: left; }
      th { border-bottom: 1px solid \(Color.rule.css); } .number { text-align: right; font-variant-numeric: tabular-nums; }
      .words span { padding: 0.1em 0.25em; border-radius: 2px; } .words { line-height: 2; } .faint { color: \(Color.faint.css); }
      .strip { display: inline-block; width: 96px; height: 0.8em; margin: 0 0.4em; }
      </style>
      </head>
      <body>
      \(try markup())
      </body>
      </html>

      """
    return Array(page.utf8)
  }

  /// The drawing, and below it what it says in words.
  public func markup() throws(FigureError) -> String {
    let drawing = String(decoding: try draw().svg(), as: UTF8.self)
    // What comes before the element itself is for files of their own.
    let element = drawing.firstRange(of: "<svg").map { String(drawing[$0.lowerBound...]) } ?? drawing
    return """
      <figure role="img" aria-label="\(title.escapedForHTML)">
      \(element)
      </figure>
      <details><summary>in words</summary><pre>\(summary.escapedForHTML)</pre></details>
      """
  }
}

extension Table {
  public func markup() -> String {
    func cells(_ tag: String, _ texts: [(text: String, anchor: Text.Anchor)]) -> String {
      texts.map { text, anchor in
        "<\(tag)\(anchor == .end ? " class=\"number\"" : "")>\(text.escapedForHTML)</\(tag)>"
      }.joined()
    }
    let columns = texts
    let lines = rows.indices.map { row in
      "<tr>\(cells("td", columns.map { ($0.cells[row], $0.anchor) }))</tr>"
    }
    return """
      \(title.isEmpty ? "" : "<h1>\(title.escapedForHTML)</h1>")
      <figure><table>
      <thead><tr>\(cells("th", columns.map { ($0.header, $0.anchor) }))</tr></thead>
      <tbody>
      \(lines.joined(separator: "\n"))
      </tbody>
      </table></figure>
      """
  }
}

extension String {
  var escapedForHTML: String {
    var escaped = ""
    for character in self {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}

extension Color {
  /// As style sheets write it.
  var css: String { "rgb(\(red), \(green), \(blue))" }
}
