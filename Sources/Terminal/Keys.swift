/// Keys of several bytes that the editor tells apart itself, and the codes that libedit knows them by: controls that no
/// keyboard sends.
///
/// A pasted text begins like a key. In vi mode, where a sequence bound in libedit would take Escape its meaning, the
/// keys that move about are told apart here, too: their bytes arrive together.
enum Keys {
  static let paste = "\u{80}"
  static let newLine = "\u{81}"

  static let pasteStart = "\u{1B}[200~"
  static let pasteEnd = Array("\u{1B}[201~".utf8)

  /// By command.
  static let sequences: [(bytes: String, command: String)] = [
    ("\u{1B}[A", "xpl-up"), ("\u{1B}OA", "xpl-up"), ("\u{1B}[B", "xpl-down"), ("\u{1B}OB", "xpl-down"),
    ("\u{1B}[C", "xpl-right"), ("\u{1B}OC", "xpl-right"), ("\u{1B}[D", "ed-prev-char"),
    ("\u{1B}OD", "ed-prev-char"),
    ("\u{1B}[H", "xpl-line-start"), ("\u{1B}OH", "xpl-line-start"), ("\u{1B}[1~", "xpl-line-start"),
    ("\u{1B}[7~", "xpl-line-start"), ("\u{1B}[F", "xpl-line-end"), ("\u{1B}OF", "xpl-line-end"),
    ("\u{1B}[4~", "xpl-line-end"), ("\u{1B}[8~", "xpl-line-end"), ("\u{1B}[3~", "ed-delete-next-char"),
    ("\u{1B}[1;5C", "em-next-word"), ("\u{1B}[1;5D", "ed-prev-word"), ("\u{1B}[5C", "em-next-word"),
    ("\u{1B}[5D", "ed-prev-word"), ("\u{1B}\r", "xpl-force-newline"), ("\u{1B}\n", "xpl-force-newline"),
  ]

  /// The code of each sequence in vi mode.
  static let codes: [(bytes: [UInt8], code: String)] = sequences.enumerated().map { index, sequence in
    (Array(sequence.bytes.utf8), code(index))
  }

  static func code(_ index: Int) -> String { String(Unicode.Scalar(UInt8(0x82 + index))) }
}
