import Foundation

/// How long a user waits for the program itself.
enum Start {
  static func rows(_ clock: Clock) throws -> [Row] {
    try [
      Row(name: "start to --version", time: clock.median(of: 9) { try run(["--version"]) }),
      Row(name: "start to the first prompt and its end", time: clock.median(of: 9) { try run([]) }),
      Row(name: "start, load, first heatmap", time: clock.median { try run(["-c", firstHeatmap]) }),
    ]
  }

  private static let firstHeatmap = "load; condition layer=4 channel=50 y=1"

  /// Runs the xpl that was built beside this program, with nothing to read.
  private static func run(_ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appending(path: "xpl")
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(arguments: arguments) }
  }

  private struct Failure: Error, CustomStringConvertible {
    let arguments: [String]
    var description: String { "xpl \(arguments.joined(separator: " ")) failed; build it with Scripts/build" }
  }
}
