import Attributions
import Execution
import Foundation
import Models
import Tensors
import Testing

/// Relevance of transformers: AttnLRP's rules for attention, gates and norms.
@Suite struct AttentionTests {
  static let fixtures = Reference.folder.deletingLastPathComponent()

  /// Small against every denominator of these networks, so that only rounding is left.
  private var settings: RuleSettings {
    var settings = RuleSettings()
    (settings.epsilon, settings.stabilizer) = (1e-12, 1e-12)
    return settings
  }

  private func archive(_ name: String) throws -> NPZ { try NPZ(Self.fixtures.appending(path: name).path) }

  private func explain(
    _ model: Model, _ inputs: [Tensor], _ target: Int, record: [Int] = []
  ) throws -> (attribution: Attribution, words: Int) {
    let words = try #require(model.layers.firstIndex { $0.operation.kind == .embedding })
    var propagation = RelevancePropagation(try #require(.named("attn-lrp", settings)))
    propagation.wanted = [.layers, .ledger]
    propagation.record = [words] + record
    let attribution = try propagation.explain(
      model, samples: Inputs(inputs), conditions: [Condition(target: .classes([target]))], executor: Executor())
    return (attribution, words)
  }

  private func relevance(_ attribution: Attribution, at layer: Int) throws -> Tensor {
    try #require(attribution.relevance.first { $0.layer == layer }).values
  }

  private func distance(_ found: Tensor, _ expected: Tensor) throws -> Float {
    try #require(found.count == expected.count)
    let largest = expected.values.map(abs).max() ?? 1
    return (zip(found.values, expected.values).map { abs($0 - $1) }.max() ?? .infinity) / largest
  }

  @Test(arguments: ["model", "model-current"])
  func relevanceOfAClassifierIsThatOfTheAuthorsPackage(_ file: String) throws {
    let expected = try archive("attn-lrp/classifier.npz")
    let model = try Model(onnx: Self.fixtures.appending(path: "transformer/\(file).onnx").path)
    let inputs = try model.inputs.map { try expected.array($0.name).tensor }
    let blocks = try ["blocks.0.norm2", "blocks.1.norm2"].map { try #require(model.layer($0)) }
    let (attribution, words) = try explain(model, inputs, 1, record: blocks)
    #expect(try distance(relevance(attribution, at: words), expected.array("word").tensor) < 1e-4)
    let layers = try expected.array("layers").tensor
    for (index, block) in blocks.enumerated() {
      #expect(try distance(relevance(attribution, at: block), layers[index]) < 1e-4, "block \(index)")
    }
  }

  /// With a gate, rotary positions, norms by the root mean square, and heads that share a key.
  @Test func relevanceOfALanguageModelIsThatOfTheAuthorsPackage() throws {
    let expected = try archive("attn-lrp/llama.npz")
    let model = try Model(
      onnx: Self.fixtures.appending(path: "transformers/llama-eager-older.onnx").path, extents: ["sequence": 8])
    let inputs = try model.inputs.map { try expected.array($0.name).tensor }
    let (attribution, words) = try explain(model, inputs, 7 * 30 + 7)
    #expect(try distance(relevance(attribution, at: words), expected.array("word").tensor) < 1e-4)
  }

  /// Biases and position vectors keep their part, and a softmax that of its expansion's constant term; nothing else does.
  @Test(arguments: [
    "bert-eager-older", "bert-sdpa-current", "causal-sdpa-current", "distilbert-sdpa-older", "encoder-eager-current",
    "gpt2-eager-current", "llama-eager-older", "minilm-sdpa-current", "mpnet-eager-older", "roberta-sdpa-current",
  ])
  func relevanceIsConserved(_ name: String) throws {
    let file = try Model(onnx: Self.fixtures.appending(path: "transformers/\(name).onnx").path)
    let lengths = file.freeAxes.map { ($0.name, 8) }
    let model = try file.with(extents: Dictionary(uniqueKeysWithValues: lengths))
    let numbers = try archive("transformers/\(name).npz")
    let inputs = try model.inputs.map { try numbers.array("8/\($0.name)").tensor }
    let attribution = try explain(model, inputs, 1).attribution
    for row in 0..<inputs[0].shape[0] {
      let start = try #require(attribution.ledger[row].first).arrived
      #expect(abs(start) > 1e-4)
      #expect(attribution.ledger[row].contains { model.layers[$0.layer].operation.kind == .embedding })
      for entry in attribution.ledger[row] {
        let kind = model.layers[entry.layer].operation.kind
        if kind == .softmax { continue }
        if kind == .embedding {
          #expect(entry.rest == entry.arrived)
          continue
        }
        #expect(
          abs(entry.rest) < 2e-4 * max(abs(start), abs(entry.arrived)),
          "\(model.layers[entry.layer].name), \(kind): \(entry)")
      }
    }
  }
}
