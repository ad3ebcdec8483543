import Glibc
import Interpreter
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
