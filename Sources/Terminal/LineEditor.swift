import CEdit
import Glibc

/// Reads statements from a terminal, with editing, history and completion, through libedit.
///
/// It knows nothing of the language: what is complete, how text is coloured and what may follow it is told by closures.
public final class LineEditor {
  public enum Line: Hashable, Sendable {
    case text(String)
    /// Ctrl-C: what was typed is dropped.
    case interrupted
    /// Ctrl-D, or the terminal is gone.
    case end
  }

  public struct Language {
    /// Given the text up to the cursor.
    public var complete: (String) -> Completion
    /// Styles for ranges of UTF-8 offsets.
    public var highlight: (String) -> [(range: Range<Int>, style: Style)]
    /// Whether a text is right as far as it goes and lacks only its end.
    public var isIncomplete: (String) -> Bool

    public init(
      complete: @escaping (String) -> Completion,
      highlight: @escaping (String) -> [(range: Range<Int>, style: Style)],
      isIncomplete: @escaping (String) -> Bool
    ) {
      (self.complete, self.highlight, self.isIncomplete) = (complete, highlight, isIncomplete)
    }
  }

  let editor: OpaquePointer
  let language: Language
  let history: History
  private let list: OpaquePointer?
  private let hasColors: Bool
  /// Owned, since libedit reads it while it waits for keys.
  private var prompt = UnsafeMutableBufferPointer<wchar_t>.allocate(capacity: 0)
  private var promptWidth = 0
  private var note = ""
  var keys = KeyReader()
  var undo = Undo()
  var recall: Recall?
  private var isInterrupted = false
  private var hasBrackets = false
  /// The width of the terminal when the line was drawn last.
  private var columns = 80

  /// Nil where standard input and output are not both terminals, or the terminal is too dumb to edit on.
  public init?(history: History = .standard(), hasColors: Bool, language: Language) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return nil }
    guard let name = getenv("TERM").map({ String(cString: $0) }), name != "dumb", !name.isEmpty else {
      return nil
    }
    // libedit never sets the locale; without one, letters beyond ASCII can't be typed.
    setlocale(LC_CTYPE, "")
    if __ctype_get_mb_cur_max() == 1 { setlocale(LC_CTYPE, "C.UTF-8") }
    guard let editor = xpl_editor("xpl") else { return nil }
    self.editor = editor
    self.history = history
    self.language = language
    self.hasColors = hasColors
    list = xpl_history(4000)

    xpl_set_client(editor, Unmanaged.passUnretained(self).toOpaque())
    xpl_set_prompt(editor) { editor in LineEditor.of(editor)?.prompt.baseAddress }
    if let list { xpl_set_history(editor, list) }
    addCommands()
    // Debian's libedit starts in vi mode. A user's .editrc has the last word.
    let settings = EditorSettings.standard()
    "emacs".withWide { xpl_set_editor(editor, $0) }
    settings.modes.forEach { $0.apply(to: editor) }
    keys.isVi = xpl_editor_name(editor).map { $0[0] == wchar_t(UInt8(ascii: "v")) } ?? false
    bindKeys()
    settings.others.forEach { $0.apply(to: editor) }
    xpl_set_reader(editor) { editor, character in
      guard let self = LineEditor.of(editor), let character else { return 0 }
      return self.read(into: character)
    }
    for entry in history.entries { remember(entry.statement) }
  }

  deinit {
    if let list { history_wend(list) }
    el_end(editor)
    prompt.deallocate()
  }

  static func of(_ editor: OpaquePointer?) -> LineEditor? {
    guard let editor, let client = xpl_client(editor) else { return nil }
    return Unmanaged<LineEditor>.fromOpaque(client).takeUnretainedValue()
  }

  /// Reads a statement, of one line or several.
  ///
  /// - Parameter note: what stands at the right of the first line.
  public func readStatement(prompt: String, note: String = "") -> Line {
    let wide = prompt.wide
    self.prompt.deallocate()
    self.prompt = .allocate(capacity: wide.count)
    _ = self.prompt.initialize(from: wide)
    promptWidth = prompt.width
    self.note = note
    undo = Undo()
    recall = nil
    isInterrupted = false
    history.refresh().forEach(remember)
    var count: Int32 = 0
    let line = Interrupts.reading { el_wgets(editor, &count) }
    bracketPastes(false)
    if isInterrupted {
      el_reset(editor)
      return .interrupted
    }
    guard let line, count > 0 else { return .end }
    let text = String(UnsafeBufferPointer(start: line, count: Int(count)).map { Unicode.Scalar(wide: $0) })
    return .text(text.hasSuffix("\n") ? String(text.dropLast()) : text)
  }

  /// Puts a whole statement into the history before it runs, to be found again in this session and others; gives the id
  /// that its outcome goes by. What begins with a blank is nobody's business.
  public func begin(_ statement: String) -> String? {
    guard let first = statement.first, !first.isWhitespace else { return nil }
    remember(statement)
    return history.begin(statement)
  }

  /// Notes how a statement ended.
  public func end(_ id: String, _ outcome: History.Outcome, seconds: Double) {
    history.end(id, outcome, seconds: seconds)
  }

  private func remember(_ statement: String) {
    guard let list else { return }
    statement.withWide { xpl_remember(list, $0) }
  }

  /// libedit's function for reading a character: the place where the line can be drawn.
  private func read(into character: UnsafeMutablePointer<wchar_t>) -> Int32 {
    bracketPastes(true)
    while true {
      if !isSearching { undo.note(state) }
      if !keys.hasInput { draw() }
      let event = keys.next()
      if Interrupts.takeResize() { drawAfterResize() }
      if Interrupts.takeSuspension() { suspend() }
      if Interrupts.pending > 0 || Interrupts.ending != nil {
        isInterrupted = Interrupts.ending == nil
        keys.forget()
        drawFinally()
        errno = EINTR
        return -1
      }
      switch event {
      case .character(let key):
        character.pointee = wchar_t(bitPattern: key.value)
        return 1
      case .signal: continue
      case .end: return 0
      }
    }
  }

  /// The line and where the cursor stands in it.
  var state: Undo.State {
    guard let line = el_wline(editor)?.pointee else { return Undo.State(text: [], cursor: 0) }
    let text = UnsafeBufferPointer(start: line.buffer, count: line.lastchar - line.buffer)
    return Undo.State(text: text.map { Unicode.Scalar(wide: $0) }, cursor: line.cursor - line.buffer)
  }

  /// The line with what libedit's search has put below it, while that runs.
  private var isSearching: Bool {
    let last = String(state.text.split(separator: "\n", omittingEmptySubsequences: false).last ?? [])
    return ["bck:", "fwd:", "bck?", "fwd?"].contains(String(last.prefix(4)))
  }

  /// What the history proposes behind the cursor.
  var suggestion: String? {
    let state = state
    guard hasColors, state.cursor == state.text.count, !isSearching else { return nil }
    return history.suggestion(for: String(state.text))
  }

  /// Whether the terminal sends what is pasted in brackets, so that its lines are no Enter.
  func bracketPastes(_ isOn: Bool) {
    if isOn != hasBrackets { send(isOn ? "\u{1B}[?2004h" : "\u{1B}[?2004l") }
    hasBrackets = isOn
  }

  private func send(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count < 0 && errno != EINTR { return }
      rest = rest.dropFirst(max(0, count))
    }
  }
}

// What is drawn.
extension LineEditor {
  private var size: (columns: Int, rows: Int) {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
      return (80, 24)
    }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  private func overdraw() -> Overdraw {
    let (state, size) = (state, size)
    var styles: [Style?] = []
    if hasColors {
      let searched = isSearching ? state.text.lastIndex(of: "\n").map { state.text[..<$0] } : nil
      styles = self.styles(of: searched ?? state.text[...])
      styles += Array(repeating: nil, count: state.text.count - styles.count)
    }
    return Overdraw(
      text: state.text, styles: styles, cursor: state.cursor, promptWidth: promptWidth, columns: size.columns,
      rows: size.rows)
  }

  /// The style of each character.
  private func styles(of text: ArraySlice<Unicode.Scalar>) -> [Style?] {
    let bytes = text.reduce(0) { $0 + UTF8.width($1) }
    var byByte = [Style?](repeating: nil, count: bytes)
    for (range, style) in language.highlight(String(text)) {
      for byte in range.clamped(to: 0..<bytes) { byByte[byte] = style }
    }
    var (styles, byte) = ([Style?](), 0)
    for character in text {
      styles.append(byByte[byte])
      byte += UTF8.width(character)
    }
    return styles
  }

  private func draw() {
    var drawing = overdraw()
    drawing.suggestion = suggestion.map { Array($0.unicodeScalars) } ?? []
    drawing.note = note
    columns = drawing.columns
    if let text = drawing.drawn(width: Unicode.Scalar.width) { send(text) }
  }

  /// Draws what stays on the screen, without suggestion and note.
  ///
  /// - Parameter toEnd: leaves the cursor behind the text; libedit believes it where it was.
  func drawFinally(toEnd: Bool = true) {
    if let text = overdraw().drawn(toEnd: toEnd, width: Unicode.Scalar.width) { send(text) }
  }

  /// Draws prompt and line anew where the cursor is, at the start of a row.
  func drawAnew() { xpl_refresh(editor) }

  /// A terminal that gets narrower breaks long rows, and the cursor moves with them.
  private func drawAfterResize() {
    var drawing = overdraw()
    drawing.columns = columns
    drawing.note = note
    let above = drawing.rowsAbove(afterChangeTo: size.columns, width: Unicode.Scalar.width)
    send(Overdraw.up(min(above, size.rows - 1)) + "\r\u{1B}[J")
    el_resize(editor)
    drawAnew()
  }

  /// Ctrl-Z: gives the terminal back as it was, and takes it again when the program goes on.
  private func suspend() {
    drawFinally()
    bracketPastes(false)
    send("\r\n")
    xpl_prepare_terminal(editor, 0)
    raise(SIGSTOP)
    xpl_prepare_terminal(editor, 1)
    bracketPastes(true)
    send("\r")
    drawAnew()
  }

  /// Prints lines below the line, and draws it anew below them.
  func show(_ completion: Completion) {
    drawFinally()
    let lines = completion.lines(columns: size.columns, rows: size.rows - 2)
    send("\r\n" + lines.joined(separator: "\r\n") + "\r\n")
    drawAnew()
  }
}
