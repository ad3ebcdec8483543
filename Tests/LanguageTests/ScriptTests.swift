import Language
import Testing

private func script(_ text: String) -> Script { Script(Source(name: "test.xpl", text: text)) }

@Suite struct ScriptTests {
  @Test(arguments: validPrograms) func validProgramsParse(_ program: String) {
    let script = script(program)
    #expect(script.diagnostics.isEmpty, "\(script.diagnostics)")
    #expect(!script.isIncomplete)
    #expect(Recogniser(.xpl).accepts(program))
  }

  @Test(arguments: invalidPrograms) func invalidProgramsAreRefused(_ program: String) {
    #expect(!script(program).diagnostics.isEmpty)
    #expect(!Recogniser(.xpl).accepts(program))
  }

  @Test func treesSayWhatWasWritten() throws {
    let statement = try #require(
      script("condition at=[conv2:50@[3,7], 4:1] y=1 | save \"heat.png\"").statements.first)
    guard case .pipeline(let pipeline) = statement.kind else { throw Unexpected() }
    #expect(pipeline.commands.map(\.verb.text) == ["condition", "save"])
    let arguments = pipeline.commands[0].arguments
    #expect(arguments.map(\.key?.text) == ["at", "y"])
    guard case .list(let units) = arguments[0].value.kind, case .unit(let first) = units[0].kind,
      case .unit(let second) = units[1].kind
    else { throw Unexpected() }
    #expect(first.layer.text == "conv2" && first.part.text == "50")
    #expect(first.positions?.map(\.description) == ["3", "7"])
    #expect(second.layer.text == "4" && second.positions == nil)
    #expect(pipeline.commands[1].arguments[0].value.kind == .string("heat.png"))
  }

  @Test func referencesKnowTheirRoots() throws {
    func reference(_ text: String) throws -> Reference {
      guard case .let(_, let value)? = script("let x = " + text).statements.first?.kind,
        case .reference(let reference) = value.kind
      else { throw Unexpected() }
      return reference
    }
    #expect(try reference("$_").root == .last)
    #expect(try reference("$_3").root == .cell(3))
    #expect(try reference("$_99999999999999999999").root == .variable("_99999999999999999999"))
    #expect(try reference("$base").root == .variable("base"))
    let field = try reference(".heatmap[0].max")
    #expect(field.root == .last && field.trails.count == 3)
    #expect(try reference("(predict y=1).prob").trails.count == 1)
    guard case .pipeline = try reference("predict y=1").root else { throw Unexpected() }
  }

  @Test func subtractionNeedsNoBlanks() throws {
    guard case .expect(let condition, _)? = script("expect $n-1").statements.first?.kind else {
      throw Unexpected()
    }
    guard case .arithmetic(_, let steps) = condition.kind else { throw Unexpected() }
    #expect(steps.map(\.sign) == [.minus])
  }

  @Test func precedenceIsThatOfArithmetic() throws {
    guard
      case .expect(let condition, _)? = script("expect not 1 + 2 * 3 - 4 < 5 or true and false").statements
        .first?.kind
    else { throw Unexpected() }
    #expect(
      shape(condition) == "(or (not (< (+- 1 (*/ 2 3) 4) 5)) (and true false))")
  }

  @Test func spansPointAtTheirText() throws {
    let source = Source(name: "test.xpl", text: "load\n  rank layer=conv2 y=[1, 2] # why\n")
    let statement = try #require(Script(source).statements.last)
    #expect(source[statement.span] == "rank layer=conv2 y=[1, 2]")
    guard case .pipeline(let pipeline) = statement.kind else { throw Unexpected() }
    let argument = pipeline.commands[0].arguments[1]
    #expect(source[argument.span] == "y=[1, 2]")
    #expect(argument.key.map { source[$0.span] } == "y")
    #expect(source[argument.value.span] == "[1, 2]")
    #expect(source.position(of: argument.span.start) == (2, 20))
  }

  @Test func aByteOrderMarkIsSkipped() {
    #expect(script("\u{FEFF}load").statements.first?.description == "load")
  }

  @Test func stringsAreUnescaped() throws {
    guard case .include(let path)? = script("include \"a\\\"b\\\\c\\n\\td\\\ne\"").statements.first?.kind
    else { throw Unexpected() }
    #expect(path.text == "a\"b\\c\n\tde")
  }

  @Test func allErrorsOfAScriptAreReported() {
    let script = script(
      """
      load
      layer = 4
      for v in [1, 2 {
        predict (
      }
      show [1,
        2; 3]
      if x { let my-y = 1; predict }
      train 3d.npz
      predict
      """)
    #expect(
      script.diagnostics.map { script.source.position(of: $0.span.start).line } == [2, 3, 5, 7, 8, 8, 9])
    #expect(script.statements.count == 2)
  }

  @Test(arguments: [
    "for v in [1, 2] {", "for v in [1, 2] {\n  predict\n", "rank y=[1,\n", "let x = (predict", "predict |",
    "predict |\n",
    "predict \\", "predict \\\n | top n=(1 +", "if true { load } else {", "show \"a\\", "def f(x,",
  ])
  func openEndsAskForMore(_ text: String) {
    let script = script(text)
    #expect(script.isIncomplete)
    #expect(script.diagnostics.count == 1)
  }

  @Test(arguments: ["predict", "", "let x =", "predict )", "show \"a", "layer = 4\nfor v in [1] {", "let x"])
  func otherErrorsDoNot(_ text: String) {
    #expect(!script(text).isIncomplete)
  }

  @Test func cellsAreSplitAtTheirMarkers() {
    let text = """
      #!/usr/bin/env xpl
      load
      # %% [markdown] Question
      # ## Does channel 50 matter?
      #
      # Look *closely*.

      # Again.
      # %% First try
      let base = predict
      for v in [1] {
        # %% not a cell
        show $v
      }
      # %% [md]
      # prose
      predict
      #%%
      """
    let script = script(text)
    #expect(script.diagnostics.isEmpty)
    #expect(
      script.cells.map(\.kind) == [
        .code, .markdown("## Does channel 50 matter?\n\nLook *closely*.\n\nAgain."), .code,
        .markdown("prose"), .code,
        .code,
      ])
    #expect(script.cells.map(\.title) == ["", "Question", "First try", "", "", ""])
    #expect(script.cells.map(\.statements) == [0..<1, 1..<1, 1..<3, 3..<3, 3..<4, 4..<4])
    #expect(script.source[script.cells[4].span] == "predict\n")
  }

  @Test func quotedLayersArePrintedAsTheyMustBe() {
    for unit in ["\" 9\":24", "\"4.1.conv\":1", "a/b.c:gamma", "\"\":0", "\"a\\\"b\":0"] {
      #expect(script("show " + unit).statements.first?.description == "show " + unit)
    }
    #expect(script("show \"conv2\":1").statements.first?.description == "show conv2:1")
  }

  @Test func nestingHasALimit() {
    for opener in ["(", "[", "- ", "not ", "$x[", "if ("] {
      let script = script("expect " + String(repeating: opener, count: 100_000))
      #expect(script.diagnostics.first?.message.contains("levels of nesting") == true || opener == "if (")
    }
    let blocks = script(String(repeating: "for x in y { ", count: 100_000))
    #expect(!blocks.diagnostics.isEmpty)
    let deep = script(String(repeating: "for x in $y { ", count: 100_000) + "\nload")
    #expect(deep.diagnostics.map(\.message).contains("more than 100 levels of nesting"))
    let wide = script("expect " + String(repeating: "1 + ", count: 100_000) + "1")
    #expect(wide.diagnostics.isEmpty)
    #expect(wide.statements.first?.description.utf8.count == 400_008)
  }

  @Test func nothingTraps() {
    var random = SeededGenerator(seed: 3)
    let seeds = validPrograms + invalidPrograms
    var complaints = 0
    for round in 0..<20_000 {
      var text = seeds[round % seeds.count].mutated(&random)
      if round % 2 == 0 { text = text.mutated(&random) }
      if round % 5 == 0 {
        text = String(
          decoding: (0..<60).map { _ in UInt8.random(in: 0...255, using: &random) }, as: UTF8.self)
      }
      let script = script(text)
      for diagnostic in script.diagnostics {
        complaints += 1
        #expect(diagnostic.span.start >= 0 && diagnostic.span.end <= text.utf8.count)
        #expect(!diagnostic.rendered().isEmpty)
      }
      for cell in script.cells { #expect(cell.statements.upperBound <= script.statements.count) }
    }
    #expect(complaints > 10_000)
  }
}

private struct Unexpected: Error {}

/// An expression in prefix form.
private func shape(_ expression: Expression) -> String {
  switch expression.kind {
  case .or(let parts): "(or \(parts.map(shape).joined(separator: " ")))"
  case .and(let parts): "(and \(parts.map(shape).joined(separator: " ")))"
  case .not(let operand): "(not \(shape(operand)))"
  case .compare(let left, let comparison, let right):
    "(\(comparison.rawValue) \(shape(left)) \(shape(right)))"
  case .arithmetic(let first, let steps):
    "(\(Set(steps.map(\.sign.rawValue)).isSubset(of: ["+", "-"]) ? "+-" : "*/") "
      + ([first] + steps.map(\.operand)).map(shape).joined(separator: " ") + ")"
  case .negate(let operand): "(- \(shape(operand)))"
  case .datum(let datum): datum.description
  }
}
