import CEdit
import Glibc

/// Reads statements from a terminal, with editing, history and completion, through libedit.
public final class LineEditor {
  public enum Line: Hashable, Sendable {
    case text(String)
    /// Ctrl-C: what was typed is dropped.
    case interrupted
    /// Ctrl-D, or the terminal is gone.
    case end
  }

  /// What may stand at the cursor instead of the last `replacing` characters before it.
  public struct Completion: Hashable, Sendable {
    public let replacing: Int
    public let candidates: [Candidate]

    public struct Candidate: Hashable, Sendable {
      public let text: String
      public let summary: String

      public init(_ text: String, summary: String = "") {
        self.text = text
        self.summary = summary
      }
    }

    public init(replacing: Int, candidates: [Candidate]) {
      self.replacing = replacing
      self.candidates = candidates
    }
  }

  private let editor: OpaquePointer
  private let history: OpaquePointer?
  private let file = History.standard()
  private let complete: (String) -> Completion
  /// Owned, since libedit reads it while it waits for keys.
  private var prompt = UnsafeMutableBufferPointer<wchar_t>.allocate(capacity: 0)

  /// Nil where standard input and output are not both terminals, or the terminal is too dumb to edit on.
  ///
  /// - Parameter complete: given the line up to the cursor.
  public init?(complete: @escaping (String) -> Completion) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return nil }
    guard let name = getenv("TERM").map({ String(cString: $0) }), name != "dumb", !name.isEmpty else { return nil }
    // libedit never sets the locale; without one, letters beyond ASCII can't be typed.
    setlocale(LC_CTYPE, "")
    if MB_CUR_MAX_value() == 1 { setlocale(LC_CTYPE, "C.UTF-8") }
    guard let editor = xpl_editor("xpl") else { return nil }
    self.editor = editor
    self.complete = complete
    history = xpl_history(2000)

    xpl_set_client(editor, Unmanaged.passUnretained(self).toOpaque())
    xpl_set_prompt(editor) { editor in
      guard let editor, let client = xpl_client(editor) else { return nil }
      return Unmanaged<LineEditor>.fromOpaque(client).takeUnretainedValue().prompt.baseAddress
    }
    xpl_set_signals(editor, 1)
    if let history { xpl_set_history(editor, history) }
    // Debian's libedit starts in vi mode. A user's .editrc has the last word.
    "emacs".withWide { xpl_set_editor(editor, $0) }
    "complete".withWide { name in
      "complete the word before the cursor".withWide { help in
        xpl_add_command(editor, name, help) { editor, _ in
          guard let editor, let client = xpl_client(editor) else { return UInt8(CC_ERROR) }
          return Unmanaged<LineEditor>.fromOpaque(client).takeUnretainedValue().completeAtCursor()
        }
      }
    }
    for (key, command) in [
      ("\t", "complete"), ("\u{1B}[A", "ed-search-prev-history"), ("\u{1B}[B", "ed-search-next-history"),
      ("\u{1B}[1;5C", "em-next-word"), ("\u{1B}[1;5D", "ed-prev-word"),
    ] {
      key.withWide { key in command.withWide { xpl_bind(editor, key, $0) } }
    }
    el_source(editor, nil)
    for entry in file.entries() { remember(entry) }
  }

  deinit {
    if let history { history_wend(history) }
    el_end(editor)
    prompt.deallocate()
  }

  public func readLine(prompt: String) -> Line {
    let wide = prompt.wide
    self.prompt.deallocate()
    self.prompt = .allocate(capacity: wide.count)
    _ = self.prompt.initialize(from: wide)
    var count: Int32 = 0
    var interrupted: Int32 = 0
    guard let line = Interrupts.reading({ xpl_read_line(editor, &count, &interrupted) }), count > 0 else {
      if interrupted != 0 {
        el_reset(editor)
        return .interrupted
      }
      return .end
    }
    let text = String(wide: UnsafeBufferPointer(start: line, count: Int(count)))
    return .text(text.hasSuffix("\n") ? String(text.dropLast()) : text)
  }

  /// Puts a whole statement into the history, to be found again in this session and later ones.
  public func record(_ statement: String) {
    guard !statement.allSatisfy(\.isWhitespace) else { return }
    remember(statement)
    file.append(statement)
  }

  private func remember(_ statement: String) {
    guard let history else { return }
    statement.withWide { xpl_remember(history, $0) }
  }

  private func completeAtCursor() -> UInt8 {
    guard let line = el_wline(editor) else { return UInt8(CC_ERROR) }
    let length = line.pointee.cursor - line.pointee.buffer
    let text = String(wide: UnsafeBufferPointer(start: line.pointee.buffer, count: length))
    let completion = complete(text)
    guard let first = completion.candidates.first else { return UInt8(CC_REFRESH_BEEP) }
    let typed = String(text.suffix(completion.replacing))
    let common = completion.candidates.dropFirst().reduce(first.text) { $0.commonPrefix(with: $1.text) }
    let insertion = completion.candidates.count == 1 ? first.text + (first.text.hasSuffix("=") ? "" : " ") : common
    if insertion.count > typed.count || insertion != typed, insertion.hasPrefix(typed) {
      el_deletestr(editor, Int32(typed.unicodeScalars.count))
      insertion.withWide { _ = el_winsertstr(editor, $0) }
      return UInt8(CC_REFRESH)
    }
    list(completion.candidates)
    return UInt8(CC_REDISPLAY)
  }

  /// Prints what may follow, below the line.
  private func list(_ candidates: [Completion.Candidate]) {
    let width = candidates.map(\.text.count).max() ?? 0
    var text = "\n"
    for candidate in candidates.prefix(40) {
      text += "  " + candidate.text
      if !candidate.summary.isEmpty {
        text += String(repeating: " ", count: width - candidate.text.count + 2) + candidate.summary
      }
      text += "\n"
    }
    if candidates.count > 40 { text += "  ... and \(candidates.count - 40) more\n" }
    let bytes = Array(text.utf8)
    _ = write(STDOUT_FILENO, bytes, bytes.count)
  }
}

private func MB_CUR_MAX_value() -> Int {
  Int(__ctype_get_mb_cur_max())
}

extension String {
  fileprivate var wide: [wchar_t] {
    unicodeScalars.map { wchar_t(bitPattern: $0.value) } + [0]
  }

  fileprivate func withWide<Result>(_ body: (UnsafePointer<wchar_t>) -> Result) -> Result {
    body(wide)
  }

  fileprivate init(wide: UnsafeBufferPointer<wchar_t>) {
    var scalars = String.UnicodeScalarView()
    for character in wide { scalars.append(Unicode.Scalar(UInt32(bitPattern: character)) ?? "\u{FFFD}") }
    self.init(scalars)
  }

  fileprivate func commonPrefix(with other: String) -> String {
    String(zip(self, other).prefix { $0 == $1 }.map(\.0))
  }
}
