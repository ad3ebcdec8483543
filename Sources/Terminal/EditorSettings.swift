import CEdit
import Glibc

/// What a user's `.editrc` says: which keys the editor is to have, before everything else.
struct EditorSettings {
  struct Line {
    private let words: [String]

    /// Nil for comments and blank lines.
    init?(_ text: String) {
      guard let tokenizer = tok_winit(nil), text.first(where: { !$0.isWhitespace }).map({ $0 != "#" }) == true
      else { return nil }
      defer { tok_wend(tokenizer) }
      var count: Int32 = 0
      var words: UnsafeMutablePointer<UnsafePointer<wchar_t>?>?
      guard text.withWide({ tok_wstr(tokenizer, $0, &count, &words) }) == 0, let words, count > 0 else {
        return nil
      }
      self.words = (0..<Int(count)).map { index in
        guard let word = words[index] else { return "" }
        return String(UnsafeBufferPointer(start: word, count: wcslen(word)).map { Unicode.Scalar(wide: $0) })
      }
    }

    /// Whether it chooses between emacs and vi, which forgets all keys.
    var isMode: Bool {
      let command = words[0].split(separator: ":").last ?? ""
      return command == "bind" && words.dropFirst().contains { ["-v", "-e"].contains($0) }
    }

    func apply(to editor: OpaquePointer) {
      let wide = words.map(\.wide)
      // The words have to stay where they are during the call.
      let copies = wide.map { word -> UnsafeMutablePointer<wchar_t> in
        let copy = UnsafeMutablePointer<wchar_t>.allocate(capacity: word.count)
        copy.initialize(from: word, count: word.count)
        return copy
      }
      defer { copies.forEach { $0.deallocate() } }
      var pointers: [UnsafePointer<wchar_t>?] = copies.map { UnsafePointer($0) } + [nil]
      _ = el_wparse(editor, Int32(words.count), &pointers)
    }
  }

  let modes: [Line]
  let others: [Line]

  init(_ text: String) {
    let lines = text.split(whereSeparator: \.isNewline).compactMap { Line(String($0)) }
    modes = lines.filter(\.isMode)
    others = lines.filter { !$0.isMode }
  }

  /// `$EDITRC`, or `~/.editrc`.
  static func standard() -> EditorSettings {
    func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
    guard let path = variable("EDITRC") ?? variable("HOME").map({ $0 + "/.editrc" }),
      let file = fopen(path, "r")
    else { return EditorSettings("") }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, bytes.count, file)
    return EditorSettings(String(decoding: bytes[..<count], as: UTF8.self))
  }
}
