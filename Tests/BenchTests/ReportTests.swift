import Foundation
import Tensors
import Testing
import bench

struct ReportTests {
  private func row(_ name: String, _ times: [Double], memory: Int? = nil) -> Row {
    var row = Row(name: name, times: times)
    row.memory = memory
    return row
  }

  @Test func aRowKnowsItsMedianAndItsMinimum() {
    let row = row("a", [3, 1, 2])
    #expect(row.median == 2 && row.minimum == 1)
  }

  @Test func whatIsWrittenIsReadAgain() throws {
    var report = Report(cores: 2, vectorBits: 512, rows: [row("a", [0.5], memory: 7)])
    report.duels = [Duel(name: "a", tool: "b", time: [1, 8], memory: [1, 2], difference: 1e-6)]
    #expect(try Report(json: report.json) == report)
  }

  @Test func overTenPercentIsARegression() {
    let old = Report(
      cores: 2, vectorBits: 512, rows: [row("a", [1, 5], memory: 100), row("b", [1]), row("gone", [1])])
    let comparison = Comparison(with: old)
    #expect(comparison.regressions(of: row("a", [1.09, 9], memory: 109)).isEmpty)
    #expect(comparison.regressions(of: row("a", [1.2, 1.2], memory: 100)) == ["1.20 times the time"])
    #expect(comparison.regressions(of: row("a", [0.5], memory: 150)) == ["1.50 times the memory"])
    #expect(comparison.regressions(of: row("b", [2], memory: 150)) == ["2.00 times the time"])
    #expect(comparison.regressions(of: row("new", [9])).isEmpty)
  }

  @Test func resultsThatDifferAreNoDuel() {
    let duel = { Duel(name: "a", tool: "b", time: [1, 8], memory: [1, 2], difference: $0) }
    #expect(duel(1e-5).agrees && !duel(1e-3).agrees && !duel(.nan).agrees)
  }

  /// Two rows should sum to 3 and -1; the finer integral is [1, 2] and [0, -1].
  @Test func accuracyIsMeasuredOnTheRowsThatThePeerDid() throws {
    let finer = Tensor([2, 2], [1, 2, 0, -1])
    let ours = Tensor([3, 2], [1, 2.5, 0, -1, 7, 7])
    let theirs = Tensor([2, 2], [1, 2, 1, -2])
    func accuracy(_ standard: Accuracy.Standard) throws -> Accuracy {
      try Accuracy(ours, theirs, reference: finer, differences: [3, -1], standard: standard)
    }
    let found = try accuracy(.peerError)
    #expect(found.errors == [0.125, 0.5] && found.residuals == [0.125, 0] && found.suffices)
    #expect(try !accuracy(.peerResidual).suffices)
    #expect(try accuracy(.error(0.125)).suffices && !accuracy(.error(0.12)).suffices)
    let duel = Duel(
      name: "a", tool: "b", time: [1, 8], memory: [1, 2], difference: 0.125,
      accuracy: try accuracy(.error(0.12)))
    #expect(!duel.agrees)
  }

  @Test func resultsOfOtherShapesAreNotCompared() {
    let row = Tensor([1, 2], [1, 2])
    #expect(throws: (any Error).self) {
      try Accuracy(Tensor([1, 3], [1, 2, 3]), row, reference: row, differences: [3], standard: .peerError)
    }
  }
}
