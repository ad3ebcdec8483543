import CEdit
import Glibc

// What keys do beside what libedit knows.
extension LineEditor {
  private static let commands: [(name: String, summary: String, run: xpl_command)] = [
    (
      "xpl-accept", "run the statement, or go on if it is incomplete",
      { editor, _ in run(editor) { $0.accept() } }
    ),
    ("xpl-brace", "close a block", { editor, _ in run(editor) { $0.closeBlock() } }),
    ("xpl-complete", "complete the word before the cursor", { editor, _ in run(editor) { $0.complete() } }),
    ("xpl-down", "a line down, or the next newer statement", { editor, _ in run(editor) { $0.down() } }),
    ("xpl-force-newline", "begin a new line", { editor, _ in run(editor) { $0.newLine() } }),
    ("xpl-line-end", "to the end of the line", { editor, _ in run(editor) { $0.moveToLineEnd() } }),
    ("xpl-line-start", "to the start of the line", { editor, _ in run(editor) { $0.moveToLineStart() } }),
    ("xpl-paste", "insert what was pasted", { editor, _ in run(editor) { $0.paste() } }),
    ("xpl-right", "a character on, or take what is proposed", { editor, _ in run(editor) { $0.right() } }),
    ("xpl-undo", "take back the last change", { editor, _ in run(editor) { $0.takeBack() } }),
    (
      "xpl-up", "a line up, or the next older statement that begins so",
      { editor, _ in run(editor) { $0.up() } }
    ),
  ]

  private static func run(_ editor: OpaquePointer?, _ command: (LineEditor) -> Int32) -> UInt8 {
    of(editor).map { UInt8(command($0)) } ?? UInt8(CC_ERROR)
  }

  func addCommands() {
    /// libedit keeps the pointers, and there is one editor in a process.
    func kept(_ text: String) -> UnsafePointer<wchar_t> {
      let wide = text.wide
      let copy = UnsafeMutablePointer<wchar_t>.allocate(capacity: wide.count)
      copy.initialize(from: wide, count: wide.count)
      return UnsafePointer(copy)
    }
    for command in Self.commands {
      xpl_add_command(editor, kept(command.name), kept(command.summary), command.run)
    }
  }

  func bindKeys() {
    func bind(_ key: String, _ command: String) {
      key.withWide { key in
        command.withWide { command in
          xpl_bind(editor, key, command)
          if keys.isVi { xpl_bind_command_mode(editor, key, command) }
        }
      }
    }
    bind(Keys.paste, "xpl-paste")
    bind(Keys.newLine, "ed-newline")
    bind("\r", "xpl-accept")
    bind("\n", "xpl-accept")
    bind("\t", "xpl-complete")
    bind("\u{1F}", "xpl-undo")
    for (index, sequence) in Keys.sequences.enumerated() {
      bind(keys.isVi ? Keys.code(index) : sequence.bytes, sequence.command)
    }
    if keys.isVi {
      for (key, command) in [("k", "xpl-up"), ("j", "xpl-down")] {
        key.withWide { key in command.withWide { xpl_bind_command_mode(editor, key, $0) } }
      }
    } else {
      for (key, command) in [
        ("\u{1}", "xpl-line-start"), ("\u{5}", "xpl-line-end"), ("\u{6}", "xpl-right"), ("\u{10}", "xpl-up"),
        ("\u{E}", "xpl-down"),
      ] { bind(key, command) }
    }
    "}".withWide { key in "xpl-brace".withWide { xpl_bind(editor, key, $0) } }
  }

  // MARK: Enter

  /// An empty line at the end runs what is incomplete, so that its writer sees what is missing.
  private func accept() -> Int32 {
    let state = state
    let text = String(state.text)
    let last = text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().last
    let isEnded = state.cursor == state.text.count && last?.allSatisfy(\.isWhitespace) == true
    if !isEnded, language.isIncomplete(text) { return newLine() }
    drawFinally(toEnd: false)
    bracketPastes(false)
    el_cursor(editor, Int32(state.text.count - state.cursor))
    Keys.newLine.withWide { el_wpush(editor, $0) }
    return CC_REFRESH
  }

  /// The new line begins below the one before, two columns further in after an opening bracket.
  private func newLine() -> Int32 {
    let before = state.text.prefix(state.cursor)
    let line = before.suffix(from: before.lastIndex(of: "\n").map { $0 + 1 } ?? 0)
    let isOpening = line.last { $0 != " " }.map { "{([".unicodeScalars.contains($0) } ?? false
    let blanks = line.prefix { $0 == " " }.count + (isOpening ? 2 : 0)
    insert("\n" + String(repeating: " ", count: blanks))
    return CC_REFRESH
  }

  private func closeBlock() -> Int32 {
    let before = state.text.prefix(state.cursor)
    let blanks = before.reversed().prefix { $0 == " " }.count
    if blanks >= 2, blanks < before.count, before[before.count - blanks - 1] == "\n" {
      el_deletestr(editor, 2)
    }
    insert("}")
    return CC_REFRESH
  }

  // MARK: The line

  private func insert(_ text: String) {
    text.withWide { _ = el_winsertstr(editor, $0) }
  }

  private func replace(_ state: Undo.State) {
    el_cursor(editor, Int32(self.state.text.count))
    if state.text.isEmpty {
      el_deletestr(editor, Int32(self.state.text.count))
    } else {
      String(state.text).withWide { _ = el_wreplacestr(editor, $0) }
      el_cursor(editor, Int32(state.cursor - self.state.cursor))
    }
  }

  private func paste() -> Int32 {
    insert(keys.pasted)
    return CC_REFRESH
  }

  private func takeBack() -> Int32 {
    undo.note(state)
    guard let before = undo.undo() else { return CC_REFRESH_BEEP }
    replace(before)
    return CC_REFRESH
  }

  private func moveToLineStart() -> Int32 {
    let before = state.text.prefix(state.cursor)
    el_cursor(editor, Int32((before.lastIndex(of: "\n").map { $0 + 1 } ?? 0) - state.cursor))
    return CC_CURSOR
  }

  private func moveToLineEnd() -> Int32 {
    let state = state
    let end = state.text[state.cursor...].firstIndex(of: "\n") ?? state.text.count
    el_cursor(editor, Int32(end - state.cursor))
    return CC_CURSOR
  }

  private func right() -> Int32 {
    if let suggestion {
      insert(suggestion)
      return CC_REFRESH
    }
    let state = state
    guard state.cursor < state.text.count else { return CC_REFRESH_BEEP }
    el_cursor(editor, 1)
    return CC_CURSOR
  }

  // MARK: The history

  /// Whether the line is as the history gave it, with the cursor behind it.
  private func isRecalled(_ state: Undo.State) -> Bool {
    guard let recall else { return false }
    return state.cursor >= state.text.count - (keys.isVi ? 1 : 0) && String(state.text) == recall.text
  }

  private func up() -> Int32 {
    let state = state
    if !isRecalled(state) {
      if state.text.prefix(state.cursor).contains("\n") { return moveUp(state) }
      recall = Recall(from: String(state.text))
    }
    guard let text = recall?.older(in: history.entries.map(\.statement)) else { return CC_REFRESH_BEEP }
    replace(Undo.State(text: Array(text.unicodeScalars), cursor: text.unicodeScalars.count))
    return CC_REFRESH
  }

  private func down() -> Int32 {
    let state = state
    if !isRecalled(state), state.text[state.cursor...].contains("\n") { return moveDown(state) }
    guard isRecalled(state), let text = recall?.newer() else { return CC_REFRESH_BEEP }
    replace(Undo.State(text: Array(text.unicodeScalars), cursor: text.unicodeScalars.count))
    return CC_REFRESH
  }

  private func moveUp(_ state: Undo.State) -> Int32 {
    let before = state.text.prefix(state.cursor)
    guard let end = before.lastIndex(of: "\n") else { return CC_REFRESH_BEEP }
    let start = before[..<end].lastIndex(of: "\n").map { $0 + 1 } ?? 0
    el_cursor(editor, Int32(min(start + state.cursor - end - 1, end) - state.cursor))
    return CC_CURSOR
  }

  private func moveDown(_ state: Undo.State) -> Int32 {
    let column = state.cursor - (state.text.prefix(state.cursor).lastIndex(of: "\n").map { $0 + 1 } ?? 0)
    guard let start = state.text[state.cursor...].firstIndex(of: "\n").map({ $0 + 1 }) else {
      return CC_REFRESH_BEEP
    }
    let end = state.text[start...].firstIndex(of: "\n") ?? state.text.count
    el_cursor(editor, Int32(min(start + column, end) - state.cursor))
    return CC_CURSOR
  }

  // MARK: Completion

  private func complete() -> Int32 {
    let text = String(state.text.prefix(state.cursor))
    let completion = language.complete(text)
    guard !completion.candidates.isEmpty else { return CC_REFRESH_BEEP }
    let typed = String(text.suffix(completion.replacing))
    if let insertion = completion.insertion(after: typed) {
      el_deletestr(editor, Int32(typed.unicodeScalars.count))
      insert(insertion)
      return CC_REFRESH
    }
    show(completion)
    return CC_NORM
  }
}
