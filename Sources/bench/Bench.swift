import ArgumentParser
import CMachine
import Foundation
import Tensors

/// The command line: which rows are measured, and what becomes of them.
@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measures how fast this is, beside what the machine could do and what another tool does.",
    discussion: """
      Areas:
      \(Area.all.map { "  \($0.name.filled(to: 14))\($0.summary)" }.joined(separator: "\n"))

      Each row is measured in a process of its own: the first repetition plans and reorders weights (+first), the \
      others work on other samples. Rates and shares are those of the fastest repetition. Steps count bytes \
      that they find in caches, too, so that a share of the memory's peak may exceed 100 %.

      Exit codes: 0 done, 1 something failed or became worse, 2 the command line is wrong.
      """)

  @Option(help: "Measure one area, or the rows whose names begin so.") var only: String?
  @Option(help: "Write the rows to this file.") var json: String?
  @Option(help: "Mark what takes over 10 % more time or memory than in this file.") var compare: String?
  @Flag(help: "Run zennit-crp, PyTorch, captum and path_explain in turn with us, and check the numbers.")
  var peer = false
  @Option(help: "Show where a condition pass of this network, or a row, spends its time.") var profile:
    String?
  @Option(help: .hidden) var row: String?
  @Option(help: .hidden) var result: String?

  static func main() {
    let command: Bench
    do {
      command = try parse()
    } catch {
      let isHelp = exitCode(for: error) == .success
      say(fullMessage(for: error), on: isHelp ? .standardOutput : .standardError)
      Foundation.exit(isHelp ? 0 : 2)
    }
    do {
      Foundation.exit(try command.status())
    } catch {
      say("bench: \(error)", on: .standardError)
      Foundation.exit(1)
    }
  }

  private func status() throws -> Int32 {
    if let row { return try measure(row) }
    if let profile {
      try Profile.show(profile)
      return 0
    }
    let comparison = try compare.map { Comparison(with: try Report(path: $0)) }
    let measurements = try Area.measurements(only)
    var run = Run(comparison: comparison)
    let rows = try run.rows(of: measurements)
    var report = Report(cores: Machine.cores, vectorBits: Machine.vectorBits, rows: rows)
    if let json { try report.write(to: json) }
    if peer {
      report.duels = try Peer().duels(measurements)
      if let json { try report.write(to: json) }
    }
    let worse = rows.filter { comparison?.regressions(of: $0).isEmpty == false }
    if !worse.isEmpty {
      let names = worse.map(\.name).joined(separator: ", ")
      say("bench: worse than in '\(compare ?? "")': \(names)", on: .standardError)
    }
    if !run.failed.isEmpty {
      say("bench: not measured: \(run.failed.joined(separator: ", "))", on: .standardError)
    }
    return worse.isEmpty && run.failed.isEmpty && report.duels.allSatisfy(\.agrees) ? 0 : 1
  }

  /// What a child does: one row, to standard output.
  private func measure(_ name: String) throws -> Int32 {
    xpl_end_with_parent()
    guard let measurement = try Area.measurements(name).first(where: { $0.name == name }) else {
      throw Failure("no row is called \(name)")
    }
    let row = try measurement.row { value in
      if let result { try NPY.write(NumericArray(value), to: result) }
    }
    try FileHandle.standardOutput.write(contentsOf: JSONEncoder().encode(row))
    return 0
  }
}
