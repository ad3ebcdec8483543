import ArgumentParser
import Glibc
import Interpreter
import Terminal

/// A way to call the program: read from the command line, it runs and says how it ended.
protocol Invocation: ParsableCommand {
  func status() -> Status
}

extension Invocation {
  /// Runs with the words of a command line and leaves the program.
  static func run(with words: [String]) -> Never {
    do {
      let status = try parse(words).status()
      Glibc.exit(Interrupts.ending.map { 128 + $0 } ?? status.rawValue)
    } catch {
      let isHelp = exitCode(for: error) == .success
      let message = fullMessage(for: error)
      // As all other complaints begin.
      let isComplaint = message.hasPrefix("Error: ")
      (isHelp ? Stream.output : .error).write(
        (isComplaint ? "error: " + message.dropFirst("Error: ".count) : message) + "\n")
      Glibc.exit(isHelp ? Status.done.rawValue : Status.invalid.rawValue)
    }
  }

  private static func parse(_ words: [String]) throws -> Self {
    guard let invocation = try parseAsRoot(words) as? Self else { throw CleanExit.helpRequest(self) }
    return invocation
  }
}
