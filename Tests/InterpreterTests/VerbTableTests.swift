import Foundation
import Interpreter
import Language
import Testing

struct VerbTableTests {
  private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  @Test func everyFileHasItsLine() throws {
    let folder = root.appending(path: "Sources/Interpreter/Verbs").path
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0 != "Keys.swift" }
    #expect(files.map { $0.dropLast(6).lowercased() }.sorted() == Verb.all.map(\.name))
  }

  @Test(arguments: GrammarFile.allCases)
  func grammarFilesAreWrittenFromTheTables(_ file: GrammarFile) throws {
    let written = try String(contentsOf: root.appending(path: "Grammar/\(file.name)"), encoding: .utf8)
    let isCurrent = written == file.text
    #expect(isCurrent, "write it again: xpl --grammar=\(file.rawValue) > Grammar/\(file.name)")
  }

  @Test(arguments: Verb.all.map(\.name))
  func examplesAreRight(_ name: String) throws {
    let verb = try #require(Verb.named(name))
    // A folder of photos is only there for whoever has one: such a file is left to the run.
    let source = Source(name: "example", text: "load\n" + verb.example)
    #expect(Interpreter.check(source).map(\.message) == [])
  }

  @Test(arguments: Verb.all.map(\.name))
  func keysAreNamedOnce(_ name: String) throws {
    let verb = try #require(Verb.named(name))
    let names = (verb.nouns + verb.keys).map(\.name)
    #expect(Set(names).count == names.count)
    #expect((verb.nouns + verb.keys).allSatisfy { !$0.summary.isEmpty && !$0.kindName.isEmpty })
    if let subject = verb.subject { #expect(names.contains(subject.name)) }
  }
}
