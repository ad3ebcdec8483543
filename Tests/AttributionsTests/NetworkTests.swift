import Attributions
import Execution
import Foundation
import Models
import Tensors
import Testing

/// Whole networks from both of PyTorch's exporters, with zennit's values.
@Suite struct NetworkTests {
  static let folder = Reference.folder.deletingLastPathComponent().appending(path: "zennit")
  let executor = Executor()

  @Test(
    arguments: [
      "activations", "average", "dense", "gates", "grouped", "inverted", "norms", "norms-before",
    ], ["older", "current"])
  func explanationsAgreeWithTheReference(_ name: String, _ exporter: String) throws {
    let model = try Model(onnx: Self.folder.appending(path: "\(name)-\(exporter).onnx").path)
    let reference = try NPZ(Self.folder.appending(path: "\(name).npz").path)
    let samples = try reference.array("input").tensor
    let label = Int(try reference.array("class").tensor.values[0])
    let explanations = try reference.keys.filter { $0.hasSuffix("/heatmap") }.map { String($0.dropLast(8)) }
    #expect(explanations.count == 13)

    for explanation in explanations {
      let relevance = try reference.keys.filter { $0.hasPrefix("\(explanation)/relevance/") }
      let parts = explanation.split(separator: "@")
      var settings = RuleSettings()
      (settings.low, settings.high) = (.init(-3), .init(3))
      var propagation = RelevancePropagation(try #require(.named(String(parts[0]), settings)))
      propagation.record = try relevance.map { try layer($0, in: model) }
      let units = try parts.dropFirst().prefix(1).map { try unit($0, in: model) }
      let target: Condition.Target = parts.last == "start" ? .layer : .classes([label])
      let attribution = try propagation.explain(
        model, samples: Inputs(samples), conditions: [Condition(units: units, target: target)], executor: executor)

      try expect(attribution.prediction, reference, "prediction")
      try expect(attribution.heatmap, reference, "\(explanation)/heatmap")
      for key in relevance {
        let index = try layer(key, in: model)
        let found = try #require(attribution.relevance.first { $0.layer == index })
        try expect(found.values, reference, key)
      }
    }
  }

  private func expect(_ found: Tensor, _ reference: NPZ, _ key: String) throws {
    let expected = try reference.array(key).tensor
    #expect(found.shape == expected.shape, "\(key)")
    #expect(distance(found, expected.values.map(Double.init)) < 1e-4, "\(key)")
  }

  /// The layer that the last part of a key names.
  private func layer(_ key: String, in model: Model) throws -> Int {
    try #require(model.layer(String(key.split(separator: "/").last ?? "")), "\(key)")
  }

  /// conv3:0,2
  private func unit(_ text: some StringProtocol, in model: Model) throws -> Attributions.Unit {
    let parts = text.split(separator: ":")
    let layer = try layer(String(parts[0]), in: model)
    return Attributions.Unit(layer: layer, channels: parts[1].split(separator: ",").compactMap { Int($0) })
  }
}
