import Concepts
import Foundation
import Testing

/// Networks that have learned Tomita's languages from words are these languages' automata, state by state.
struct TomitaTests {
  @Test(arguments: TomitaGrammar.allCases)
  func aTrainedNetworkIsTheGrammarsAutomaton(_ grammar: TomitaGrammar) throws {
    let run = try Program.run([
      "-c",
      "load data tomita k=\(grammar.rawValue); train gru hidden=[32] epochs=40 batch=20 lr=0.01; extract automaton | save \"a.csv\"",
    ])
    #expect(run.status == 0, "\(run.error)")
    // state, class, after 0, after 1, ...
    let rows = try String(contentsOf: run.folder.appending(path: "a.csv"), encoding: .utf8)
      .split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    let found = try Automaton(
      alphabet: ["0", "1"],
      transitions: rows.map { row in try row[2...3].map { try #require(Int($0.dropFirst())) } },
      accepting: rows.map { $0[1] == "accept" })
    #expect(found == grammar.automaton)
  }
}
