import Foundation
import Testing

/// Registries name everything that there is, each once, in alphabetical order.
struct RegistryTests {
  private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Sources")

  struct Registry: Sendable, CustomTestStringConvertible {
    let file: String
    /// A line of the registry; the first group is what stands in the order, the last what is declared.
    let line: String
    let folder: String
    /// What declares something that wants a line; the last group is how the line calls it.
    let declaration: String

    var testDescription: String { file }
  }

  static let registries = [
    Registry(
      file: "Attributions/Rules.swift", line: #"^    \("([^"]+)", \.[^ ]+, (\w+)\),$"#,
      folder: "Attributions/Rules",
      declaration: #"^  static func (\w+)\(_ settings: RuleSettings\) -> Rule "#),
    Registry(
      file: "Attributions/Composites.swift", line: #"^    \("([^"]+)", (\w+)\),$"#,
      folder: "Attributions/Composites",
      declaration: #"^  static func (\w+)\(_ settings: RuleSettings\) -> Composite "#),
    Registry(
      file: "Attributions/Methods.swift", line: #"^    \.(\w+),$"#, folder: "Attributions/Methods",
      declaration: #"^  static let (\w+) = NamedMethod\("#),
    Registry(
      file: "Attributions/Interactions.swift", line: #"^    \.(\w+),$"#, folder: "Attributions/Interactions",
      declaration: #"^  static let (\w+) = NamedInteraction\("#),
    Registry(
      file: "Attributions/Scores.swift", line: #"^    \.(\w+),$"#, folder: "Attributions/Scores",
      declaration: #"^  static let (\w+) = NamedScore\("#),
    Registry(
      file: "Data/Readers.swift", line: #"^  \.(\w+),$"#, folder: "Data/Readers",
      declaration: #"^  static let (\w+) = Reader\("#),
    Registry(
      file: "Models/Architectures/Architectures.swift",
      line: #"^    Architecture\((?:measured: )?"([^"]+)", .*, (\w+\.\w+)\),$"#,
      folder: "Models/Architectures",
      declaration: #"^  static func (\w+)\(_ drawing: inout Drawing(?:, _ \w+: [\w.]+)?\) -> Drawing.Signal"#),
    Registry(
      file: "Models/Layers/Layers.swift",
      line: #"^    Operator\(name: "([^"]+)", layer: (\w+\.\w+)[,)]"#,
      folder: "Models/Layers",
      declaration: #"^  static func (\w+)\(_ node: Node\) throws\(ImportError\) -> Piece"#),
    Registry(
      file: "bench/Areas/Areas.swift", line: #"^    \.(\w+),$"#, folder: "bench/Areas",
      declaration: #"^  static let (\w+) = (?:Area|network)\("#),
  ]

  @Test(arguments: registries) func namesAreUniqueAndInOrder(_ registry: Registry) throws {
    let names = try matches(registry.line, in: registry.file).map { $0[0] }
    #expect(names.count > 4)
    #expect(Set(names).count == names.count)
    #expect(names == names.sorted { $0.lowercased() < $1.lowercased() })
  }

  @Test(arguments: registries) func everythingDeclaredHasItsLine(_ registry: Registry) throws {
    let lines = Set(try matches(registry.line, in: registry.file).compactMap(\.last))
    let files = try FileManager.default.contentsOfDirectory(
      atPath: Self.sources.appending(path: registry.folder).path)
    var declared: Set<String> = []
    for file in files.sorted() where file.hasSuffix(".swift") {
      let names = try matches(registry.declaration, in: "\(registry.folder)/\(file)").compactMap(\.last)
      // Some lines name the type, too, which the file is named by.
      let isQualified = registry.line.contains(#"\w+\.\w+"#)
      declared.formUnion(names.map { isQualified ? String(file.dropLast(5)) + $0 : $0 })
    }
    #expect(declared == lines)
  }

  /// The groups of each match.
  private func matches(_ pattern: String, in file: String) throws -> [[String]] {
    let text = try String(contentsOf: Self.sources.appending(path: file), encoding: .utf8)
    let regex = try Regex(pattern).anchorsMatchLineEndings()
    return text.matches(of: regex).map { match in
      match.output.dropFirst().compactMap { $0.substring.map(String.init) }
    }
  }
}
