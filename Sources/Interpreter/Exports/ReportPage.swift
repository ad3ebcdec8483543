import Figures
import Language

extension Report {
  /// The report as a web page that needs no other file.
  func page(title: String) -> String {
    let own = heading
    let sections = cells.map(\.markup)
    let head = own == nil ? ["<h1>\(title.escapedForHTML)</h1>"] : []
    let body = (head + sections + [facts.markup]).joined(separator: "\n")
    return Page(title: own ?? title, rules: Self.rules, body: body).text
  }

  /// What pages of figures don't need.
  private static let rules = """
    html { text-size-adjust: 100%; -webkit-text-size-adjust: 100%; }
    hr { border: 0; border-top: 1px solid var(--rule); }
    .cell { margin: 1.2em 0; }
    .source { display: flex; gap: 0.8em; align-items: baseline; background: var(--tint); border-radius: 4px;
      padding: 0 0.8em; }
    .source pre { flex: 1; min-width: 0; }
    .source small { color: var(--faint); white-space: nowrap; }
    pre.code { background: var(--tint); border-radius: 4px; padding: 0.5em 0.8em; }
    .source pre.code { padding: 0; background: none; }
    .source .code { background: none; }
    pre.text, .complaint { white-space: pre-wrap; }
    .output { padding: 0.1em 0.8em; }
    .long { max-height: 36em; overflow: auto; }
    .note { color: var(--faint); margin: 0.3em 0; font-size: 0.9em; white-space: pre-wrap; }
    .complaint { color: var(--bad); background: var(--bad-tint); border-left: 3px solid var(--bad);
      padding: 0.4em 0.8em; }
    .keyword, .name { color: var(--keyword); } .verb { color: var(--verb); } .key { color: var(--key); }
    .code .string { color: var(--string); } .code .number { color: var(--number); }
    .comment { color: var(--faint); font-style: italic; }
    footer { margin-top: 3em; padding-top: 0.8em; border-top: 1px solid var(--rule); color: var(--faint);
      font-size: 0.85em; }
    footer code { overflow-wrap: anywhere; }
    @media print { .long { max-height: none; } .source { border: 1px solid var(--rule); } }
    """
}

extension Report.Cell {
  fileprivate var markup: String {
    let heading = title.isEmpty ? "" : "<h3>\(title.escapedForHTML)</h3>\n"
    switch content {
    case .prose(let text): return "<section class=\"prose\">\n\(heading)\(Prose.markup(text))\n</section>"
    case .code(let code, let number):
      let time = duration.map(\.short).flatMap { $0 == "0 ms" ? nil : "<small>\($0)</small>" } ?? ""
      let source = """
        <div class="source"><small>\(number)</small><pre class="code"><code>\(highlighted(code))</code></pre>\(time)</div>
        """
      let parts = outputs.map { "<div class=\"output\">\n\($0.markup)\n</div>" }
      return ([heading + "<section class=\"cell\">", source] + parts + ["</section>"]).joined(separator: "\n")
    }
  }
}

extension Report.Output {
  fileprivate var markup: String {
    switch self {
    case .note(let text): "<p class=\"note\">\(text.escapedForHTML)</p>"
    case .complaint(let diagnostic): "<pre class=\"complaint\">\(diagnostic.rendered().escapedForHTML)</pre>"
    case .value(let value): Exhibit(value).markup
    }
  }
}

extension Exhibit {
  /// Tables that are longer scroll.
  private static let mostRows = 30

  var markup: String {
    func text(_ words: String) -> String? {
      // What stands in columns keeps them.
      let style = words.contains("  ") ? "" : " class=\"text\""
      return words.isEmpty ? nil : "<pre\(style)>\(words.escapedForHTML)</pre>"
    }
    let long = (table?.rows.count ?? 0) > Self.mostRows
    let rows = table.map { long ? "<div class=\"long\" tabindex=\"0\">\($0.markup())</div>" : $0.markup() }
    let parts = [text(words), rows, text(remarks), figure.flatMap { try? $0.markup() }]
    return parts.compactMap { $0 }.joined(separator: "\n")
  }
}

extension Report.Facts {
  fileprivate var markup: String {
    let parts = loaded.map { role, name, digest in
      "\(role) \(name.escapedForHTML), digest <code>\(digest)</code>"
    }
    return
      "<footer>\n<p>\((["xpl \(version)", "seed \(seed)"] + parts).joined(separator: "<br>\n"))</p>\n</footer>"
  }
}
