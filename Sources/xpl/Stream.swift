import Glibc
import Interpreter
import Language
import Terminal

/// Standard output or standard error, written to at once.
enum Stream {
  case output, error

  private var descriptor: Int32 {
    switch self {
    case .output: STDOUT_FILENO
    case .error: STDERR_FILENO
    }
  }

  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// How wide its terminal is now; nil where it is none.
  var columns: Int? {
    var size = winsize()
    guard isTerminal, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Writes a line of prose, broken between words where it is wider than the terminal.
  func say(_ text: String) { write((columns.map { text.wrapped(to: $0) } ?? text) + "\n") }

  /// Results that are lost are no success. Nobody is left to tell where the reader is gone, or never was.
  private func fail(_ code: Int32) {
    guard self == .output, ![EPIPE, EBADF].contains(code), Interrupts.ending == nil else { return }
    Stream.error.write("error: standard output can't be written (\(String(cString: strerror(code))))\n")
    exit(Status.failed.rawValue)
  }

  func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno != EINTR { return fail(errno) }
      rest = rest.dropFirst(max(0, count))
    }
  }
}
