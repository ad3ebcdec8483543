import Foundation
import Testing

/// What happens at the keyboard. One prompt at a time, since some of them measure time.
@Suite(.serialized) struct PromptTests {
  private func prompt(_ terminal: String = "xterm-256color", home: URL = Prompt.newHome()) throws -> Prompt {
    let prompt = try Prompt(terminal: terminal, home: home)
    try #require(prompt.asks("1> "))
    return prompt
  }

  @Test func theFourLinesRunAsTheyAreTyped() throws {
    let prompt = try prompt()
    prompt.type("load\r")
    #expect(prompt.shows("trouser") && prompt.asks("2> "))
    prompt.type("condition layer=4 channel=50 y=1\r")
    #expect(prompt.shows("relevance sums to") && prompt.asks("3> "))
    // The heatmap is there in colours.
    #expect(prompt.sinceMark.contains("▄") && prompt.sinceMark.contains("\u{1B}[38;5;"))
    prompt.type("extract concepts k=3\r")
    #expect(prompt.shows("concept 2:") && prompt.asks("4> "))
    prompt.type("intervene concept=2 value=1\r")
    #expect(prompt.shows("before") && prompt.asks("5> "))
  }

  @Test func controlCDropsAHalfTypedLine() throws {
    let prompt = try prompt()
    prompt.type("show (1 +")
    #expect(prompt.shows("(1 +"))
    prompt.type("\u{3}")
    #expect(prompt.asks("\r\n1> "))
    prompt.type("show (6 * 7)\r")
    #expect(prompt.shows("42"))
    #expect(!prompt.output.contains("error"))
  }

  @Test func controlCStopsALongCommandAndNothingElse() throws {
    let prompt = try prompt()
    prompt.type("load\r")
    #expect(prompt.asks("2> "))
    prompt.type("let a = 6\r")
    #expect(prompt.asks("3> "))
    prompt.type("attribute occlusion stride=1 window=3 sample=all\r")
    usleep(500_000)
    let start = ContinuousClock.now
    prompt.type("\u{3}")
    #expect(prompt.shows("interrupted", within: 10))
    #expect(ContinuousClock.now - start < .seconds(1))
    #expect(prompt.asks("> "))
    prompt.type("show ($a * 7)\r")
    #expect(prompt.shows("42"))
  }

  @Test func aMistakeLeavesTheSessionAsItWas() throws {
    let prompt = try prompt()
    prompt.type("let a = 6\r")
    #expect(prompt.asks("2> "))
    prompt.type("sho $a\r")
    #expect(prompt.shows("error") && prompt.asks("> "))
    prompt.type("show ($a * 7\r\r")
    #expect(prompt.shows("error") && prompt.asks("> "))
    prompt.type("show ($a * 7)\r")
    #expect(prompt.shows("42"))
  }

  @Test func controlDLeaves() throws {
    let prompt = try prompt()
    prompt.type("\u{4}")
    #expect(prompt.end() == 0)
  }

  @Test func tabCompletesVerbsAndListsKeys() throws {
    let prompt = try prompt()
    prompt.type("cond\t")
    #expect(prompt.shows("ition "))
    prompt.type("\t")
    #expect(prompt.shows("composite=") && prompt.shows("initial="))
    // Ctrl-U takes the line away.
    prompt.type("\u{15}let answer = 42\r")
    #expect(prompt.asks("2> "))
    prompt.type("sho\t$an\t\r")
    #expect(prompt.shows("] 42\r\n"))
  }

  @Test func anUnfinishedBlockGoesOnOnTheNextLine() throws {
    let prompt = try prompt()
    prompt.type("for i in 1..2 {\rshow ($i * 21)\r}\r")
    #expect(prompt.shows("[1] 21\r\n[1] 42\r\n"))
  }

  @Test func aDumbTerminalAsksForEachLineOfABlock() throws {
    let prompt = try prompt("dumb")
    prompt.type("for i in 1..2 {\n")
    #expect(prompt.asks(".  "))
    prompt.type("show ($i * 21)\n")
    #expect(prompt.asks(".  "))
    prompt.type("\u{3}")
    #expect(prompt.asks("1> "))
    prompt.type("show (6 * 7)\n")
    #expect(prompt.shows("42"))
  }

  @Test func theUpArrowBringsBackWhatWasTypedInThisSessionAndTheLast() throws {
    let home = Prompt.newHome()
    let first = try prompt(home: home)
    first.type("show (6 * 7)\r")
    #expect(first.shows("42") && first.asks("2> "))
    first.type("\u{1B}[A\r")
    #expect(first.shows("42") && first.asks("3> "))
    first.type("\u{4}")
    #expect(first.end() == 0)
    let second = try prompt(home: home)
    second.type("\u{1B}[A\r")
    #expect(second.shows("42"))
  }

  @Test func aDumbTerminalGetsNoEscapes() throws {
    let prompt = try prompt("dumb")
    prompt.type("load\n")
    #expect(prompt.shows("trouser") && prompt.asks("2> "))
    prompt.type("sho\n")
    #expect(prompt.shows("error") && prompt.asks("> "))
    prompt.type("\u{4}")
    #expect(prompt.end() == 0)
    #expect(!prompt.output.contains("\u{1B}"))
  }
}
