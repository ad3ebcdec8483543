import Foundation
import Tensors
import Testing

/// 122 values that zennit and zennit-crp computed on a residual network with batch norm, through statements of the language.
struct ReferenceNetworkTests {
  private struct Case: Decodable {
    let checks: [Check]
  }

  private struct Check: Decodable {
    let key: String
    let statement: String
    let field: String?
    let layer: String?

    /// Where `save` puts what is compared: file ending and key.
    var ending: String { field == nil ? "npy" : "npz" }
    var entry: String { [field, layer].compactMap { $0 }.joined(separator: "/") }
  }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/crp-residual")

  @Test(arguments: ["model.onnx", "model-current.onnx"])
  func everyStatementAgreesWithTheReference(_ file: String) throws {
    let folder = Self.folder
    let checks = try JSONDecoder().decode(
      Case.self, from: Data(contentsOf: folder.appending(path: "case.json"))
    ).checks
    #expect(checks.count == 122)
    let load = [
      "model \"\(folder.appending(path: file).path)\"",
      "data \"\(folder.appending(path: "input.npy").path)\"",
    ]
    let script =
      load.map { "load \($0)" }
      + checks.enumerated().map { "\($1.statement) | save \"\($0).\($1.ending)\"" }
    let run = try Program.run(["--quiet", "-"], input: script.joined(separator: "\n"))
    #expect(run.status == 0, "\(run.error)")

    let expected = try NPZ(folder.appending(path: "expected.npz").path)
    for (index, check) in checks.enumerated() {
      let path = run.folder.appending(path: "\(index).\(check.ending)").path
      let found = check.field == nil ? try NPY.read(path).tensor : try NPZ(path).array(check.entry).tensor
      let reference = try expected.array(check.key).tensor
      #expect(found.shape == reference.shape, "\(check.key)")
      let scale = reference.values.map(abs).max() ?? 0
      // Said entry by entry, so that one that is no number does not pass.
      let agrees = zip(found.values, reference.values).allSatisfy { abs($0 - $1) <= 1e-4 * scale }
      #expect(agrees, "\(check.key): \(check.statement)")
    }
  }
}
