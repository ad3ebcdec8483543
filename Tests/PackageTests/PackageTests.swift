import Foundation
import Testing

struct PackageTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// A folder that the package does not name is never built, and its tests pass by not being run.
  @Test func everyFolderOfTestsIsATestTarget() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "Tests").path)
    let folders = names.filter { $0.hasSuffix("Tests") }
    let package = try String(contentsOf: Self.root.appending(path: "Package.swift"), encoding: .utf8)
    let targets = package.matches(of: #/\n    tests\("([A-Za-z]+)"/#).map { String($0.1) }
    #expect(targets.count > 10)
    #expect(Set(folders) == Set(targets))
    #expect(targets == targets.sorted())
  }

  @Test func everyRoomIsATarget() throws {
    let rooms = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "Sources").path)
    let package = try String(contentsOf: Self.root.appending(path: "Package.swift"), encoding: .utf8)
    for room in rooms {
      #expect(
        package.contains("room(\"\(room)\"") || package.contains("(name: \"\(room)\"")
          || package.contains("      name: \"\(room)\"") || package.contains("      \"\(room)\",\n"))
    }
  }
}
