import Foundation
import Testing

/// Concepts and classes that another program predicted, as CME's programs hand them on.
struct ConceptFilesTests {
  private func run(_ script: String, from folder: String) throws -> Program {
    let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/concepts/\(folder)")
    var files = ["run.xpl": Array(script.utf8)]
    for name in ["c_true", "c_pred", "y_true", "y_pred"] {
      files["\(name).npy"] = try Array(Data(contentsOf: fixtures.appending(path: "\(name).npy")))
    }
    return try Program.run(["run.xpl"], files: files)
  }

  /// Two of six concepts make the class: once these are right, all is; and no network is at hand.
  @Test func theyAreJudgedWithoutANetwork() throws {
    let run = try run(
      """
      load concepts "."
      let found = (show concepts)
      for accuracy in $found.accuracies { expect $accuracy > 0.8 }
      expect $found.fidelity == 1
      expect $found.accuracy == $found.network_accuracy
      let curve = (score interventions)
      show $curve
      expect $curve.fixed[2] == 1
      expect $curve.fixed[0] < 0.9
      expect $curve.refitted[2] == 1
      score concepts
      """, from: "exchange")
    #expect(run.status == 0, "\(run.error)")
    #expect((run.output + run.error).contains("6 concepts by another program; judged on 210 other samples"))
    #expect(run.output.contains("corrected concepts, importance first, 0 to 6"))
  }

  @Test func whatIsNoConceptIsRefused() throws {
    let run = try run("load concepts \".\"", from: "exchange-bad")
    #expect(run.status == 1)
    #expect(run.error.contains("c_pred.npy' has numbers that are not whole"))
  }

  @Test func missingFilesAreNamed() throws {
    let run = try Program.run(["run.xpl"], files: ["run.xpl": Array("load concepts \"nowhere\"".utf8)])
    #expect(run.status == 1)
    #expect(run.error.contains("nowhere/c_true.npy"))
  }
}
