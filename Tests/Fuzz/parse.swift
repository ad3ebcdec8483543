import Language

/// Any bytes through lexer and parser: all that is found wrong lies inside the text and can be shown.
@_cdecl("LLVMFuzzerTestOneInput")
public func parse(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  let script = Script(Source(name: "fuzz", text: text))
  for diagnostic in script.diagnostics {
    precondition(diagnostic.span.start >= 0 && diagnostic.span.end <= text.utf8.count)
    precondition(!diagnostic.rendered().isEmpty)
  }
  let printed = script.statements.map { $0.description + "\n" }.joined()
  let again = Script(Source(name: "printed", text: printed))
  precondition(
    again.diagnostics.isEmpty && again.statements.map { $0.description + "\n" }.joined() == printed)
  return 0
}
