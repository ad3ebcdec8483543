import Foundation
import Testing

/// Larger tokenizers, trained now on text of this machine, cut some 3,500 sentences as the PyPI package tokenizers does.
///
/// Where no python3 with that package and NumPy is on the path, this is skipped.
struct TokenizersPackageTests {
  static let isThere = (try? python(["-c", "import numpy, tokenizers"])) == 0

  private static func python(_ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3"] + arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  @Test(.enabled(if: isThere, "there is no python3 with tokenizers and numpy"))
  func tokensAreThoseOfThePackage() throws {
    try withTemporaryFolder { folder in
      #expect(try Self.python([fixture("tokenizers/make-tokenizers.py"), folder]) == 0)
      let expected = try ExpectedTokens(folder)
      #expect(expected.texts.count >= 3000)
      for name in TokenizerTests.names {
        let differences = try expected.differences(name)
        #expect(differences.isEmpty, "\(name): \(differences.count) of \(expected.texts.count)")
      }
    }
  }
}
