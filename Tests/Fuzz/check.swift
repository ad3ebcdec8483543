import Interpreter
import Language

/// Any bytes through all that looks at a script before it runs.
@_cdecl("LLVMFuzzerTestOneInput")
public func check(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  for diagnostic in Interpreter.check(Source(name: "fuzz", text: text)) {
    precondition(!diagnostic.message.isEmpty && !diagnostic.rendered().isEmpty)
  }
  return 0
}
