import Foundation
import Testing

/// Runs every script of `Tests/Specs/<verb>` through the program. A script states its own outcome by `expect`, and
/// by comments: `# exit: 2`, `# error: part of standard error`, `# output: part of standard output`,
/// `# not output: ...`, `# not error: ...`.
struct SpecTests {
  static let specs: [String] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(
      path: "Specs")
    let verbs =
      (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    let files = verbs.flatMap {
      (try? FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil)) ?? []
    }
    return files.filter { $0.pathExtension == "xpl" }.map(\.path).sorted()
  }()

  @Test func thereAreSpecs() {
    #expect(Self.specs.count > 50)
  }

  @Test(arguments: specs)
  func scriptHasTheOutcomeItStates(_ path: String) throws {
    let script = try String(contentsOfFile: path, encoding: .utf8)
    let run = try Program.run([path])
    let stated = { (name: String) in
      script.split(separator: "\n").filter { $0.hasPrefix("# \(name): ") }.map {
        String($0.dropFirst(name.count + 4))
      }
    }
    #expect(run.status == stated("exit").first.flatMap(Int32.init) ?? 0, "\(run.error)")
    for part in stated("error") { #expect(run.error.contains(part)) }
    for part in stated("output") { #expect(run.output.contains(part)) }
    for part in stated("not error") { #expect(!run.error.contains(part)) }
    for part in stated("not output") { #expect(!run.output.contains(part)) }
    if !script.contains("# exit: ") { #expect(!run.error.contains("error:")) }
  }
}

/// The program as its users run it: the one built beside these tests, in a folder of its own.
struct Program {
  let status: Int32
  let output: String
  let error: String
  let folder: URL

  /// The environment of the tests, with a store of results of its own or none.
  static func environment(store: String? = nil) -> [String: String] {
    ProcessInfo.processInfo.environment.merging(["XPL_CACHE": store ?? "off"]) { $1 }
  }

  /// - Parameter store: the folder for results of earlier runs; without it there are none.
  static func run(
    _ arguments: [String], input: String = "", files given: [String: [UInt8]] = [:], store: String? = nil
  ) throws -> Program {
    let built = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let folder = FileManager.default.temporaryDirectory.appending(path: "xpl-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, bytes) in given {
      let file = folder.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: file)
    }
    let files = ["in", "out", "err"].map { folder.appending(path: ".\($0)") }
    for file in files { try Data().write(to: file) }
    try Data(input.utf8).write(to: files[0])

    let process = Process()
    process.executableURL = built.appending(path: "xpl")
    process.arguments = arguments
    process.environment = environment(store: store)
    process.currentDirectoryURL = folder
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    return Program(
      status: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
      output: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self),
      error: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self), folder: folder)
  }

  /// The exit code of a script that is interrupted some seconds after its first output; nil if it goes on for a second.
  static func statusWhenInterrupted(_ script: String, after seconds: Double) throws -> Int32? {
    let process = Process()
    process.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: "xpl")
    process.arguments = ["-c", script]
    process.environment = environment()
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    // Once it has said something it listens.
    #expect(!output.fileHandleForReading.availableData.isEmpty)
    usleep(UInt32(seconds * 1_000_000))
    process.interrupt()
    for _ in 0..<50 where process.isRunning { usleep(20_000) }
    guard !process.isRunning else {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      return nil
    }
    return process.terminationStatus
  }
}
