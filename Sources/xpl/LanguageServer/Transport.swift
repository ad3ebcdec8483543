import FoundationEssentials
import Glibc

/// Messages over standard input and output: a header that gives the length, then as many bytes of JSON
/// (Language Server Protocol 3.17, "Base Protocol").
struct Transport {
  enum Incoming {
    case message(JSON)
    /// What is no message, and why.
    case garbage(String)
    case end
  }

  private static let longestHeader = 1 << 16
  private static let longestMessage = 1 << 28

  private var buffer: [UInt8] = []
  private var isAtEnd = false

  /// The next message. Waits for it.
  mutating func next() -> Incoming {
    var header = headerEnd()
    while header == nil {
      if buffer.count > Self.longestHeader {
        buffer = []
        return .garbage("a header is longer than \(Self.longestHeader) bytes")
      }
      guard fill() else {
        defer { buffer = [] }
        return buffer.allSatisfy { [9, 10, 13, 32].contains($0) }
          ? .end : .garbage("the input ends in a header")
      }
      header = headerEnd()
    }
    let end = header ?? 0
    let length = Self.length(String(decoding: buffer[..<end], as: UTF8.self))
    buffer.removeFirst(end)
    guard let length else { return .garbage("a header has no valid Content-Length") }
    guard length <= Self.longestMessage else {
      isAtEnd = true
      buffer = []
      return .garbage("a message of \(length) bytes is longer than \(Self.longestMessage)")
    }
    while buffer.count < length {
      guard fill() else {
        buffer = []
        return .garbage("the input ends in a message")
      }
    }
    let body = Data(buffer[..<length])
    buffer.removeFirst(length)
    do {
      return .message(try JSONDecoder().decode(JSON.self, from: body))
    } catch {
      return .garbage("a message is no JSON")
    }
  }

  /// Whether nothing more comes within some milliseconds.
  func isQuiet(for milliseconds: Int32) -> Bool {
    guard buffer.isEmpty, !isAtEnd else { return false }
    var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&descriptor, 1, milliseconds) == 0
  }

  func send(_ message: JSON) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let body = try? encoder.encode(message) else { return }
    Stream.output.write("Content-Length: \(body.count)\r\n\r\n" + String(decoding: body, as: UTF8.self))
  }

  /// The place behind the blank line that ends a header.
  private func headerEnd() -> Int? {
    let mark: [UInt8] = [13, 10, 13, 10]
    guard buffer.count >= mark.count else { return nil }
    return (0...min(buffer.count - mark.count, Self.longestHeader))
      .first { buffer[$0] == 13 && buffer[$0..<$0 + mark.count].elementsEqual(mark) }
      .map { $0 + mark.count }
  }

  private static func length(_ header: String) -> Int? {
    for line in header.split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: ":", maxSplits: 1).map { $0.filter { !$0.isWhitespace } }
      if parts.count == 2, parts[0].lowercased() == "content-length", let length = Int(parts[1]), length >= 0
      {
        return length
      }
    }
    return nil
  }

  private mutating func fill() -> Bool {
    guard !isAtEnd else { return false }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(STDIN_FILENO, &bytes, bytes.count)
      if count < 0 && errno == EINTR { continue }
      isAtEnd = count <= 0
      buffer += bytes[..<max(0, count)]
      return count > 0
    }
  }
}
