import Language

extension Notebook {
  /// A cell as a reader sees it: one of the session, or, where that includes files, a part of it or a cell
  /// of theirs.
  struct Part {
    var title: String
    var text: String
    var prose: String?
    var entries: [Transcript.Entry] = []
    var duration: Duration?
  }
}

extension Notebook.Cell {
  /// The cell with the cells of the files that it includes in the places where it includes them.
  var parts: [Notebook.Part] {
    if let prose { return [Notebook.Part(title: title, text: text, prose: prose)] }
    var parts = Notebook.parts(of: code, title, sourceName, entries[...])
    if duration > .zero, parts.count == 1 { parts[0].duration = duration }
    return parts
  }

  /// The text without directives, which speak of the notebook and are not in it.
  private var code: String {
    let script = Script(Source(name: sourceName, text: text))
    return steps.isEmpty || !script.statements.contains { $0.directive != nil } ? text : text(of: steps)
  }
}

extension Notebook {
  fileprivate static func parts(
    of text: String, _ title: String, _ name: String, _ entries: ArraySlice<Transcript.Entry>
  ) -> [Part] {
    let source = Source(name: name, text: text)
    var includes = Script(source).statements.compactMap { statement in
      if case .include(let path) = statement.kind {
        (span: statement.span, place: Inclusion.place(of: path.text, from: source))
      } else {
        nil
      }
    }[...]
    var parts: [Part] = []
    var start = 0
    var part = Part(title: title, text: "")
    func close(at end: Int) {
      part.text = source[Span(start, end)].trimmingSeparators
      if !part.text.isEmpty || !part.entries.isEmpty { parts.append(part) }
      part = Part(title: "", text: "")
    }
    var rest = entries
    while let entry = rest.popFirst() {
      switch entry {
      // Files that blocks and defs include stay what these do.
      case .began(_, let file) where file.name == includes.first?.place,
        .ended(let file) where file.name == includes.first?.place:
        guard let include = includes.popFirst() else { continue }
        close(at: include.span.start)
        start = include.span.end
        if case .ended = entry { continue }
        let end = rest.firstIndex {
          if case .ended(let ended) = $0 { ended.name == file.name } else { false }
        }
        parts += Self.parts(of: file, [entry] + rest[..<(end ?? rest.endIndex)])
        rest = rest[(end.map { $0 + 1 } ?? rest.endIndex)...]
      case .began, .ended: continue
      case .shown, .note, .complaint: part.entries.append(entry)
      }
    }
    close(at: text.utf8.count)
    return parts
  }

  /// The cells of an included file, as far as it has come.
  private static func parts(of file: Source, _ entries: [Transcript.Entry]) -> [Part] {
    var cells: [(cell: Language.Cell, entries: [Transcript.Entry])] = []
    for entry in entries {
      if case .began(let cell, let source) = entry, source.name == file.name {
        cells.append((cell, []))
      } else if !cells.isEmpty {
        cells[cells.count - 1].entries.append(entry)
      }
    }
    return cells.flatMap { cell, entries in
      if case .markdown(let prose) = cell.kind { return [Part(title: cell.title, text: "", prose: prose)] }
      return parts(of: file[cell.span].trimmingSeparators, cell.title, file.name, entries[...])
    }
  }
}

extension String {
  /// Without the ends of statements and blank lines around it.
  fileprivate var trimmingSeparators: String {
    let isSeparator = { (character: Character) in character.isWhitespace || character == ";" }
    return String(drop(while: isSeparator).reversed().drop(while: isSeparator).reversed())
  }
}
