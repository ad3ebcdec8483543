import Foundation
import Tensors
import TestSupport
import Testing

/// A network of 64 MB is read in place: its weights are not copied, and not even looked at before they are used.
@Test func aLargeNetworkTakesNoMemoryWhenItIsLoaded() throws {
  let path = FileManager.default.temporaryDirectory.appending(path: "xpl-large-\(UUID()).onnx").path
  defer { try? FileManager.default.removeItem(atPath: path) }
  var weights = [Float](repeating: 0.5, count: 4096 * 4096)
  weights[weights.count - 1] = .nan
  try writeAtomically(oneProduct(weights, rows: 4096, columns: 4096), to: path)

  let prompt = try Prompt(terminal: "dumb")
  #expect(prompt.asks("1> "))
  let (before, most) = (try #require(prompt.memory("RssAnon")), try #require(prompt.memory("VmHWM")))
  prompt.type("load model \"\(path)\"\r")
  #expect(prompt.asks("2> "))
  #expect(prompt.sinceMark.contains("16777216 parameters") && !prompt.sinceMark.contains("NaN"))
  #expect(try #require(prompt.memory("RssAnon")) - before < 16 << 20)
  #expect(try #require(prompt.memory("VmHWM")) - most < 32 << 20)
  prompt.type("show model\r")
  #expect(prompt.asks("3> "))
  #expect(prompt.sinceMark.contains("'w' holds NaN (first at entry 16777215)"))
  prompt.type("show model\r")
  #expect(prompt.asks("4> "))
  #expect(!prompt.sinceMark.contains("NaN"))
  #expect(try #require(prompt.memory("RssAnon")) - before < 16 << 20)
}
