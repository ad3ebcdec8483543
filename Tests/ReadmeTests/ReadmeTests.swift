import Foundation
import Testing

/// What README.md says is done, and what it says comes out of it does.
@Suite(.serialized) struct ReadmeTests {
  private let readme: Readme
  /// A folder laid out like a clone in which everything is built.
  private let clone: URL

  init() throws {
    readme = try Readme()
    let files = FileManager.default
    clone = files.temporaryDirectory.appending(path: "xpl-readme-\(UUID().uuidString)")
    try files.createDirectory(at: clone.appending(path: ".build"), withIntermediateDirectories: true)
    for name in ["Package.swift", "Scripts", "Tests"] {
      try files.createSymbolicLink(
        at: clone.appending(path: name), withDestinationURL: Readme.root.appending(path: name))
    }
    let built = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path
    try files.createSymbolicLink(
      atPath: clone.appending(path: ".build/release").path, withDestinationPath: built)
    try files.createDirectory(at: clone.appending(path: ".tools"), withIntermediateDirectories: true)
    // The tests are built, and a second build would wait for the first one's end, which is the end of the tests.
    try files.createSymbolicLink(
      at: clone.appending(path: ".tools/swift"),
      withDestinationURL: Readme.root.appending(path: "Tests/Scripts/built-swift"))
  }

  @Test func thereIsSomethingToRun() {
    #expect(readme.blocks(in: "sh").count > 1 && readme.blocks(in: "xpl").count > 10)
    #expect(readme.blocks.allSatisfy { ["sh", "xpl", "swift", "text"].contains($0.language) })
    #expect(readme.text.split(separator: "\n").first?.hasPrefix("#") == true)
  }

  /// All blocks of the shell, in one folder, in their order. `Scripts/test` would run itself.
  @Test func theShellDoesWhatItSays() throws {
    for block in readme.blocks(in: "sh") {
      let lines = block.text.split(separator: "\n").filter { $0 != "Scripts/test" }
      let run = try run(["/bin/bash", "-euo", "pipefail", "-c", lines.joined(separator: "\n")])
      #expect(run.status == 0, "\(block.text)\(run.error)")
      if let stated = block.output { #expect(run.output.isStated(by: stated), "\(block.text)\(run.output)") }
    }
  }

  /// The scripts of a section are one session, typed in their order.
  @Test func theLanguageDoesWhatItSays() throws {
    try FileManager.default.createDirectory(
      at: clone.appending(path: "out"), withIntermediateDirectories: true)
    let sections = Dictionary(grouping: readme.blocks(in: "xpl"), by: \.section)
    for (section, blocks) in sections.sorted(by: { $0.key < $1.key }) {
      let script = clone.appending(path: "section.xpl")
      try Data(blocks.map(\.text).joined(separator: "\n").utf8).write(to: script)
      let run = try run([clone.appending(path: ".build/release/xpl").path, script.path])
      #expect(run.status == 0, "\(section)\n\(run.error)")
      let stated = blocks.map { $0.output ?? "..." }.joined()
      #expect(run.output.isStated(by: stated), "\(section)\n\(run.output)\nis not\n\(stated)")
    }
  }

  /// What README.md shows of the library is part of a file that is compiled.
  @Test func theLibraryExampleIsCompiled() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "LibraryExample.swift")
    let compiled = try String(contentsOf: file, encoding: .utf8)
    let examples = readme.blocks(in: "swift")
    #expect(!examples.isEmpty)
    for block in examples { #expect(compiled.contains(block.text)) }
  }

  @Test func everyFileThatItNamesIsThere() {
    let links = readme.text.matches(of: #/\]\(([^):]+)\)/#).map { String($0.1) }
    #expect(!links.isEmpty)
    for link in links {
      #expect(FileManager.default.fileExists(atPath: Readme.root.appending(path: link).path))
    }
  }

  private func run(_ arguments: [String]) throws -> (status: Int32, output: String, error: String) {
    let (output, error) = (clone.appending(path: ".output"), clone.appending(path: ".error"))
    for file in [output, error] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = URL(filePath: arguments[0])
    process.arguments = Array(arguments.dropFirst())
    process.currentDirectoryURL = clone
    var environment = ProcessInfo.processInfo.environment
    let path = [
      "\(clone.path)/.tools", "\(clone.path)/.build/release", environment["PATH"] ?? "/usr/bin:/bin",
    ]
    environment["XPL_CACHE"] = "off"
    environment["PATH"] = path.joined(separator: ":")
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: error)
    try process.run()
    process.waitUntilExit()
    return (
      process.terminationStatus, String(decoding: try Data(contentsOf: output), as: UTF8.self),
      String(decoding: try Data(contentsOf: error), as: UTF8.self)
    )
  }
}

@Test func dotsStandForAnything() {
  #expect("a\nb\nc\n".isStated(by: "a\n...\nc\n") && "ab".isStated(by: "a...b") && "a".isStated(by: "a"))
  #expect(!"a\nb\n".isStated(by: "a\n...\nc\n") && !"ab".isStated(by: "ab...b") && !"a".isStated(by: "b..."))
}
