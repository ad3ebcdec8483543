import Foundation
import Language
import Testing

@Suite struct DiagnosticTests {
  @Test(arguments: complaints) func complaintsReadWell(_ text: String, _ expected: String) {
    let script = Script(Source(name: "a.xpl", text: text))
    #expect(script.diagnostics.map { $0.rendered() }.joined(separator: "\n") == expected)
  }

  @Test func aSuggestionComesBeforeTheWayOut() {
    let source = Source(name: "a.xpl", text: "load\ncondition layer=conv9 y=1\n")
    let diagnostic = Diagnostic(
      "there is no layer \"conv9\"", at: Span(21, 26), in: source, suggestion: "conv2",
      hint: "show layers lists them")
    #expect(
      diagnostic.rendered() == """
        a.xpl:2:17: error: there is no layer "conv9"
          condition layer=conv9 y=1
                          ^^^^^
        did you mean "conv2"?
        show layers lists them
        """)
    #expect(diagnostic.rendered(colour: true).contains("\u{1B}[1;31m^^^^^\u{1B}[0m"))
  }

  @Test(arguments: [24, 40, 60, 79]) func wordsAreNotBrokenAtTheEdgeOfATerminal(_ columns: Int) {
    let text =
      "condition layer=4 channel=50 y=1 composite=epsilon-plus rule=[0:flat, 3:gamma] chanel=50 sample=[2,3,5,7]"
    let source = Source(name: "cell 3", text: text)
    let start = source.bytesBefore("chanel")
    let diagnostic = Diagnostic(
      "condition has no key \"chanel\", and this is a sentence that goes on for a while",
      at: Span(start, start + 6),
      in: source, suggestion: "channel",
      hint: "its keys are at, channel, composite, gamma, initial, layer and record")
    let plain = diagnostic.rendered(columns: columns)
    let lines = plain.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= columns }, "\(plain)")
    func words(_ text: String) -> [Substring] {
      text.split(whereSeparator: \.isWhitespace).filter { !$0.contains("…") }
    }
    #expect(Set(words(plain)).isSubset(of: Set(words(diagnostic.rendered()))))
    // The carets stand below what is meant.
    let carets = lines.firstIndex { $0.contains("^^^^^^") }
    #expect(
      carets.map { index in
        let column = lines[index].prefix { $0 == " " }.count
        return lines[index - 1].dropFirst(column).hasPrefix("chanel")
      } == true, "\(plain)")
    let painted = diagnostic.rendered(colour: true, columns: columns)
    #expect(painted.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") == plain)
  }

  @Test func withoutASourceOnlyTheSentenceIsShown() {
    #expect(
      Diagnostic("no model is loaded", at: Span(0, 0), hint: "load one").rendered()
        == "error: no model is loaded\nload one")
  }

  @Test func caretsStandUnderWideCharactersAndTabs() {
    let source = Source(name: "a", text: "\tx \"漢字🙂e\u{301}\" oops\r\n")
    let start = source.bytesBefore("oops")
    #expect(
      Diagnostic("no", at: Span(start, start + 4), in: source).rendered() == """
        a:1:11: error: no
              x "漢字🙂e\u{301}" oops
                          ^^^^
        """)
  }

  @Test func longLinesAreCutAroundThePlace() {
    let source = Source(
      name: "a", text: String(repeating: "x", count: 500) + "!" + String(repeating: "y", count: 500))
    let lines = Diagnostic("no", at: Span(500, 501), in: source).rendered().split(separator: "\n")
    #expect(
      lines[1] == "  …" + String(repeating: "x", count: 59) + "!" + String(repeating: "y", count: 59) + "…")
    #expect(lines[2] == String(repeating: " ", count: 62) + "^")
  }

  @Test func spansOutsideTheSourceAreHarmless() {
    let source = Source(name: "a", text: "é")
    for span in [Span(5, 9), Span(1, 1), Span(-3, -1), Span(0, 99)] {
      #expect(Diagnostic("no", at: span, in: source).rendered().contains("error: no"))
    }
  }

  @Test func controlCharactersAreNotPassedOn() {
    let source = Source(name: "a", text: "x \u{1B}[2J y")
    #expect(!Diagnostic("no", at: Span(0, 1), in: source).rendered().contains("\u{1B}"))
  }
}

extension Source {
  fileprivate func bytesBefore(_ part: String) -> Int {
    text.range(of: part).map { text.utf8.distance(from: text.startIndex, to: $0.lowerBound) } ?? 0
  }
}

/// Typical mistakes and what their authors read.
private let complaints: [(String, String)] = [
  (
    #"""
    layer = 4
    """#,
    #"""
    a.xpl:1:1: error: a statement starts with a verb, not with "layer ="
      layer = 4
      ^^^^^^^^^
    bind it with let layer = 4; after a verb, remove the blanks around "=": layer=4
    """#
  ),
  (
    #"""
    load
    condition layer= 4
    """#,
    #"""
    a.xpl:2:11: error: blanks around "="
      condition layer= 4
                ^^^^^^^^
    remove the blanks around "=": layer=4
    """#
  ),
  (
    #"""
    condition my-layer = 4
    """#,
    #"""
    a.xpl:1:11: error: a key has no dashes: my-layer
      condition my-layer = 4
                ^^^^^^^^^^^^
    write my_layer
    """#
  ),
  (
    #"""
    load data 2024.npz
    """#,
    #"""
    a.xpl:1:11: error: a bare word can't start with a digit: 2024.npz
      load data 2024.npz
                ^^^^^^^^
    put it in quotes: "2024.npz"
    """#
  ),
  (
    #"""
    show 1e400
    """#,
    #"""
    a.xpl:1:6: error: the exponent of 1e400 has more than two digits
      show 1e400
           ^^^^^
    write a number between 1e-99 and 1e99
    """#
  ),
  (
    #"""
    let my-name = 1
    """#,
    #"""
    a.xpl:1:5: error: the name of a binding has no dashes: my-name
      let my-name = 1
          ^^^^^^^
    write my_name
    """#
  ),
  (
    #"""
    let $x = 1
    """#,
    #"""
    a.xpl:1:5: error: a binding is named without "$" where it is made
      let $x = 1
          ^^
    write x; it is $x where it is used
    """#
  ),
  (
    #"""
    let x 1
    """#,
    #"""
    a.xpl:1:7: error: expected "=", found "1"
      let x 1
            ^
    the form is: let name = value
    """#
  ),
  (
    #"""
    let x =
    """#,
    #"""
    a.xpl:1:8: error: expected a value, found the end
      let x =
             ^
    the form is: let name = value
    """#
  ),
  (
    #"""
    let x = conv1.weight
    """#,
    #"""
    a.xpl:1:9: error: the bare word "conv1.weight" can't stand here
      let x = conv1.weight
              ^^^^^^^^^^^^
    put it in quotes: "conv1.weight"
    """#
  ),
  (
    #"""
    for x on [1] { }
    """#,
    #"""
    a.xpl:1:7: error: expected "in", found "on"
      for x on [1] { }
            ^^
    the form is: for name in values { ... }
    """#
  ),
  (
    #"""
    for x in zeros { }
    """#,
    #"""
    a.xpl:1:10: error: the bare word "zeros" can't stand here
      for x in zeros { }
               ^^^^^
    a binding is written $zeros, a text "zeros"
    """#
  ),
  (
    #"""
    for x in [1]
    { load }
    """#,
    #"""
    a.xpl:2:1: error: a block can't start on a new line
      { load }
      ^
    put the "{" on the line before
    """#
  ),
  (
    #"""
    for x in [1] { :quit }
    """#,
    #"""
    a.xpl:1:14: error: this "{" is never closed
      for x in [1] { :quit }
                   ^
    close it with "}"
    a.xpl:1:16: error: session settings can't stand inside a block
      for x in [1] { :quit }
                     ^^^^^^^
    move it out of the { }
    """#
  ),
  (
    #"""
    if x == 1 { }
    """#,
    #"""
    a.xpl:1:4: error: the bare word "x" can't stand in an expression
      if x == 1 { }
         ^
    a binding is written $x, a field .x, a text "x", a command in parentheses
    """#
  ),
  (
    #"""
    if x==1 { }
    """#,
    #"""
    a.xpl:1:4: error: a comparison can't start with the bare word "x"
      if x==1 { }
         ^^
    a binding is written $x, a field .x, a text "x", a command in parentheses
    """#
  ),
  (
    #"""
    if 1 < 2 < 3 { }
    """#,
    #"""
    a.xpl:1:10: error: comparisons can't be chained
      if 1 < 2 < 3 { }
               ^
    combine them: 0 < $x and $x < 1
    """#
  ),
  (
    #"""
    if true { }
    else { }
    """#,
    #"""
    a.xpl:2:1: error: this "else" belongs to no "if"
      else { }
      ^^^^
    else stands on the line of the brace before it: } else {
    """#
  ),
  (
    #"""
    def f { }
    """#,
    #"""
    a.xpl:1:7: error: expected "(", found "{"
      def f { }
            ^
    the form is: def name(parameter, key=default) { ... }
    """#
  ),
  (
    #"""
    expect predict y=1
    """#,
    #"""
    a.xpl:1:8: error: the bare word "predict" can't stand in an expression
      expect predict y=1
             ^^^^^^^
    a binding is written $predict, a field .predict, a text "predict", a command in parentheses
    """#
  ),
  (
    #"""
    show "open
    """#,
    #"""
    a.xpl:1:6: error: this text has no closing quotation mark
      show "open
           ^^^^^
    close it on the same line; a quotation mark inside is written \"
    """#
  ),
  (
    #"""
    show "C:\data"
    """#,
    #"""
    a.xpl:1:9: error: \d is no escape
      show "C:\data"
              ^^
    the escapes are \" \\ \n \t; a plain backslash is written \\
    """#
  ),
  (
    #"""
    show “text”
    """#,
    #"""
    a.xpl:1:6: error: these are typographic quotation marks
      show “text”
           ^^^^^^
    use straight ones: "text"
    """#
  ),
  (
    #"""
    show $3
    """#,
    #"""
    a.xpl:1:6: error: $3 is no name
      show $3
           ^^
    the result of a cell is written $_3
    """#
  ),
  (
    #"""
    show [1 2]
    """#,
    #"""
    a.xpl:1:9: error: expected "," or "]", found "2"
      show [1 2]
              ^
    the form is: [value, value]
    """#
  ),
  (
    #"""
    show [1,
    2
    """#,
    #"""
    a.xpl:1:6: error: this "[" is never closed
      show [1,
           ^
    close it with "]"
    """#
  ),
  (
    #"""
    predict | 
    """#,
    #"""
    a.xpl:1:9: error: a verb is missing after "|"
      predict | 
              ^
    remove the "|", or go on after it
    """#
  ),
  (
    #"""
    predict | expect true
    """#,
    #"""
    a.xpl:1:11: error: "expect" starts a statement of its own
      predict | expect true
                ^^^^^^
    put it on a line of its own; there, .name is a field of the last result
    """#
  ),
  (
    #"""
    show 1 + 2
    """#,
    #"""
    a.xpl:1:8: error: "+" stands outside parentheses
      show 1 + 2
             ^
    calculate in parentheses: ($n + 1)
    """#
  ),
  (
    #"""
    predict?
    """#,
    #"""
    a.xpl:1:8: error: "?" comes before the verb
      predict?
             ^
    write ?predict
    """#
  ),
  (
    #"""
    show conv2 :50
    """#,
    #"""
    a.xpl:1:12: error: this ":" belongs to no word
      show conv2 :50
                 ^^^
    a unit is written without blanks: layer:channel; a session setting: :name
    """#
  ),
  (
    #"""
    show in
    """#,
    #"""
    a.xpl:1:6: error: "in" is a reserved word
      show in
           ^^
    as data it is written in quotes: "in"
    """#
  ),
  (
    #"""
    show x"y"
    """#,
    #"""
    a.xpl:1:7: error: a blank is missing before "y"
      show x"y"
            ^^^
    arguments are separated by blanks
    """#
  ),
  (
    #"""
    $x
    """#,
    #"""
    a.xpl:1:1: error: a statement starts with a verb, not with "$x"
      $x
      ^^
    to see a value, write show before it; ? lists the verbs
    """#
  ),
  (
    #"""
    show 1 ..
    """#,
    #"""
    a.xpl:1:10: error: expected a number or a reference, found the end
      show 1 ..
               ^
    the form is: verb word key=value
    """#
  ),
  (
    #"""
    show größe
    """#,
    #"""
    a.xpl:1:8: error: "öße" means nothing here
      show größe
             ^^^
    text with such characters is written in quotes
    """#
  ),
  (
    #"""
    load [1,
      2
    predict
    laod )
    """#,
    #"""
    a.xpl:3:1: error: expected "," or "]", found "predict"
      predict
      ^^^^^^^
    the "[" that is still open is on line 1
    """#
  ),
  (
    #"""
    load & predict
    """#,
    #"""
    a.xpl:1:6: error: "&" means nothing here
      load & predict
           ^
    text with such characters is written in quotes
    """#
  ),
  (
    #"""
    def f(x y) { }
    """#,
    #"""
    a.xpl:1:9: error: expected "," or ")", found "y"
      def f(x y) { }
              ^
    the form is: def name(parameter, key=default) { ... }
    """#
  ),
  (
    #"""
    let x = 3 4
    """#,
    #"""
    a.xpl:1:11: error: the statement should end before "4"
      let x = 3 4
                ^
    put a new statement on a new line, or after a ";"
    """#
  ),
  (
    #"""
    if .a = 1 { }
    """#,
    #"""
    a.xpl:1:7: error: "=" compares nothing
      if .a = 1 { }
            ^
    write ==
    """#
  ),
]
