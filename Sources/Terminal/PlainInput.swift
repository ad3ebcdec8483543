import Glibc

/// Lines from a terminal that can't be edited on, or from a file or a pipe. It takes over standard input.
public struct PlainInput {
  private var waiting: [UInt8] = []
  private var isAtEnd = false

  public init() {}

  /// The next line, without its end.
  public mutating func readLine() -> LineEditor.Line {
    while true {
      if let end = waiting.firstIndex(of: UInt8(ascii: "\n")) {
        defer { waiting.removeFirst(end + 1) }
        return .text(String(decoding: waiting[..<end], as: UTF8.self))
      }
      if isAtEnd {
        defer { waiting = [] }
        return waiting.isEmpty ? .end : .text(String(decoding: waiting, as: UTF8.self))
      }
      let isReady = Interrupts.waitForInput()
      if Interrupts.ending != nil { return .end }
      if Interrupts.pending > 0 {
        waiting = []
        return .interrupted
      }
      if isReady { fill() }
    }
  }

  private mutating func fill() {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(STDIN_FILENO, &bytes, bytes.count)
    if count > 0 { waiting += bytes[..<count] }
    if count == 0 || count < 0 && errno != EINTR { isAtEnd = isatty(STDIN_FILENO) == 0 || waiting.isEmpty }
  }
}
