import Foundation

/// The programs that this one runs, itself among them.
enum Programs {
  static let this = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
  static let folder = this.deletingLastPathComponent()

  /// What a program writes to its standard output. Its complaints go where ours go.
  static func output(of program: URL, _ arguments: [String], input: Data? = nil) throws -> Data {
    let process = Process()
    let (output, source) = (Pipe(), Pipe())
    process.executableURL = program
    process.arguments = arguments
    process.standardInput = input == nil ? FileHandle.nullDevice : source
    process.standardOutput = output
    try process.run()
    if let input {
      try source.fileHandleForWriting.write(contentsOf: input)
      try source.fileHandleForWriting.close()
    }
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure("\(program.lastPathComponent) \(arguments.joined(separator: " ")) failed")
    }
    return data
  }

  /// Runs a program that reads nothing and whose output nobody wants.
  ///
  /// Foundation looks only every 50 ms whether a process has ended: too seldom for what is measured here.
  static func run(_ program: URL, _ arguments: [String]) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for stream in Int32(0)...2 { posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0) }
    var words: [UnsafeMutablePointer<CChar>?] = ([program.path] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var (process, status) = (pid_t(), Int32(0))
    guard posix_spawn(&process, program.path, &actions, nil, &words, environ) == 0,
      waitpid(process, &status, 0) == process, status == 0
    else { throw Failure("\(program.lastPathComponent) \(arguments.joined(separator: " ")) failed") }
  }

  /// A row, measured by a new process.
  static func row(_ name: String, result: URL? = nil) throws -> Row {
    let saving = result.map { ["--result", $0.path] } ?? []
    return try JSONDecoder().decode(Row.self, from: output(of: this, ["--row", name] + saving))
  }
}
