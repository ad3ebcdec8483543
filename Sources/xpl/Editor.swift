import Glibc
import Interpreter
import Tensors

/// The reader's own editor, for a text.
enum Editor {
  /// The text as it was left; nil where there is no terminal, or the editor gave up.
  static func edited(_ text: String) -> String? {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return nil }
    let folder = Child.variable("TMPDIR") ?? "/tmp"
    // The name is the process's own, and nobody else may read it.
    var template = Array("\(folder)/xpl-XXXXXX.xpl".utf8CString)
    let file = mkstemps(&template, 4)
    guard file >= 0 else { return nil }
    close(file)
    let path = template.withUnsafeBufferPointer {
      String(decoding: $0.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
    defer { unlink(path) }
    let editor = Child.variable("VISUAL") ?? Child.variable("EDITOR") ?? "vi"
    guard (try? writeAtomically(Array((text + "\n").utf8), to: path)) != nil,
      Child.run("\(editor) \"$0\"", argument: path), let edited = try? readText(path)
    else { return nil }
    return String(edited.reversed().drop { $0.isNewline }.reversed())
  }
}
