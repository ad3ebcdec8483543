import Foundation
import Testing

/// What ends a prompt from outside, and what is left of it.
@Suite(.serialized) struct SignalTests {
  private static let long = "attribute occlusion stride=1 window=3 sample=all"

  private func prompt(home: URL = Prompt.newHome()) throws -> Prompt {
    let prompt = try Prompt(home: home)
    try #require(prompt.asks("1> "))
    return prompt
  }

  private func history(in home: URL) -> String {
    (try? String(contentsOf: home.appending(path: "xpl/history.jsonl"), encoding: .utf8)) ?? ""
  }

  /// Waits until the statement runs: it is in the history, and the terminal is as it was.
  private func start(_ prompt: Prompt, home: URL) throws {
    prompt.type("load\r")
    try #require(prompt.asks("2> "))
    prompt.type(Self.long + "\r")
    for _ in 0..<6000 where !history(in: home).contains(Self.long) { usleep(10_000) }
    try #require(history(in: home).contains(Self.long))
  }

  @Test(arguments: [SIGTERM, SIGHUP])
  func aSignalEndsThePrompt(_ signal: Int32) throws {
    let prompt = try prompt()
    prompt.type("show 1")
    #expect(prompt.shows("1"))
    prompt.send(signal)
    #expect(prompt.end() == 128 + signal)
  }

  @Test(arguments: [SIGTERM, SIGHUP])
  func aSignalStopsTheStatement(_ signal: Int32) throws {
    let home = Prompt.newHome()
    let prompt = try prompt(home: home)
    try start(prompt, home: home)
    prompt.send(signal)
    #expect(prompt.end(within: 20) == 128 + signal)
    #expect(history(in: home).contains("\"outcome\":\"interrupted\""))
  }

  @Test func aKilledStatementIsInTheHistory() throws {
    let home = Prompt.newHome()
    let prompt = try prompt(home: home)
    try start(prompt, home: home)
    prompt.send(SIGKILL)
    #expect(prompt.end() == -SIGKILL)
    let next = try self.prompt(home: home)
    next.type("\u{1B}[A")
    #expect(next.shows(Self.long))
  }

  @Test func aScriptEndsBySignalsToo() throws {
    let prompt = try Prompt(arguments: ["-c", "load; show 1; \(Self.long)"])
    #expect(prompt.shows("\n1\r\n"))
    prompt.send(SIGTERM)
    #expect(prompt.end(within: 20) == 143)
  }

  @Test func aSecondControlCSaysThatItStops() throws {
    // It stops so soon that a second one may come too late: then once more, at a new prompt.
    var isSaid = false
    for _ in 0..<20 where !isSaid {
      let home = Prompt.newHome()
      let prompt = try prompt(home: home)
      try start(prompt, home: home)
      try #require(prompt.shows(" s left"))
      let end = Date.now.addingTimeInterval(30)
      while !prompt.sinceMark.contains("still stopping"), !prompt.sinceMark.contains("interrupted"),
        Date.now < end
      {
        prompt.send(SIGINT)
        prompt.look()
      }
      #expect(prompt.shows("interrupted") && prompt.asks("3> "))
      isSaid = prompt.sinceMark.contains("still stopping")
    }
    #expect(isSaid)
  }
}
