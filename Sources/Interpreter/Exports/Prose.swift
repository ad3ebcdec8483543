import Figures

/// Prose in the part of Markdown that notes are written in, as markup: headings, paragraphs, lists, quotations,
/// fenced code, rules; emphasis, code and links in them. Everything else is text.
///
/// The forms are those of CommonMark (MacFarlane, 0.31); markup in the text is not taken for markup.
struct Prose {
  private var lines: ArraySlice<Substring>
  /// How many quotations and lists it stands in; deeper ones are text.
  private var depth = 0
  private static let deepest = 32

  private init(lines: ArraySlice<Substring>, depth: Int = 0) {
    (self.lines, self.depth) = (lines, depth)
  }

  static func markup(_ text: String) -> String {
    var prose = Prose(lines: text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)[...])
    return prose.blocks()
  }

  private mutating func blocks() -> String {
    var markup: [String] = []
    while let line = lines.first {
      let text = line.trimmed
      if text.isEmpty {
        lines.removeFirst()
      } else if let fence = Fence(line) {
        markup.append(code(fence))
      } else if let heading = Heading(text) {
        lines.removeFirst()
        markup.append("<h\(heading.level)>\(Self.inline(heading.text))</h\(heading.level)>")
      } else if text.isRule {
        lines.removeFirst()
        markup.append("<hr>")
      } else if text.hasPrefix(">"), depth < Self.deepest {
        markup.append(quotation())
      } else if depth < Self.deepest, let item = Item(line) {
        markup.append(list(item))
      } else {
        markup.append("<p>\(Self.inline(paragraph()))</p>")
      }
    }
    return markup.joined(separator: "\n")
  }

  private mutating func code(_ fence: Fence) -> String {
    lines.removeFirst()
    let content = lines.prefix { !fence.isClosed(by: $0) }
    lines = lines.dropFirst(content.count + 1)
    let text = content.joined(separator: "\n")
    return
      "<pre class=\"code\"><code>\(fence.language == "xpl" ? highlighted(text) : text.escapedForHTML)</code></pre>"
  }

  private mutating func quotation() -> String {
    let quoted = lines.prefix { $0.trimmed.hasPrefix(">") }
    lines = lines.dropFirst(quoted.count)
    var inner = Prose(
      lines: quoted.map { line in
        let text = line.drop(while: \.isWhitespace).dropFirst()
        return text.first == " " ? text.dropFirst() : text
      }[...], depth: depth + 1)
    return "<blockquote>\n\(inner.blocks())\n</blockquote>"
  }

  private mutating func list(_ first: Item) -> String {
    var items: [String] = []
    while let line = lines.first, let item = Item(line), item.isNumbered == first.isNumbered,
      item.indent == first.indent
    {
      lines.removeFirst()
      var content = [item.text]
      // What is indented as far as the text of an item, or goes on without a blank line, is a part of it.
      while let next = lines.first {
        let indent = next.prefix { $0 == " " }.count
        if next.trimmed.isEmpty {
          guard let after = lines.dropFirst().first, after.prefix(while: { $0 == " " }).count >= item.width
          else { break }
        } else if indent < item.width, Item(next) != nil || lines.first?.startsBlock == true {
          break
        }
        content.append(next.dropFirst(min(indent, item.width)))
        lines.removeFirst()
      }
      while lines.first?.trimmed.isEmpty == true, let after = lines.dropFirst().first, Item(after) != nil {
        lines.removeFirst()
      }
      var inner = Prose(lines: content[...], depth: depth + 1)
      let markup = inner.blocks()
      let isPlain = markup.hasPrefix("<p>") && markup.ranges(of: "<p>").count == 1
      items.append("<li>\(isPlain ? markup.withoutParagraph : markup)</li>")
    }
    let tag = first.isNumbered ? "ol" : "ul"
    return "<\(tag)>\n\(items.joined(separator: "\n"))\n</\(tag)>"
  }

  private mutating func paragraph() -> String {
    var text: [String] = []
    while let line = lines.first, !line.trimmed.isEmpty, text.isEmpty || !line.startsBlock {
      text.append(line.trimmed + (line.hasSuffix("  ") || line.hasSuffix("\\") ? "\n" : ""))
      lines.removeFirst()
    }
    return text.joined(separator: " ")
  }
}

extension Prose {
  /// Emphasis, code and links of a text; `\` takes the meaning from the sign after it.
  static func inline(_ text: String) -> String {
    var markup = ""
    var rest = text[...]
    while let sign = rest.first {
      if sign == "\\", let next = rest.dropFirst().first, next.isPunctuation || next.isSymbol {
        markup.append(String(next).escapedForHTML)
        rest = rest.dropFirst(2)
      } else if sign == "`", let (code, after) = rest.code {
        markup += "<code>\(code.escapedForHTML)</code>"
        rest = after
      } else if sign == "[", let link = Link(rest) {
        markup += "<a href=\"\(String(link.address).escapedForHTML)\">\(inline(String(link.text)))</a>"
        rest = link.rest
      } else if sign == "*" || sign == "_",
        let emphasis = Emphasis(rest, after: text[..<rest.startIndex].last)
      {
        markup += "<\(emphasis.tag)>\(inline(String(emphasis.text)))</\(emphasis.tag)>"
        rest = emphasis.rest
      } else if sign == "\n" {
        markup += "<br>"
        rest = rest.dropFirst()
      } else {
        markup += String(sign).escapedForHTML
        rest = rest.dropFirst()
      }
    }
    return markup
  }
}

/// "## Two"
private struct Heading {
  let level: Int
  let text: String

  init?(_ line: String) {
    level = line.prefix { $0 == "#" }.count
    guard (1...6).contains(level), line.dropFirst(level).first.map({ $0.isWhitespace }) ?? true else {
      return nil
    }
    text = line.dropFirst(level).trimmed
  }
}

/// "```xpl"
struct Fence {
  let language: String
  private let mark: Substring

  init?(_ line: Substring) {
    let text = line.drop { $0 == " " }
    guard let sign = text.first, sign == "`" || sign == "~" else { return nil }
    mark = text.prefix { $0 == sign }
    let info = text.dropFirst(mark.count)
    guard mark.count >= 3, line.count - text.count < 4, !info.contains("`") else { return nil }
    language = info.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
  }

  func isClosed(by line: Substring) -> Bool {
    let text = line.trimmed
    return text.hasPrefix(mark) && text.allSatisfy { $0 == mark.first }
  }
}

/// "- one", "2. two"
private struct Item {
  let isNumbered: Bool
  let indent: Int
  /// The columns before its text.
  let width: Int
  let text: Substring

  init?(_ line: Substring) {
    indent = line.prefix { $0 == " " }.count
    let rest = line.dropFirst(indent)
    let digits = rest.prefix { $0.isNumber }
    isNumbered = !digits.isEmpty
    let mark = rest.dropFirst(digits.count).first
    guard indent < 4, digits.count < 10, let mark, (isNumbered ? ".)" : "-*+").contains(mark) else {
      return nil
    }
    let after = rest.dropFirst(digits.count + 1)
    guard after.first.map({ $0 == " " }) ?? true else { return nil }
    text = after.dropFirst()
    width = indent + digits.count + 2
  }
}

/// "[text](address)", with an address that can't be a script.
private struct Link {
  let text: Substring
  let address: Substring
  let rest: Substring

  init?(_ source: Substring) {
    var depth = 0
    guard
      let end = source.indices.first(where: { index in
        let sign = source[index]
        if sign == "[" { depth += 1 }
        if sign == "]" { depth -= 1 }
        return depth == 0
      }), source[end...].dropFirst().first == "("
    else { return nil }
    text = source[..<end].dropFirst()
    let inside = source[end...].dropFirst(2)
    guard let close = inside.firstIndex(of: ")") else { return nil }
    address = inside[..<close]
    rest = inside[close...].dropFirst()
    let scheme = address.prefix { $0 != ":" && $0 != "/" && $0 != "#" && $0 != "?" }
    let isRelative = address.dropFirst(scheme.count).first != ":"
    guard !address.contains(where: \.isWhitespace),
      isRelative || ["http", "https", "mailto"].contains(scheme.lowercased())
    else { return nil }
  }
}

/// "*one*", "**two**"
private struct Emphasis {
  let tag: String
  let text: Substring
  let rest: Substring

  init?(_ source: Substring, after before: Character?) {
    guard let sign = source.first else { return nil }
    let count = min(2, source.prefix { $0 == sign }.count)
    let inside = source.dropFirst(count)
    let mark = String(repeating: sign, count: count)
    // A sign within a word, as in file_name, and one with a blank behind it is itself.
    guard inside.first?.isWhitespace == false,
      sign == "*" || before.map({ !$0.isLetter && !$0.isNumber }) ?? true
    else {
      return nil
    }
    var start = inside.startIndex
    while let found = inside[start...].firstRange(of: mark) {
      let next = inside[found.upperBound...].first
      if found.lowerBound > inside.startIndex, !inside[inside.index(before: found.lowerBound)].isWhitespace,
        sign == "*" || next.map({ !$0.isLetter && !$0.isNumber }) ?? true, count == 2 || next != sign
      {
        tag = count == 2 ? "strong" : "em"
        text = inside[..<found.lowerBound]
        rest = inside[found.upperBound...]
        return
      }
      start = found.upperBound
    }
    return nil
  }
}

extension Substring {
  /// The code that begins here and what follows it.
  fileprivate var code: (code: String, after: Substring)? {
    let mark = prefix { $0 == "`" }
    var start = dropFirst(mark.count)
    let inside = start
    while let found = start.firstRange(of: mark) {
      let run = self[found.lowerBound...].prefix { $0 == "`" }
      if run.count == mark.count {
        var code = inside[..<found.lowerBound]
        if code.first == " ", code.last == " ", code.contains(where: { $0 != " " }) {
          code = code.dropFirst().dropLast()
        }
        return (String(code), self[found.upperBound...])
      }
      start = self[run.endIndex...]
    }
    return nil
  }

  /// Whether the line can't go on with a paragraph.
  fileprivate var startsBlock: Bool {
    Fence(self) != nil || Heading(trimmed) != nil || Item(self) != nil || trimmed.hasPrefix(">")
      || trimmed.isRule
  }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }

  /// "---"
  fileprivate var isRule: Bool {
    let signs = filter { !$0.isWhitespace }
    return signs.count >= 3 && ["-", "*", "_"].contains(signs.first) && signs.allSatisfy { $0 == signs.first }
  }
}

extension String {
  /// The content of a list's item that is one paragraph, or begins with one.
  fileprivate var withoutParagraph: String {
    guard hasPrefix("<p>"), let end = firstRange(of: "</p>") else { return self }
    return String(self[..<end.lowerBound].dropFirst(3)) + self[end.upperBound...]
  }
}
