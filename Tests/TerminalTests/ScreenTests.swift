import Foundation
import Testing

/// What the screen shows while somebody types. One screen at a time.
@Suite(.serialized) struct ScreenTests {
  private func screen(
    home: URL = Prompt.newHome(), columns: Int = 80, rows: Int = 24, environment: [String: String] = [:]
  ) throws -> Screen {
    let screen = try Screen(home: home, columns: columns, rows: rows, environment: environment)
    try #require(screen.asks("1>"))
    return screen
  }

  private func home(editrc: String) throws -> URL {
    let home = Prompt.newHome()
    try editrc.write(to: home.appending(path: ".editrc"), atomically: true, encoding: .utf8)
    return home
  }

  // MARK: Colours

  @Test func partsOfAStatementHaveTheirColours() throws {
    let screen = try screen()
    screen.type("condition layer=4 chanel=50 rule=\"a\" $x # why")
    #expect(screen.shows("# why"))
    #expect(screen.waits { screen.codes(of: "# why") == ["2"] })
    #expect(screen.codes(of: "condition") == ["1"])
    #expect(screen.codes(of: "layer=") == ["36"])
    #expect(screen.codes(of: "4") == ["34"])
    #expect(screen.codes(of: "chanel=") == ["31", "4"])
    #expect(screen.codes(of: "\"a\"") == ["32"])
    #expect(screen.codes(of: "$x") == ["33"])
    screen.press("C-c")
    #expect(screen.ends(with: ["1>"]))
    screen.type("let a = 3")
    #expect(screen.waits { screen.codes(of: "let") == ["35"] })
  }

  @Test func anUnknownVerbIsRedBeforeEnterAndABeginningIsNot() throws {
    let screen = try screen()
    screen.type("sho")
    #expect(screen.shows("sho") && screen.codes(of: "sho") == [])
    screen.type("x")
    #expect(screen.waits { screen.codes(of: "shox") == ["31", "4"] })
    screen.press("BSpace")
    screen.type("w")
    #expect(screen.waits { screen.codes(of: "show") == ["1"] })
  }

  @Test func coloursCanBeRefused() throws {
    let screen = try screen(environment: ["NO_COLOR": "1"])
    screen.type("shox layer=4 \"a\"")
    #expect(screen.shows("\"a\""))
    for text in ["shox", "layer=", "\"a\""] { #expect(screen.codes(of: text) == []) }
    screen.press("C-u")
    screen.type("show 1")
    screen.press("Enter")
    #expect(screen.asks("2>"))
    screen.type("sh")
    #expect(screen.ends(with: ["2> sh"]))
  }

  // MARK: The history

  @Test func theHistoryIsProposedAndTaken() throws {
    for key in ["Right", "C-f"] {
      let screen = try screen()
      screen.type("show (6 * 7)")
      screen.press("Enter")
      #expect(screen.asks("2>"))
      screen.type("sh")
      #expect(screen.ends(with: ["2> show (6 * 7)"]))
      #expect(screen.codes(of: "ow (6 * 7)") == ["2"])
      screen.press(key)
      #expect(screen.waits { screen.codes(of: "show") == ["1"] })
      screen.press("Enter")
      #expect(screen.ends(with: ["2> show (6 * 7)", "[2] 42", "3>"]))
    }
  }

  @Test func aSessionSeesWhatAnotherHasRun() throws {
    let first = try screen()
    let second = try screen(home: first.home)
    second.type("show (6 * 7)")
    second.press("Enter")
    #expect(second.ends(with: ["[1] 42", "2>"]))
    first.type(" show 1")
    first.press("Enter")
    #expect(first.ends(with: ["[1] 1", "2>"]))
    first.press("Up")
    #expect(first.ends(with: ["2> show (6 * 7)"]))
  }

  @Test func whatIsProposedIsNotRun() throws {
    let screen = try screen()
    screen.type("show 42")
    screen.press("Enter")
    #expect(screen.asks("2>"))
    screen.type("show 4")
    #expect(screen.ends(with: ["2> show 42"]))
    screen.press("Enter")
    #expect(screen.ends(with: ["2> show 4", "[2] 4", "3>"]))
  }

  @Test func theArrowsFindWhatBeginsSo() throws {
    let screen = try screen()
    for statement in ["show 1", "let a = 2", "show 3", "let b = 4"] {
      let cell = screen.rows.last ?? ""
      screen.type(statement)
      screen.press("Enter")
      #expect(screen.waits { screen.rows.last != cell && screen.rows.last?.hasSuffix(">") == true })
    }
    screen.type("sh")
    #expect(screen.shows("5> sh"))
    screen.press("Up")
    #expect(screen.ends(with: ["5> show 3"]))
    screen.press("Up")
    #expect(screen.ends(with: ["5> show 1"]))
    screen.press("Down")
    #expect(screen.ends(with: ["5> show 3"]))
    screen.press("Down")
    #expect(screen.waits { screen.cursor.first == 5 })
    screen.press("C-u", "Up")
    #expect(screen.ends(with: ["5> let b = 4"]))
    screen.press("C-u", "C-r")
    screen.type("a =")
    #expect(screen.shows("bck:a ="))
    screen.press("Enter")
    #expect(screen.ends(with: ["5> let a = 2", "6>"]))
  }

  @Test func aBlockIsEditedAndRecalledAsOne() throws {
    let screen = try screen()
    screen.type("for i in 1..2 {")
    screen.press("Enter")
    #expect(screen.waits { screen.cursor == [2, 1] })
    screen.type("show $i")
    screen.press("Enter")
    screen.type("}")
    #expect(screen.ends(with: ["1> for i in 1..2 {", "  show $i", "}"]))
    screen.press("Enter")
    #expect(screen.ends(with: ["1> for i in 1..2 {", "  show $i", "}", "[1] 1", "[1] 2", "2>"]))
    screen.press("Up")
    #expect(screen.ends(with: ["[1] 2", "2> for i in 1..2 {", "  show $i", "}"]))
    // Into the second line, and to its end.
    screen.press("Left", "Up", "End")
    screen.type("0")
    screen.press("BSpace", "BSpace", "BSpace")
    screen.type("($i * 21)")
    #expect(screen.ends(with: ["2> for i in 1..2 {", "  show ($i * 21)", "}"]))
    screen.press("Enter")
    #expect(screen.ends(with: ["2> for i in 1..2 {", "  show ($i * 21)", "}", "[2] 21", "[2] 42", "3>"]))
  }

  @Test func altEnterGoesOnAndAnEmptyLineRuns() throws {
    let screen = try screen()
    screen.type("show 1")
    screen.press("M-Enter")
    screen.type("show 2")
    #expect(screen.ends(with: ["1> show 1", "show 2"]))
    screen.press("Enter")
    #expect(screen.ends(with: ["1> show 1", "show 2", "[1] 1", "[1] 2", "2>"]))
    screen.type("show [1,")
    screen.press("Enter")
    #expect(screen.waits { screen.cursor[1] == 5 })
    screen.press("Enter")
    #expect(screen.shows("error") && screen.asks("2>"))
  }

  // MARK: Editing

  @Test func aPastedBlockRunsOnlyAfterEnter() throws {
    let screen = try screen()
    screen.paste("let a = 6\nlet b = 7\nshow ($a * $b)\n")
    #expect(screen.ends(with: ["1> let a = 6", "let b = 7", "show ($a * $b)"]))
    screen.press("Enter")
    #expect(screen.ends(with: ["show ($a * $b)", "[1] 42", "2>"]))
    screen.press("Up")
    #expect(screen.ends(with: ["[1] 42", "2> let a = 6", "let b = 7", "show ($a * $b)"]))
  }

  @Test func keysMoveByWordsAndToTheEnds() throws {
    let screen = try screen()
    screen.type("show one two")
    screen.press("Home")
    #expect(screen.waits { screen.cursor == [3, 0] })
    screen.press("C-Right")
    #expect(screen.waits { screen.cursor == [7, 0] })
    screen.press("End")
    #expect(screen.waits { screen.cursor == [15, 0] })
    screen.press("C-Left")
    #expect(screen.waits { screen.cursor == [12, 0] })
    screen.press("DC")
    #expect(screen.ends(with: ["1> show one wo"]))
  }

  @Test func changesAreTakenBackWordByWord() throws {
    let screen = try screen()
    screen.type("show one")
    screen.press("C-u")
    #expect(screen.ends(with: ["1>"]))
    screen.press("C-_")
    #expect(screen.ends(with: ["1> show one"]))
    screen.press("C-_")
    #expect(screen.ends(with: ["1> show"]))
    screen.press("C-_", "C-_", "C-_")
    #expect(screen.ends(with: ["1>"]))
  }

  @Test func theViKeysWorkAndAreColoured() throws {
    let screen = try screen(home: home(editrc: "bind -v\n"))
    screen.type("shw 42")
    #expect(screen.waits { screen.codes(of: "shw") == ["31", "4"] })
    screen.press("Escape")
    // One column back, in command mode.
    #expect(screen.waits { screen.cursor == [8, 0] })
    screen.press("0", "l", "l")
    #expect(screen.waits { screen.cursor == [5, 0] })
    #expect(screen.codes(of: "shw") == ["31", "4"])
    screen.press("i")
    screen.type("o")
    #expect(screen.waits { screen.codes(of: "show") == ["1"] })
    screen.press("Enter")
    #expect(screen.ends(with: ["1> show 42", "[1] 42", "2>"]))
    screen.press("Up")
    #expect(screen.ends(with: ["2> show 42"]))
    screen.type("0")
    screen.press("Escape", "k")
    screen.press("c", "c")
    screen.paste("let a = 1\nshow ($a + 1)")
    #expect(screen.ends(with: ["2> let a = 1", "show ($a + 1)"]))
    screen.press("Enter")
    #expect(screen.ends(with: ["show ($a + 1)", "[2] 2", "3>"]))
  }

  @Test func theEditrcHasTheLastWord() throws {
    let screen = try screen(
      home: home(editrc: "# mine\nbind -s ^I \"show 7\"\nother:bind -s ^I \"show 8\"\n"))
    screen.press("Tab")
    #expect(screen.ends(with: ["1> show 7"]))
    let vi = try Screen(home: home(editrc: "bind -s ^I \"show 7\"\nbind -v\n"))
    #expect(vi.asks("1>"))
    vi.press("Tab")
    #expect(vi.ends(with: ["1> show 7"]))
  }

  // MARK: The terminal

  @Test func theTimeOfALongStatementStandsAtTheRight() throws {
    let screen = try screen(columns: 60)
    screen.type("load")
    screen.press("Enter")
    #expect(screen.asks("2>"))
    screen.type("attribute occlusion stride=1 window=3 sample=0..1")
    screen.press("Enter")
    #expect(screen.waits { screen.rows.last?.wholeMatch(of: /3> +[0-9.]+ m?s/)?.count == 59 })
    // It makes room for what is typed.
    screen.type(String(repeating: "x", count: 52))
    #expect(screen.ends(with: ["3> " + String(repeating: "x", count: 52)]))
    screen.press("C-u")
    screen.type("show 3")
    screen.press("Enter")
    #expect(screen.ends(with: ["3> show 3", "[3] 3", "4>"]))
  }

  @Test func wideCharactersKeepTheirColumns() throws {
    let screen = try screen(columns: 20)
    // 16 columns are left behind the quotation mark at column 4: the last character does not fit beside it.
    screen.type("x\"日本語日本語日日\" é")
    #expect(screen.ends(with: ["1> x\"日本語日本語日", "日\" é"]))
    #expect(screen.waits { screen.cursor == [5, 1] })
    screen.press("Home")
    #expect(screen.waits { screen.cursor == [3, 0] })
    screen.press("DC")
    #expect(screen.ends(with: ["1> \"日本語日本語日日", "\" é"]))
    screen.press("Right", "Right", "BSpace")
    #expect(screen.ends(with: ["1> \"本語日本語日日\"", "é"]))
    #expect(screen.cursor == [4, 0])
  }

  @Test func lettersBeyondASCIICanBeTypedInTheLocaleC() throws {
    let screen = try screen(environment: ["LANG": "C", "LC_ALL": "C"])
    screen.type("show [\"é日\"]")
    #expect(screen.ends(with: ["1> show [\"é日\"]"]))
    screen.press("Enter")
    #expect(screen.ends(with: ["1> show [\"é日\"]", "[1] [\"é日\"]", "2>"]))
  }

  @Test func aChangedWindowIsDrawnAnew() throws {
    let screen = try screen(columns: 60, rows: 12)
    screen.type("show [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]")
    #expect(screen.ends(with: ["1> show [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]"]))
    screen.resize(columns: 30, rows: 12)
    #expect(screen.ends(with: ["1> show [1, 2, 3, 4, 5, 6, 7,", "8, 9, 10, 11, 12, 13]"]))
    #expect(screen.waits { screen.codes(of: "13") == ["34"] })
    screen.type(" ")
    screen.press("BSpace")
    screen.resize(columns: 70, rows: 12)
    #expect(screen.waits { screen.rows == ["1> show [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]"] })
    screen.press("Enter")
    #expect(screen.shows("13]") && screen.asks("2>"))
    #expect(screen.rows.filter { $0.hasPrefix("1>") }.count == 1)
  }

  // MARK: Completion

  @Test func tabListsWhatFitsOnTheScreen() throws {
    let screen = try screen(columns: 40, rows: 12)
    screen.type("condition ")
    screen.press("Tab")
    #expect(screen.waits { screen.rows.last == "1> condition" && screen.cursor == [13, 11] })
    #expect(screen.rows.count == 12)
    #expect(screen.rows[10].wholeMatch(of: /\ \ \.\.\. and [0-9]+ more/) != nil)
    #expect(screen.rows[2] == "  layer=       the layer that releva...")
    screen.type("la")
    screen.press("Tab")
    #expect(screen.ends(with: ["1> condition layer="]))
  }

  @Test func namesOfFilesStandInColumns() throws {
    let screen = try screen(columns: 40, rows: 12)
    for name in ["one", "two", "three", "four"] {
      try Data().write(to: screen.home.appending(path: "net-\(name).onnx"))
    }
    try Data().write(to: screen.home.appending(path: "net.csv"))
    try FileManager.default.createDirectory(
      at: screen.home.appending(path: "a b"), withIntermediateDirectories: true)
    screen.type("load model ne")
    screen.press("Tab")
    #expect(screen.ends(with: ["1> load model net-"]))
    screen.press("Tab")
    #expect(
      screen.ends(with: [
        "  net-four.onnx   net-one.onnx", "  net-three.onnx  net-two.onnx", "1> load model net-",
      ]))
    screen.press("C-u")
    screen.type("load model \"a")
    screen.press("Tab")
    #expect(screen.ends(with: ["1> load model \"a b/"]))
  }

  // MARK: What is the reader's own

  @Test func theStartUpFileHoldsSettings() throws {
    let home = Prompt.newHome()
    let folder = home.appending(path: "xpl")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(":mode json\nlet a = 3\n".utf8).write(to: folder.appending(path: "init.xpl"))
    let screen = try Screen(home: home, columns: 200, environment: ["XDG_CONFIG_HOME": home.path])
    #expect(screen.shows("a start-up file holds settings") && screen.asks("1>"))
    #expect(screen.shows("nothing of this file is applied"))
    screen.type(":mode")
    screen.press("Enter")
    #expect(screen.shows("* table"), "a file with a mistake is not applied in part")
    try Data(":mode json\n".utf8).write(to: folder.appending(path: "init.xpl"))
    let other = try Screen(home: home, columns: 200, environment: ["XDG_CONFIG_HOME": home.path])
    #expect(other.asks("1>"))
    other.type("show [1]")
    other.press("Enter")
    #expect(other.ends(with: ["1> show [1]", "[1]", "2>"]))
  }

  @Test func aCellIsEditedInTheReadersEditor() throws {
    let screen = try Screen(environment: ["EDITOR": "sed -i s/3/4/", "VISUAL": ""])
    #expect(screen.asks("1>"))
    screen.type("let a = 3")
    screen.press("Enter")
    #expect(screen.asks("2>"))
    screen.type(":edit 1")
    screen.press("Enter")
    #expect(screen.ends(with: ["2> :edit 1", "2>"]))
    screen.type("show $a")
    screen.press("Enter")
    #expect(screen.ends(with: ["2> show $a", "[2] 4", "3>"]))
  }

  @Test func onlyWhatIsTallerThanTheScreenGoesToThePager() throws {
    let screen = try Screen(rows: 12, environment: ["PAGER": "wc -l | sed 's/.*/paged/'"])
    #expect(screen.asks("1>"))
    screen.type("show 3")
    screen.press("Enter")
    #expect(screen.ends(with: ["1> show 3", "[1] 3", "2>"]))
    screen.type("?load")
    screen.press("Enter")
    // Help is no cell.
    #expect(screen.ends(with: ["2> ?load", "paged", "2>"]))
  }

  @Test func readingDoesNotCountAsTime() throws {
    let screen = try Screen(rows: 12, environment: ["PAGER": "sleep 3; wc -l | sed 's/.*/paged/'"])
    #expect(screen.asks("1>"))
    screen.type("load model fashion-cnn")
    screen.press("Enter")
    #expect(screen.asks("2>"))
    screen.type("show layers")
    screen.press("Enter")
    #expect(screen.shows("paged") && screen.asks("3>"))
    screen.type(":cells")
    screen.press("Enter")
    #expect(screen.waits { screen.rows.contains { $0.contains("show layers  ") } && screen.asks("3>") })
    #expect(!screen.rows.joined(separator: " ").contains(#/[3-9](\.[0-9])? s( |$)/#), "\(screen.rows)")
  }

  @Test func thePagerSaysHowToLeaveIt() throws {
    let screen = try Screen(rows: 12)
    #expect(screen.asks("1>"))
    screen.type("?load")
    screen.press("Enter")
    #expect(screen.shows("q leaves (PAGER=cat: never)"))
    screen.type("q")
    #expect(screen.asks("1>"))
  }

  @Test func complaintsAreBrokenBetweenWords() throws {
    let screen = try screen(columns: 50)
    screen.type("condition chanel=3")
    screen.press("Enter")
    #expect(screen.shows("did you mean") && screen.asks("1>"))
    let shown = screen.rows.joined(separator: " ")
    for word in ["condition", "composite", "stabilizer", "zero_bias"] {
      #expect(shown.split { " ,".contains($0) }.contains(Substring(word)), "\(screen.rows)")
    }
  }

  @Test func aWordLeaves() throws {
    let screen = try screen()
    screen.type("quit")
    #expect(screen.shows("quit") && screen.codes(of: "quit") == [])
    screen.press("Enter")
    #expect(screen.waits { screen.status == 0 })
  }

  // MARK: Signals

  @Test func controlCClearsAllLines() throws {
    let screen = try screen()
    screen.type("for i in 1..2 {")
    screen.press("Enter")
    screen.type("show $i")
    #expect(screen.ends(with: ["1> for i in 1..2 {", "  show $i"]))
    screen.press("Up", "C-c")
    #expect(screen.ends(with: ["1> for i in 1..2 {", "  show $i", "1>"]))
    screen.type("show 42")
    screen.press("Enter")
    #expect(screen.ends(with: ["1> show 42", "[1] 42", "2>"]))
    #expect(screen.asks("2>"))
    screen.press("C-d")
    #expect(screen.waits { screen.status == 0 })
  }
}
