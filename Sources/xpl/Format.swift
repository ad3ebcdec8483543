import ArgumentParser
import Interpreter
import Language
import Terminal

/// `xpl fmt`: puts scripts into canonical form.
struct Format: Invocation {
  static let configuration = CommandConfiguration(
    commandName: "xpl fmt", abstract: "Puts scripts into canonical form, and names those that it changed.",
    usage: "xpl fmt [--check] FILE...")

  @Flag(help: "Change nothing, and name what would change; exit code 1 where anything would.") var check =
    false
  @ArgumentParser.Argument(
    help: ArgumentHelp("Scripts, or - for standard input, which goes to standard output.", valueName: "FILE"))
  var files: [String]

  func status() -> Status {
    let console = Console(json: false, quiet: false, prompt: false, color: .auto)
    let statuses = files.map { $0 == "-" ? formatInput(console) : format($0, console) }
    return statuses.max { $0.rawValue < $1.rawValue } ?? .done
  }

  private func format(_ path: String, _ console: Console) -> Status {
    do {
      let text = try readText(path)
      guard let formatted = formatted(Source(name: path, text: text), console) else { return .invalid }
      guard formatted != text else { return .done }
      if !check { try writeText(formatted, to: path) }
      Stream.output.write(path + "\n")
      return check ? .failed : .done
    } catch {
      console.complain("\(error)")
      return Status(ofReading: error)
    }
  }

  private func formatInput(_ console: Console) -> Status {
    let text = console.readAll()
    guard let formatted = formatted(Source(name: "standard input", text: text), console) else {
      return .invalid
    }
    if check { return formatted == text ? .done : .failed }
    Stream.output.write(formatted)
    return .done
  }

  /// The canonical form; nil after complaints about what does not parse.
  private func formatted(_ source: Source, _ console: Console) -> String? {
    let script = Script(source)
    script.summed(script.diagnostics).forEach(console.output.complain)
    return script.formatted
  }
}
