import ArgumentParser
import Interpreter
import Terminal

/// `xpl check FILE`: runs a saved notebook again and compares what comes out with what it says.
struct Check: Invocation {
  static let configuration = CommandConfiguration(
    commandName: "xpl check",
    abstract: "Runs a script or a saved notebook (.xpl, .md, .ipynb) again and says which results differ.",
    discussion: """
      Exit codes: 0 all is as saved, 1 a statement failed, 2 it does not parse, 3 something differs or an expectation is \
      not met. What a script showed is kept in NAME.expected.json, which --update writes.
      """)

  @ArgumentParser.Argument(help: "A .xpl, .md or .ipynb file.") var file: String
  @Option(help: "How far apart numbers may be, as a share of the largest of their field.") var tolerance =
    1e-4
  @Flag(help: "Take the new results into the file.") var update = false

  func validate() throws {
    guard tolerance.isFinite, tolerance >= 0 else { throw ValidationError("--tolerance is a number from 0") }
  }

  func status() -> Status {
    Interrupts.install()
    let console = Console(json: false, quiet: true, prompt: false, color: .auto)
    do {
      return try SavedNotebook(file).check(tolerance: tolerance, isUpdate: update, output: console.output) {
        line in
        console.settle()
        Stream.output.write(line + "\n")
      }
    } catch {
      console.complain("\(error)")
      return Status(ofReading: error)
    }
  }
}
