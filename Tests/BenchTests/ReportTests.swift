import Foundation
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
}
