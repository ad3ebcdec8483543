import ArgumentParser
import Interpreter

/// `xpl lsp`: tells editors what is wrong with a script, what a word means, and what may come next (Language Server
/// Protocol 3.17).
struct LanguageServer: Invocation {
  static let configuration = CommandConfiguration(
    commandName: "xpl lsp",
    abstract: "Serves editors over standard input and output (Language Server Protocol).",
    usage: "xpl lsp")

  /// Editors say so to every server.
  @Flag(help: .hidden) var stdio = false

  func status() -> Status {
    var connection = Connection()
    return connection.run()
  }
}

/// The conversation with one editor.
private struct Connection {
  /// An answer that says why there is none.
  struct Refusal: Error {
    var code: Int
    var message: String

    static let parseError = -32700
    static let invalidRequest = -32600
    static let methodNotFound = -32601
    static let invalidParams = -32602
    static let notInitialized = -32002
  }

  private enum Phase { case new, running, shutDown }

  private var transport = Transport()
  private var phase = Phase.new
  private var documents: [String: Document] = [:]
  /// Documents that have changed since they were checked.
  private var unchecked: [String] = []

  mutating func run() -> Status {
    while true {
      // Whoever is typing is not told about half a word.
      if !unchecked.isEmpty, transport.isQuiet(for: 100) { checkDocuments() }
      switch transport.next() {
      case .end: return .failed
      case .garbage(let reason): answer(.null, Refusal(code: Refusal.parseError, message: reason))
      case .message(let message):
        if message["method"]?.text == "exit" { return phase == .shutDown ? .done : .failed }
        take(message)
      }
    }
  }

  private mutating func take(_ message: JSON) {
    guard case .object = message, message["id"].isIdentifier else {
      return answer(.null, Refusal(code: Refusal.invalidRequest, message: "this is no request"))
    }
    guard let method = message["method"]?.text else {
      // The answer to a request; this server makes none.
      if message["result"] != nil || message["error"] != nil { return }
      return answer(
        message["id"] ?? .null, Refusal(code: Refusal.invalidRequest, message: "a method is missing"))
    }
    guard let id = message["id"] else { return note(method, message["params"]) }
    do {
      transport.send(["jsonrpc": "2.0", "id": id, "result": try result(of: method, message["params"])])
    } catch {
      answer(id, error)
    }
  }

  private func answer(_ id: JSON, _ refusal: Refusal) {
    transport.send([
      "jsonrpc": "2.0", "id": id,
      "error": ["code": .number(Double(refusal.code)), "message": .text(refusal.message)],
    ])
  }

  private mutating func result(of method: String, _ params: JSON?) throws(Refusal) -> JSON {
    switch (method, phase) {
    case ("initialize", .new):
      phase = .running
      return Self.abilities
    case (_, .new): throw Refusal(code: Refusal.notInitialized, message: "\(method) comes before initialize")
    case (_, .shutDown):
      throw Refusal(code: Refusal.invalidRequest, message: "\(method) comes after shutdown")
    case ("initialize", _): throw Refusal(code: Refusal.invalidRequest, message: "initialize comes twice")
    case ("shutdown", _):
      phase = .shutDown
      return .null
    case ("textDocument/completion", _):
      let (document, offset) = try place(params)
      return document.completions(at: offset)
    case ("textDocument/hover", _):
      let (document, offset) = try place(params)
      return document.hover(at: offset)
    case ("textDocument/formatting", _): return try document(params).formatting
    default: throw Refusal(code: Refusal.methodNotFound, message: "there is no method \(method)")
    }
  }

  private static let abilities: JSON = [
    "capabilities": [
      "positionEncoding": "utf-16", "textDocumentSync": ["openClose": true, "change": 1],
      "completionProvider": ["triggerCharacters": [" ", "=", "$", "[", ",", "|", "?"]], "hoverProvider": true,
      "documentFormattingProvider": true,
    ],
    "serverInfo": [
      "name": "xpl", "version": .text(String(XPL.configuration.version.dropFirst("xpl ".count))),
    ],
  ]

  /// What needs no answer; what makes no sense is passed over.
  private mutating func note(_ method: String, _ params: JSON?) {
    guard phase == .running, let uri = params?["textDocument"]?["uri"]?.text else { return }
    switch method {
    case "textDocument/didOpen":
      if let text = params?["textDocument"]?["text"]?.text { change(uri, text) }
    case "textDocument/didChange":
      // The whole text each time; the last one counts.
      if documents[uri] != nil, let text = params?["contentChanges"]?.list?.last?["text"]?.text {
        change(uri, text)
      }
    case "textDocument/didClose":
      guard documents.removeValue(forKey: uri) != nil else { return }
      unchecked.removeAll { $0 == uri }
      publish(uri, [])
    default: break
    }
  }

  private mutating func change(_ uri: String, _ text: String) {
    documents[uri] = Document(uri: uri, text: text)
    if !unchecked.contains(uri) { unchecked.append(uri) }
  }

  private mutating func checkDocuments() {
    for uri in unchecked { if let document = documents[uri] { publish(uri, document.problems) } }
    unchecked = []
  }

  private func publish(_ uri: String, _ problems: JSON) {
    transport.send([
      "jsonrpc": "2.0", "method": "textDocument/publishDiagnostics",
      "params": ["uri": .text(uri), "diagnostics": problems],
    ])
  }

  private func document(_ params: JSON?) throws(Refusal) -> Document {
    guard let uri = params?["textDocument"]?["uri"]?.text else {
      throw Refusal(code: Refusal.invalidParams, message: "the uri of a document is missing")
    }
    guard let document = documents[uri] else {
      throw Refusal(code: Refusal.invalidParams, message: "\(uri) is not open")
    }
    return document
  }

  private func place(_ params: JSON?) throws(Refusal) -> (Document, Int) {
    let document = try document(params)
    guard let offset = document.offset(of: params?["position"]) else {
      throw Refusal(code: Refusal.invalidParams, message: "the position is no place of the document")
    }
    return (document, offset)
  }
}

extension JSON? {
  /// Whether it may be the id of a message, or the message has none.
  fileprivate var isIdentifier: Bool {
    switch self {
    case nil, .null, .text, .number: true
    case .bool, .list, .object: false
    }
  }
}
