import Language
import Testing

private let programCount = 4_000

/// A few thousand random programs of the grammar.
private let programs: [String] = {
  var writer = ProgramWriter(.xpl, seed: 1)
  var programs: [String] = []
  while programs.count < programCount {
    if let program = writer.program(), (20..<2_000).contains(program.utf8.count) { programs.append(program) }
  }
  return programs
}()

@Suite struct GrammarTests {
  @Test func generatedProgramsParse() {
    for program in programs {
      let script = Script(Source(name: "generated", text: program))
      #expect(script.diagnostics.isEmpty, "\(program)\n\(script.diagnostics.first?.description ?? "")")
      if !script.diagnostics.isEmpty { return }
    }
    #expect(Set(programs).count > programCount * 9 / 10)
  }

  @Test func mutatedProgramsAreAcceptedByBothOrByNeither() {
    let recogniser = Recogniser(.xpl)
    var random = SeededGenerator(seed: 2)
    var accepted = 0
    for program in programs where program.utf8.count < 400 {
      let mutated = program.mutated(&random)
      let isAccepted = Script(Source(name: "mutated", text: mutated)).diagnostics.isEmpty
      if isAccepted { accepted += 1 }
      guard isAccepted == recogniser.accepts(mutated) else {
        Issue.record("the parser \(isAccepted ? "accepts" : "refuses"), the grammar does not:\n\(mutated)")
        return
      }
    }
    // Both verdicts must come up, or the comparison says nothing.
    #expect(accepted > 300 && accepted < programCount / 2, "\(accepted) accepted")
  }

  @Test func printedProgramsParseToTheSameTree() {
    for program in programs {
      let first = Script(Source(name: "generated", text: program)).statements
      let printed = first.map { $0.description + "\n" }.joined()
      let again = Script(Source(name: "printed", text: printed))
      guard again.diagnostics.isEmpty, shape(of: first) == shape(of: again.statements) else {
        Issue.record("\(program)\nis printed as\n\(printed)\(again.diagnostics.first?.description ?? "")")
        return
      }
      #expect(again.statements.map { $0.description + "\n" }.joined() == printed)
    }
  }

  /// 80,000 programs through lexer, parser and formatter, half of them with slips.
  @Test func formattedProgramsKeepTheirTrees() {
    var random = SeededGenerator(seed: 4)
    var formatted = 0
    for round in 0..<80_000 {
      var program = programs[round % programs.count]
      if round >= programCount {
        // New blanks and breaks everywhere, and sometimes slips.
        program = program.respaced(&random)
        if round % 2 == 0 { program = program.mutated(&random) }
      }
      let script = Script(Source(name: "program", text: program))
      if script.diagnostics.isEmpty { formatted += 1 }
      guard let fault = FormatterTests.fault(of: program) else { continue }
      Issue.record("\(program)\n\(fault)")
      return
    }
    #expect(formatted > 20_000, "\(formatted) formatted")
  }
}

/// A tree as text, without its spans.
func shape(of node: Any) -> String {
  let children = Mirror(reflecting: node).children.filter { !($0.value is Span) }
  guard !children.isEmpty else { return "\(node)" }
  return "(" + children.map { "\($0.label ?? ""):\(shape(of: $0.value))" }.joined(separator: " ") + ")"
}
