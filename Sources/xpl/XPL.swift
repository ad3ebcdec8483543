public import ArgumentParser
import Glibc
import Interpreter
import Language
import Store
public import Terminal

/// The command line: what is run, in which form its results are written, and the exit code.
@main
struct XPL: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "xpl", abstract: "Explains neural networks: a prompt, and scripts.", version: "xpl \(version)")

  @Option(name: .customShort("c"), help: "Run this text.") var text: String?
  @Option(name: .customShort("i"), help: "Run this file, then go on at the prompt.") var then: String?
  @Flag(help: "Write results as JSON, one on each line.") var json = false
  @Flag(help: "Write nothing but complaints; results go where save puts them.") var quiet = false
  @Option(help: "Use colours and pictures: auto, always or never.") var color = Capabilities.ColorChoice.auto
  @Flag(help: "Compute everything, and keep nothing for later runs.") var fresh = false
  @Flag(help: .hidden) var reference = false
  @ArgumentParser.Argument(
    parsing: .captureForPassthrough, help: "A script, or - for standard input; then what it finds in $args.")
  var file: [String] = []

  static func main() {
    if CommandLine.arguments.dropFirst().first == "check" {
      Glibc.exit(Check.status(Array(CommandLine.arguments.dropFirst(2))).rawValue)
    }
    do {
      let command = try parse()
      let status = command.status()
      Glibc.exit(Interrupts.ending.map { 128 + $0 } ?? status.rawValue)
    } catch {
      let isHelp = exitCode(for: error) == .success
      (isHelp ? Stream.output : .error).write(fullMessage(for: error) + "\n")
      Glibc.exit(isHelp ? Status.done.rawValue : Status.invalid.rawValue)
    }
  }

  /// What stands before the script and looks like an option should be one.
  mutating func validate() throws {
    if file.first == "--" { file.removeFirst() }
    guard text == nil, then == nil, let first = file.first, first.hasPrefix("-"), first != "-" else { return }
    if ["--help", "-h"].contains(first) { throw CleanExit.helpRequest(self) }
    if first == "--version" { throw CleanExit.message(Self.configuration.version) }
    throw ValidationError("there is no option \"\(first)\"; options stand before the script: xpl --json FILE")
  }

  private func status() -> Status {
    if reference {
      Stream.output.write(Verb.reference)
      return .done
    }
    Interrupts.install()
    let console = Console(
      json: json, quiet: quiet, prompt: text == nil && file.isEmpty || then != nil, color: color)
    let script = text == nil && then == nil ? file.first : nil
    var interpreter = Interpreter(
      output: console.output, arguments: Array(script == nil ? file[...] : file.dropFirst()),
      store: fresh ? nil : .standard(report: console.output.note))
    if let text { return interpreter.run(Source(name: "-c", text: text)) }
    var first = Status.done
    if let path = script ?? then {
      first = run(path, &interpreter, console)
      if then == nil || first == .interrupted { return first }
    }
    let later = Prompt(console: console).run(&interpreter)
    // Whoever is at the keyboard has seen what failed.
    return first == .done || isatty(STDIN_FILENO) == 1 ? later : first
  }

  private func run(_ path: String, _ interpreter: inout Interpreter, _ console: Console) -> Status {
    do {
      if path == "-" { return interpreter.run(Source(name: "standard input", text: console.readAll())) }
      return interpreter.run(Source(name: path, text: try readText(path)), path: path)
    } catch {
      console.complain("\(error)")
      return .failed
    }
  }
}

extension Capabilities.ColorChoice: ExpressibleByArgument {}
