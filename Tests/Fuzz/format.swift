import Language

/// Any bytes through the formatter: the canonical form of a script is the same script, and its own canonical form.
@_cdecl("LLVMFuzzerTestOneInput")
public func format(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  let script = Script(Source(name: "fuzz", text: text))
  guard let formatted = script.formatted else {
    precondition(!script.diagnostics.isEmpty)
    return 0
  }
  let again = Script(Source(name: "formatted", text: formatted))
  precondition(again.diagnostics.isEmpty && again.formatted == formatted)
  precondition(again.statements.map(\.description) == script.statements.map(\.description))
  return 0
}
