import Foundation
import Testing

/// `xpl lsp`, spoken to as an editor does.
struct LanguageServerTests {
  @Test func anEditorIsToldWhatIsWrong() throws {
    let editor = try Editor()
    let answer = try editor.request("initialize", ["processId": NSNull(), "capabilities": [String: Any]()])
    let abilities = try #require((answer["result"] as? [String: Any])?["capabilities"] as? [String: Any])
    #expect((abilities["textDocumentSync"] as? [String: Any])?["change"] as? Int == 1)
    #expect(abilities["hoverProvider"] as? Bool == true)
    try editor.note("initialized", [:])

    try editor.open("load\nlet a = \"🙂\"; predict sampel=3\n")
    let problems = try editor.problems()
    #expect(problems.count == 1)
    // 🙂 is two units of UTF-16.
    let start = (problems[0]["range"] as? [String: Any])?["start"] as? [String: Int]
    #expect(start == ["line": 1, "character": 22])
    #expect(
      problems[0]["message"] as? String
        == "predict has no key \"sampel\"\ndid you mean \"sample\"?\nits keys are sample and y")

    try editor.change("load\npredict sample=3\n")
    #expect(try editor.problems().isEmpty)
    try editor.note("textDocument/didClose", ["textDocument": ["uri": Editor.uri]])
    #expect(try editor.problems().isEmpty)
    #expect(try editor.request("shutdown", [:])["result"] is NSNull)
    try editor.note("exit", [:])
    #expect(editor.status == 0)
  }

  @Test func wordsAreCompletedAndExplained() throws {
    let editor = try Editor()
    _ = try editor.request("initialize", [:])
    try editor.open("let length = 3\ncondition lay\nshow $le\n?net\n:seed 3\n# é\n")
    let keys = try editor.completions(line: 1, character: 13)
    #expect(keys.map { $0["label"] as? String } == ["layer="])
    let edit = try #require(keys.first?["textEdit"] as? [String: Any])
    #expect(edit["newText"] as? String == "layer=")
    #expect(
      edit["range"] as? [String: [String: Int]]
        == ["start": ["line": 1, "character": 10], "end": ["line": 1, "character": 13]])
    #expect(try editor.completions(line: 2, character: 8).map { $0["label"] as? String } == ["$length"])

    #expect(try editor.hover(line: 1, character: 3)?.hasPrefix("## condition\n") == true)
    #expect(try editor.hover(line: 0, character: 0)?.contains("let name = value") == true)
    #expect(
      try editor.hover(line: 4, character: 1)?.contains("the number that all random choices follow from")
        == true)
    #expect(try editor.hover(line: 5, character: 2) == nil)
    try editor.change("load\ncondition layer=4 y=1\n")
    #expect(try editor.hover(line: 1, character: 12)?.hasPrefix("`layer=` of `condition`") == true)
  }

  @Test func scriptsAreFormatted() throws {
    let editor = try Editor()
    _ = try editor.request("initialize", [:])
    try editor.open("let x=3\nshow   $x # é")
    #expect(try editor.formatted() == "let x = 3\nshow $x  # é\n")
    try editor.change("show (")
    #expect(try editor.formatted() == nil)
  }

  @Test func whatMakesNoSenseIsAnsweredWithAnError() throws {
    let editor = try Editor()
    func code(_ answer: [String: Any]) -> Int? { (answer["error"] as? [String: Any])?["code"] as? Int }
    #expect(code(try editor.request("textDocument/hover", [:])) == -32002)
    _ = try editor.request("initialize", [:])
    #expect(code(try editor.request("initialize", [:])) == -32600)
    #expect(code(try editor.request("textDocument/rename", [:])) == -32601)
    #expect(code(try editor.request("textDocument/hover", [:])) == -32602)
    try editor.open("load")
    for position in [["line": -1, "character": 0], ["line": 99, "character": 0], ["line": 0]] {
      let params: [String: Any] = ["textDocument": ["uri": Editor.uri], "position": position]
      #expect(code(try editor.request("textDocument/completion", params)) == -32602)
    }
    try editor.write(raw: "Content-Length: 3\r\n\r\n{]}")
    #expect(code(try editor.answer()) == -32700)
    try editor.write(raw: "Content-Length: 2\r\n\r\n[]")
    #expect(code(try editor.answer()) == -32600)
    try editor.write(raw: "Content-Length: twelve\r\n\r\n")
    #expect(code(try editor.answer()) == -32700)
    // After all of this it still answers.
    #expect(try editor.hover(line: 0, character: 1)?.hasPrefix("## load") == true)
    try editor.note("exit", [:])
    #expect(editor.status == 1)
  }

  @Test func mutilatedMessagesNeverTrap() throws {
    var random = SystemRandomNumberGenerator()
    let messages = [
      #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}"#,
      #"{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///a.xpl","text":"load; predict"}}}"#,
      #"{"jsonrpc":"2.0","id":2,"method":"textDocument/completion","params":{"textDocument":{"uri":"file:///a.xpl"},"position":{"line":0,"character":9}}}"#,
      #"{"jsonrpc":"2.0","id":3,"method":"textDocument/hover","params":{"textDocument":{"uri":"file:///a.xpl"},"position":{"line":0,"character":1}}}"#,
      #"{"jsonrpc":"2.0","id":"x","method":"textDocument/formatting","params":{"textDocument":{"uri":"file:///a.xpl"}}}"#,
    ]
    for round in 0..<20 {
      var input = ""
      for _ in 0..<40 {
        var text = Array((messages.randomElement(using: &random) ?? "").utf8)
        if round > 0 {
          for _ in 0..<Int.random(in: 0...3, using: &random) {
            let place = Int.random(in: 0..<text.count, using: &random)
            text[place] = Array("{}[]\",:0-9e.\\x".utf8).randomElement(using: &random) ?? 0
          }
        }
        input += "Content-Length: \(text.count)\r\n\r\n" + String(decoding: text, as: UTF8.self)
      }
      let run = try Program.run(["lsp"], input: input)
      // The input ends without "exit".
      #expect(run.status == 1, "\(input)\n\(run.error)")
    }
    #expect(try Program.run(["lsp"], input: "").status == 1)
    let deep = String(repeating: "[", count: 100_000)
    #expect(try Program.run(["lsp"], input: "Content-Length: 100000\r\n\r\n\(deep)").status == 1)
  }

  static let hasClient = (try? Self.python(["-c", "import pygls.lsp.client"]))?.status == 0

  private static func python(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3"] + arguments
    let output = Pipe()
    (process.standardOutput, process.standardError) = (output, output)
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }

  /// The conversation that the client of the PyPI package pygls has; what it gets is checked by its types.
  @Test(.enabled(if: hasClient, "there is no python3 with pygls"))
  func aClientOfAnotherHandUnderstands() throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/lsp/client.py")
    let (status, output) = try Self.python([script.path, Editor.program.path])
    #expect(status == 0, "\(output)")
  }
}

/// An editor that has one script open.
private final class Editor {
  static let uri = "file:///tmp/a%20script.xpl"
  static let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(
    path: "xpl")

  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var unread = Data()
  private var messages: [[String: Any]] = []
  private var nextID = 1

  init() throws {
    process.executableURL = Self.program
    process.arguments = ["lsp"]
    (process.standardInput, process.standardOutput) = (input, output)
    try process.run()
  }

  deinit { if process.isRunning { process.terminate() } }

  var status: Int32 {
    process.waitUntilExit()
    return process.terminationReason == .exit ? process.terminationStatus : -1
  }

  func write(raw text: String) throws { try input.fileHandleForWriting.write(contentsOf: Data(text.utf8)) }

  private func send(_ message: [String: Any]) throws {
    let body = try JSONSerialization.data(withJSONObject: message)
    try write(raw: "Content-Length: \(body.count)\r\n\r\n" + String(decoding: body, as: UTF8.self))
  }

  func note(_ method: String, _ params: [String: Any]) throws {
    try send(["jsonrpc": "2.0", "method": method, "params": params])
  }

  func request(_ method: String, _ params: [String: Any]) throws -> [String: Any] {
    try send(["jsonrpc": "2.0", "id": nextID, "method": method, "params": params])
    nextID += 1
    let found = try answer()
    #expect(found["id"] as? Int == nextID - 1)
    return found
  }

  func open(_ text: String) throws {
    let document: [String: Any] = ["uri": Self.uri, "languageId": "xpl", "version": 1, "text": text]
    try note("textDocument/didOpen", ["textDocument": document])
  }

  func change(_ text: String) throws {
    try note(
      "textDocument/didChange",
      ["textDocument": ["uri": Self.uri, "version": 2], "contentChanges": [["text": text]]])
  }

  private func place(_ line: Int, _ character: Int) -> [String: Any] {
    ["textDocument": ["uri": Self.uri], "position": ["line": line, "character": character]]
  }

  func completions(line: Int, character: Int) throws -> [[String: Any]] {
    try request("textDocument/completion", place(line, character))["result"] as? [[String: Any]] ?? []
  }

  func hover(line: Int, character: Int) throws -> String? {
    let result = try request("textDocument/hover", place(line, character))["result"] as? [String: Any]
    return (result?["contents"] as? [String: Any])?["value"] as? String
  }

  func formatted() throws -> String? {
    let options: [String: Any] = ["tabSize": 2, "insertSpaces": true]
    let answer = try request(
      "textDocument/formatting", ["textDocument": ["uri": Self.uri], "options": options])
    return (answer["result"] as? [[String: Any]])?.first?["newText"] as? String
  }

  /// The next answer; notifications that come before it are passed over.
  func answer() throws -> [String: Any] {
    while true {
      let message = try next()
      if message["method"] == nil { return message }
    }
  }

  /// What the next notification says is wrong.
  func problems() throws -> [[String: Any]] {
    while true {
      let message = try next()
      guard message["method"] as? String == "textDocument/publishDiagnostics" else { continue }
      let params = message["params"] as? [String: Any]
      #expect(params?["uri"] as? String == Self.uri)
      return params?["diagnostics"] as? [[String: Any]] ?? []
    }
  }

  private func next() throws -> [String: Any] {
    let blank = Data("\r\n\r\n".utf8)
    while true {
      if let end = unread.firstRange(of: blank),
        let length = Int(
          String(decoding: unread[unread.startIndex..<end.lowerBound], as: UTF8.self).dropFirst(
            "Content-Length: ".count)),
        unread.endIndex - end.upperBound >= length
      {
        let body = unread[end.upperBound..<end.upperBound + length]
        unread = Data(unread[(end.upperBound + length)...])
        return try JSONSerialization.jsonObject(with: body) as? [String: Any] ?? [:]
      }
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { throw CocoaError(.fileReadCorruptFile) }
      unread += more
    }
  }
}
