import Data
import Language
import Models

/// A notebook as its readers get it: prose, and code with what came out of it.
struct Report {
  var cells: [Cell]
  let facts: Facts

  struct Cell {
    let title: String
    let content: Content
    let outputs: [Output]
    /// How long it took, where it has come to its end.
    let duration: Duration?
  }

  enum Content {
    case prose(String)
    /// Numbers are counted from 1, as `$_1` has them.
    case code(String, number: Int)
  }

  enum Output {
    case value(Value)
    case note(String)
    case complaint(Diagnostic)
  }

  /// What its results depend on beside its text.
  struct Facts {
    let seed: UInt64
    /// "model", its name and its digest.
    let loaded: [(role: String, name: String, digest: String)]
  }

  /// The cells of a session so far.
  init(_ run: Run) {
    self.init(run.notebook, at: run.session)
  }

  init(_ notebook: Notebook, at end: Session) {
    var numbers: [Int: Int] = [:]
    var count = 0
    var parts: [(part: Notebook.Part, number: Int?)] = []
    for cell in notebook.cells {
      // A report does not tell that it was written.
      for part in cell.parts where !part.savesSession {
        count += part.prose == nil ? 1 : 0
        parts.append((part, part.prose == nil ? count : nil))
      }
      if let number = cell.number { numbers[number] = count }
    }
    cells = parts.map { part, number in
      Cell(
        title: part.title,
        content: number.map { .code(part.text.withCells(numbers), number: $0) } ?? .prose(part.prose ?? ""),
        outputs: part.entries.compactMap(\.output), duration: part.duration)
    }
    facts = Facts(end)
  }
}

extension Report.Facts {
  init(_ session: Session) {
    seed = session.seed
    loaded =
      [session.model.map { (role: "model", name: $0.name, digest: "\($0.digest)") }].compactMap { $0 }
      + [session.data.map { (role: "data", name: $0.name, digest: "\($0.digest)") }].compactMap { $0 }
  }
}

extension Report {
  /// What it says it is about: its first heading, without the signs of emphasis and code.
  var heading: String? {
    for cell in cells {
      guard case .prose(let text) = cell.content else { continue }
      if let line = text.split(whereSeparator: \.isNewline).first(where: { $0.hasPrefix("# ") }) {
        return line.dropFirst(2).filter { !"*`".contains($0) }
      }
    }
    return nil
  }
}

extension Report.Output {
  /// The value that it shows.
  var value: Value? {
    if case .value(let value) = self { value } else { nil }
  }
}

extension Transcript.Entry {
  var output: Report.Output? {
    switch self {
    case .shown(let value): .value(value)
    case .note(let text): .note(text)
    case .complaint(let diagnostic): .complaint(diagnostic)
    case .began, .ended: nil
    }
  }
}

extension Notebook.Part {
  /// Whether it does nothing but save the session.
  fileprivate var savesSession: Bool {
    let statements = Script(Source(name: "", text: text)).statements
    let isQuiet = entries.allSatisfy { if case .note = $0 { true } else { false } }
    return prose == nil && !statements.isEmpty && isQuiet && statements.allSatisfy(\.savesSession)
  }
}

extension Statement {
  fileprivate var savesSession: Bool {
    guard case .pipeline(let pipeline) = kind, let command = pipeline.commands.first,
      pipeline.commands.count == 1,
      command.verb.text == Verb.save.name, command.arguments.count == 1,
      case .string(let path) = command.arguments[0].value.kind, let kind = try? FileKind(path: path)
    else { return false }
    return kind.holdsSession
  }
}

extension String {
  /// Code in which `$_3` is the result of the cell that has come into the place of cell 3.
  func withCells(_ numbers: [Int: Int]) -> String {
    guard numbers.contains(where: { $0.key != $0.value }) else { return self }
    let source = Source(name: "", text: self)
    var text = ""
    var end = 0
    for token in Lexer(source).tokens where token.kind == .variable {
      let name = source[token.span]
      guard name.hasPrefix("$_"), let number = Int(name.dropFirst(2)), let new = numbers[number] else {
        continue
      }
      text += source[Span(end, token.span.start)] + "$_\(new)"
      end = token.span.end
    }
    return text + source[Span(end, utf8.count)]
  }
}
