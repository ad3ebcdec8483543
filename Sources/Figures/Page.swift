import Tensors

/// A web page that needs no other file and no scripts: light or dark as its reader has it, and fit for paper.
package struct Page {
  package var title: String
  /// Rules for what only this page has.
  package var rules: String
  /// The markup between `<body>` and `</body>`.
  package var body: String

  package init(title: String, rules: String = "", body: String) {
    self.title = title
    self.rules = rules
    self.body = body
  }

  package var text: String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(title.escapedForHTML)</title>
    <style>
    \(Self.style)\(rules.isEmpty ? "" : "\n" + rules)
    </style>
    </head>
    <body>
    \(body)
    </body>
    </html>

    """
  }

  /// Drawings are made for white paper, so they lie on a white card in the dark.
  private static let style = """
    :root { color-scheme: light; --ink: \(Color.ink.css); --faint: \(Color.faint.css); --rule: \(Color.rule.css);
      --page: #fff; --tint: #f4f5f7; --bad: #b3261e; --bad-tint: #fdf1f0;
      --keyword: #8a3ea8; --verb: #1f5f99; --key: #7a5200; --string: #2d7032; --number: #a33b12; }
    @media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; --ink: #dfe3e8; --faint: #98a1ad;
      --rule: #4a525d; --page: #15181c; --tint: #1e2329; --bad: #ff8a80; --bad-tint: #2c1b1c;
      --keyword: #cf9ae6; --verb: #7fb8f0; --key: #d9b36c; --string: #8fcf94; --number: #f0a07c; } }
    * { box-sizing: border-box; }
    body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); margin: 2em auto;
      max-width: 62em; padding: 0 1em; overflow-wrap: break-word; }
    h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 1.6em 0 0.5em; }
    h1 { font-size: 1.6em; } h2 { font-size: 1.3em; } h3, h4, h5, h6 { font-size: 1.1em; }
    body > :first-child, .prose > :first-child { margin-top: 0; }
    a { color: var(--verb); }
    pre, code { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
    pre { margin: 0.5em 0; overflow-x: auto; }
    p code, li code { background: var(--tint); padding: 0.1em 0.3em; border-radius: 3px; }
    blockquote { margin: 0.5em 0; padding-left: 0.8em; border-left: 3px solid var(--rule); color: var(--faint); }
    figure { margin: 0.5em 0; overflow-x: auto; } svg, img { display: block; max-width: 100%; height: auto; }
    .drawing, .words { background: #fff; color: \(Color.ink.css); border-radius: 4px; padding: 4px; }
    .drawing { width: fit-content; max-width: 100%; }
    .title { font-weight: bold; margin: 0.5em 0; } .caption { margin: 0.5em 0; color: var(--faint); }
    table { border-collapse: collapse; } th, td { padding: 0.15em 0.8em; text-align: left; }
    th { border-bottom: 1px solid var(--rule); }
    .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .words { line-height: 2; padding: 0.2em 0.6em; } .words span { padding: 0.1em 0.25em; border-radius: 2px; }
    .faint { color: \(Color.faint.css); }
    .strip { display: inline-block; width: 96px; height: 0.8em; margin: 0 0.4em; }
    summary { color: var(--faint); cursor: pointer; font-size: 0.9em; }
    @media print { body { margin: 0; max-width: none; font-size: 10pt; } pre { white-space: pre-wrap; }
      figure, pre, table { break-inside: avoid; } h1, h2, h3 { break-after: avoid; } summary { display: none; }
      .drawing, .words span, .strip { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
    """
}

extension Figure {
  /// The figure as a web page that needs no other file.
  public func html() throws(FigureError) -> [UInt8] {
    Array(Page(title: title.isEmpty ? "xpl" : title, body: try markup()).text.utf8)
  }

  /// The drawing, and below it what it says in words.
  public func markup() throws(FigureError) -> String {
    """
    <figure class="drawing" role="img" aria-label="\(title.escapedForHTML)">
    \(try draw().element())
    </figure>
    <details><summary>in words</summary><pre>\(summary.escapedForHTML)</pre></details>
    """
  }
}

extension Drawing {
  /// Lines and letters take more room than this only where there are very many of them.
  private static let longest = 256 << 10

  /// The drawing as an element of a page: lines and letters, or pixels where those take less room.
  fileprivate func element() throws(FigureError) -> String {
    let vectors = try svg()
    if vectors.count > Self.longest, let pixels = try? png(scale: 2), pixels.count * 4 / 3 < vectors.count {
      return
        "<img src=\"data:image/png;base64,\(pixels.base64)\" width=\"\(Int(width.rounded(.up)))\" alt=\"\">"
    }
    let text = String(decoding: vectors, as: UTF8.self)
    // What comes before the element itself is for files of their own.
    let element = text.firstRange(of: "<svg").map { text[$0.lowerBound...] } ?? text[...]
    // Names are the page's, not the element's: another drawing on it has other letters under the same ones.
    let own = "d" + Digest(text).description.prefix(8) + "-"
    return String(element).replacing(" id=\"", with: " id=\"\(own)").replacing("\"#", with: "\"#\(own)")
      .replacing("url(#", with: "url(#\(own)")
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
      \(title.isEmpty ? "" : "<p class=\"title\">\(title.escapedForHTML)</p>")
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
  package var escapedForHTML: String {
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
