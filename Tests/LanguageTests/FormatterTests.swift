import Foundation
import Language
import Testing

private func formatted(_ text: String) -> String? { Script(Source(name: "test.xpl", text: text)).formatted }

@Suite struct FormatterTests {
  private static let examples: [(String, String)] = [
    ("", ""),
    ("\n\n# alone\n\n\n", "# alone\n"),
    ("load ;predict", "load; predict\n"),
    (";;load;;\n;", "load\n"),
    ("let   x=3", "let x = 3\n"),
    ("let x =-1", "let x = -1\n"),
    ("show  ( $n-1 )*0", "nil"),
    ("show ( $n-1 )", "show ($n - 1)\n"),
    ("show (-$n- -1*2)", "show (-$n - -1 * 2)\n"),
    ("show - 1", "show -1\n"),
    ("expect $a[ $i+1 ].b-1<=2 within=0.1", "expect $a[$i + 1].b - 1 <= 2 within=0.1\n"),
    ("rank y=[ 1,-2 , zeros ]", "rank y=[1, -2, zeros]\n"),
    ("for v in 0 .. 1   by 0.5{show $v}", "for v in 0..1 by 0.5 { show $v }\n"),
    ("for v in [1] {\nshow $v;\n\n\n\n  show 2\n}", "for v in [1] {\n  show $v\n\n  show 2\n}\n"),
    ("for v in [1] {\n\n}", "for v in [1] { }\n"),
    (
      "if not$a and(1<2) { load\n} else if .b{ } else { predict }",
      "if not $a and (1 < 2) {\n  load\n} else if .b { } else {\n  predict\n}\n"
    ),
    ("def f ( x , y=1 ){return ($x*2)}", "def f(x, y=1) { return ($x * 2) }\n"),
    ("?  load\n? ", "?load\n?\n"),
    (":s\u{591}et x", ":s \u{591}et x\n"),
    ("load# \u{301} \u{301}", "load  # \u{301} \u{301}\n"),
    ("?def\nshow  (2)\n?if;show -1", "?def\nshow (2)\n?if; show -1\n"),
    (":set   memory=2G  \r\n:quit", ":set memory=2G\n:quit\n"),
    ("condition at=conv2:50@[ 3,7 ]", "condition at=conv2:50@[3, 7]\n"),
    ("load # a \nload data x # b\n\nload # c", "load         # a\nload data x  # b\n\nload  # c\n"),
    ("# %% One\nload\n # %% no cell\n#%%", "# %% One\nload\n # %% no cell\n#%%\n"),
    ("condition layer=4\\\n  channel=50", "condition layer=4 channel=50\n"),
    ("rank y=[1, # one\n\n  # two\n2]", "rank y=[1,  # one\n  # two\n  2]\n"),
    ("predict | # then\ntop n=3", "predict |  # then\n  top n=3\n"),
    (
      "for i in [1] { # why\nshow $i # what\n# end\n} # done",
      "for i in [1] {  # why\n  show $i  # what\n  # end\n}  # done\n"
    ),
    ("show \"a \\\"b\\\"\" 'x", "nil"),
    ("show  \"漢\"  # wide\nshow \"abc\" # narrow", "show \"漢\"   # wide\nshow \"abc\"  # narrow\n"),
    ("show (\n  predict y=1 |\n  top n=3\n)", "show (predict y=1 | top n=3)\n"),
  ]

  @Test(arguments: examples) func formsAreCanonical(_ text: String, _ expected: String) {
    #expect(formatted(text) ?? "nil" == expected)
  }

  @Test func longLinesStayAsTheyWereBroken() {
    let names = (0..<8).map { "\"a rather long name \($0)\"" }
    let text = """
      load | condition at=[\(names[0]),
           \(names[1]), \(names[2]),
        \(names[3])
      ] \\
          y=\(names[4]) |

      save \(names[5])
      """
    let expected = """
      load | condition at=[\(names[0]),
        \(names[1]), \(names[2]),
        \(names[3])
      ] \\
        y=\(names[4]) |
        save \(names[5])

      """
    #expect(formatted(text) == expected)
    #expect(formatted(expected) == expected)
    // A line that nobody broke is left as long as it is.
    let long = "show " + names.joined(separator: " ") + "\n"
    #expect(formatted(long) == long)
    // Statements and blocks on one line that do not fit get lines of their own.
    let blocks = "for i in [\(names[0])] { show \(names[1]); show \(names[2]) \(names[3]) }; load"
    #expect(
      formatted(blocks)
        == "for i in [\(names[0])] {\n  show \(names[1]); show \(names[2]) \(names[3])\n}\nload\n")
  }

  @Test func whatDoesNotParseIsLeftAlone() {
    #expect(formatted("show (") == nil)
    #expect(formatted("load\nlayer = 4") == nil)
  }

  @Test(arguments: validPrograms) func writtenProgramsKeepTheirTrees(_ program: String) {
    #expect(FormatterTests.fault(of: program) == nil)
  }

  /// What formatting a program breaks; nil where it parses to the same tree and cells, with the same comments, and
  /// formatting again changes nothing. Programs that do not parse have no faults.
  static func fault(of program: String) -> String? {
    let script = Script(Source(name: "program", text: program))
    guard let text = script.formatted else {
      return script.diagnostics.isEmpty ? "is not formatted" : nil
    }
    let again = Script(Source(name: "formatted", text: text))
    if let first = again.diagnostics.first { return "becomes\n\(text)\nwhich does not parse: \(first)" }
    // Texts stand for trees: GrammarTests prints and parses all of them.
    let trees = [script, again].map { $0.statements.map(\.description) }
    if trees[0] != trees[1] { return "becomes another tree:\n\(text)" }
    if again.formatted != text { return "becomes\n\(text)\nand then\n\(again.formatted ?? "")" }
    if cells(of: script) != cells(of: again) { return "has other cells:\n\(text)" }
    if comments(in: program) != comments(in: text) { return "has other comments:\n\(text)" }
    return nil
  }

  /// Cells but for those that hold nothing: stray semicolons before the first marker make one.
  private static func cells(of script: Script) -> [String] {
    script.cells.compactMap { cell in
      cell.title.isEmpty && cell.statements.isEmpty ? nil : "\(cell.title) \(cell.statements)"
    }
  }

  private static func comments(in text: String) -> [String] {
    let source = Source(name: "text", text: text)
    return Lexer(source).comments.map { source[$0].trimmingCharacters(in: .whitespacesAndNewlines) }
  }
}
