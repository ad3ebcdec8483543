import CEdit
import Glibc

/// Reads characters from the terminal, and finds pasted texts among them.
struct KeyReader {
  enum Event {
    case character(Unicode.Scalar)
    /// A signal has been noted.
    case signal
    case end
  }

  /// Whether keys are told apart here that libedit could not; see ``Keys``.
  var isVi = false
  /// The text that was pasted last.
  private(set) var pasted = ""
  /// Bytes that were read too early.
  private var waiting: [UInt8] = []

  init() {}

  /// Whether a key is there already.
  var hasInput: Bool { !waiting.isEmpty || Interrupts.waitForInput(milliseconds: 0) }

  mutating func forget() { waiting = [] }

  /// The next character. Waits for one.
  mutating func next() -> Event {
    while waiting.isEmpty {
      guard Interrupts.waitForInput() else { return .signal }
      guard readByte() else { return .end }
    }
    if waiting[0] == 0x1B, let found = sequence() { return found }
    return character()
  }

  private mutating func readByte() -> Bool {
    var byte: UInt8 = 0
    var count = read(STDIN_FILENO, &byte, 1)
    while count < 0 && errno == EINTR { count = read(STDIN_FILENO, &byte, 1) }
    if count == 1 { waiting.append(byte) }
    return count == 1
  }

  /// The key whose bytes wait, where it is one of ours. The bytes of a key arrive together: 20 ms apart at most.
  private mutating func sequence() -> Event? {
    let known =
      [(bytes: Array(Keys.pasteStart.utf8), code: Keys.paste)] + (isVi ? Keys.codes : [])
    while true {
      let fitting = known.filter { $0.bytes.starts(with: waiting.prefix($0.bytes.count)) }
      if let match = fitting.first(where: { $0.bytes.count <= waiting.count }) {
        waiting.removeFirst(match.bytes.count)
        if match.code == Keys.paste {
          guard readPasted() else { return .end }
        }
        return match.code.unicodeScalars.first.map { .character($0) }
      }
      guard !fitting.isEmpty, Interrupts.waitForInput(milliseconds: 20), readByte() else { return nil }
    }
  }

  /// Takes over all bytes up to the end of the paste; false where there is none. Line ends become those of the language;
  /// other controls are nothing that a text holds.
  private mutating func readPasted() -> Bool {
    var bytes: [UInt8] = []
    while !bytes.suffix(Keys.pasteEnd.count).elementsEqual(Keys.pasteEnd) {
      if waiting.isEmpty {
        guard Interrupts.waitForInput() || Interrupts.ending == nil else { return false }
        // A paste whose end never comes is left by Ctrl-C.
        if Interrupts.pending > 0 { break }
        guard Interrupts.waitForInput(milliseconds: 0) else { continue }
        guard readByte() else { return false }
      }
      bytes.append(waiting.removeFirst())
    }
    let text = String(decoding: bytes.dropLast(Keys.pasteEnd.count), as: UTF8.self)
    pasted = Self.cleaned(text)
    return true
  }

  static func cleaned(_ text: String) -> String {
    var result: [Unicode.Scalar] = []
    var isAfterReturn = false
    for character in text.unicodeScalars {
      let isReturn = character == "\r"
      if isReturn || (character == "\n" && !isAfterReturn) {
        result.append("\n")
      } else if character == "\t" || (character != "\n" && character.properties.generalCategory != .control) {
        result.append(character)
      }
      isAfterReturn = isReturn
    }
    while result.last == "\n" { result.removeLast() }
    return String(result)
  }

  /// The character whose first byte waits, in the encoding of the locale.
  private mutating func character() -> Event {
    var bytes: [CChar] = []
    while true {
      if waiting.isEmpty {
        guard Interrupts.waitForInput() || Interrupts.ending == nil && Interrupts.pending == 0 else {
          return .signal
        }
        guard Interrupts.waitForInput(milliseconds: 0) else { continue }
        guard readByte() else { return .end }
      }
      bytes.append(CChar(bitPattern: waiting.removeFirst()))
      var (wide, state) = (wchar_t(), mbstate_t())
      switch mbrtowc(&wide, bytes, bytes.count, &state) {
      case -2 where bytes.count < 16: continue
      case -1, -2: return .character("\u{FFFD}")
      default: return .character(Unicode.Scalar(wide: wide))
      }
    }
  }
}
