public import ArgumentParser
import Glibc
import Interpreter
import Language
import Store
public import Terminal

/// The command line: what is run, in which form its results are written, and the exit code.
@main
struct XPL: Invocation {
  static let configuration = CommandConfiguration(
    commandName: "xpl", abstract: "Explains neural networks: a prompt, and scripts.",
    discussion: "Or, as the first word:\n"
      + invocations.map { "  \($0.configuration.commandName ?? "")  \($0.configuration.abstract)" }
      .joined(separator: "\n"),
    version: "xpl \(version)")

  /// What the first word chooses instead of a script, in alphabetical order. A script of such a name is run by ./NAME.
  private static let invocations: [any Invocation.Type] = [
    Check.self,
    Format.self,
    LanguageServer.self,
  ]

  @Option(name: .customShort("c"), help: "Run this text.") var text: String?
  @Option(name: .customShort("i"), help: "Run this file, then go on at the prompt.") var then: String?
  @Flag(help: "Write results as JSON, one on each line.") var json = false
  @Flag(help: "Write nothing but complaints; results go where save puts them.") var quiet = false
  @Option(help: "Write which expectations were met instead of results: tap or junit.") var report:
    VerdictReport.Format?
  @Option(help: "Use colours and pictures: auto, always or never.") var color = Capabilities.ColorChoice.auto
  @Flag(help: "Compute everything, and keep nothing for later runs.") var fresh = false
  @Option(help: .hidden) var grammar: GrammarFile?
  @ArgumentParser.Argument(
    parsing: .captureForPassthrough, help: "A script, or - for standard input; then what it finds in $args.")
  var file: [String] = []

  static func main() {
    let words = Array(CommandLine.arguments.dropFirst())
    if let first = words.first,
      let chosen = invocations.first(where: { $0.configuration.commandName == "xpl \(first)" })
    {
      chosen.run(with: Array(words.dropFirst()))
    }
    run(with: words)
  }

  /// What stands before the script and looks like an option should be one.
  mutating func validate() throws {
    if file.first == "--" { file.removeFirst() }
    if report != nil, text == nil, then != nil || file.isEmpty {
      throw ValidationError("--report needs a script: xpl --report=tap FILE")
    }
    guard text == nil, then == nil, let first = file.first, first.hasPrefix("-"), first != "-" else { return }
    if ["--help", "-h"].contains(first) { throw CleanExit.helpRequest(self) }
    if first == "--version" { throw CleanExit.message(Self.configuration.version) }
    throw ValidationError("there is no option \"\(first)\"; options stand before the script: xpl --json FILE")
  }

  func status() -> Status {
    if let grammar {
      Stream.output.write(grammar.text)
      return .done
    }
    Interrupts.install()
    let console = Console(
      json: json, quiet: quiet, prompt: text == nil && file.isEmpty || then != nil, color: color)
    let script = text == nil && then == nil ? file.first : nil
    let arguments = Array(script == nil ? file[...] : file.dropFirst())
    if let report {
      return console.report(as: report, of: script ?? "-c") { output in
        var interpreter = session(output, arguments)
        if let text { return interpreter.run(Source(name: "-c", text: text)) }
        return run(script ?? "-", &interpreter, console, output)
      }
    }
    var interpreter = session(console.output, arguments)
    if let text { return interpreter.run(Source(name: "-c", text: text)) }
    var first = Status.done
    if let path = script ?? then {
      first = run(path, &interpreter, console, console.output)
      if then == nil || first == .interrupted { return first }
    }
    let later = Prompt(console: console).run(&interpreter)
    // Whoever is at the keyboard has seen what failed.
    return first == .done || isatty(STDIN_FILENO) == 1 ? later : first
  }

  private func session(_ output: Output, _ arguments: [String]) -> Interpreter {
    Interpreter(output: output, arguments: arguments, store: fresh ? nil : .standard(report: output.note))
  }

  private func run(
    _ path: String, _ interpreter: inout Interpreter, _ console: Console, _ output: Output
  ) -> Status {
    do {
      if path == "-" { return interpreter.run(Source(name: "standard input", text: console.readAll())) }
      return interpreter.run(Source(name: path, text: try readText(path)), path: path)
    } catch {
      output.complain(Diagnostic("\(error)", at: Span(0, 0)))
      return .failed
    }
  }
}

extension Capabilities.ColorChoice: ExpressibleByArgument {}
extension VerdictReport.Format: ExpressibleByArgument {}
extension GrammarFile: ExpressibleByArgument {}
