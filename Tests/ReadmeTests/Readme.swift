import Foundation

/// The fenced blocks of README.md.
struct Readme {
  struct Block {
    /// The heading that it stands under.
    let section: String
    /// What is written behind the fence.
    let language: String
    let text: String
    /// The block of output that follows, if one does.
    var output: String?
  }

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  let text: String
  let blocks: [Block]

  init() throws {
    text = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
    var (blocks, section): ([Block], String) = ([], "")
    var open: (language: String, lines: [Substring])?
    // Whether nothing but a blank line lies between here and the end of a block.
    var follows = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        if let block = open {
          let text = block.lines.joined(separator: "\n") + "\n"
          if block.language == "text", follows, !blocks.isEmpty {
            blocks[blocks.count - 1].output = text
          } else {
            blocks.append(Block(section: section, language: block.language, text: text))
          }
          (open, follows) = (nil, true)
        } else {
          open = (String(line.dropFirst(3)), [])
        }
      } else if open != nil {
        open?.lines.append(line)
      } else {
        if line.hasPrefix("#") { section = String(line) }
        if !line.isEmpty { follows = false }
      }
    }
    self.blocks = blocks
  }

  func blocks(in language: String) -> [Block] { blocks.filter { $0.language == language } }
}

extension String {
  /// Whether the text is as stated, where `...` stands for anything.
  func isStated(by statement: String) -> Bool {
    let parts = statement.components(separatedBy: "...")
    guard let first = parts.first, let last = parts.last, parts.count > 1 else { return self == statement }
    guard hasPrefix(first), hasSuffix(last) else { return false }
    var rest = dropFirst(first.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let found = rest.range(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return rest.count >= last.count
  }
}
