import Models
import Programs
import Tensors
import Testing

/// The networks that are built in have the layers of torchvision's, by the same names.
struct ArchitectureTests {
  /// Their layers as they are read from what PyTorch's exporter makes of torchvision's networks.
  private func rows(_ name: String) throws -> [String] {
    let file = try MappedFile(Fixtures.folder + "architectures/\(name).csv")
    let text = file.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    // The last column is operations.
    return text.split(separator: "\n").dropFirst().map { row in
      row.split(separator: ",").dropLast().joined(separator: ",")
    }
  }

  @Test(arguments: Architecture.all.filter { !$0.isMeasured }.map(\.name))
  func layersAreTorchvisions(_ name: String) throws {
    let model = try #require(Architecture.named(name)).model(seed: 1)
    let rows = model.layers.enumerated().map { index, layer in
      let extents = layer.shape.extents.map(String.init).joined(separator: "x")
      let parameters = layer.operation.parameters.reduce(0) { $0 + $1.shape.count }
      return "\(index),\(layer.name),\(layer.operation.kind.rawValue),\(extents),\(parameters)"
    }
    #expect(rows == (try self.rows(name)))
    #expect(model.inputs.map(\.shape) == [[3, 224, 224]])
    #expect(model.classCount == 1000)
  }

  @Test(arguments: Architecture.all.filter { !$0.isMeasured }.map(\.name))
  func parametersAreCalledAfterTheirLayers(_ name: String) throws {
    let model = try #require(Architecture.named(name)).model(seed: 1)
    for layer in model.layers {
      let roles =
        layer.operation.kind == .batchNorm
        ? ["weight", "bias", "running_mean", "running_var"] : ["weight", "bias"]
      let names = layer.operation.parameters.map(\.name)
      #expect(names == roles.prefix(names.count).map { "\(layer.name).\($0)" })
    }
  }

  @Test(arguments: ["mobilenet-v2", "resnet18"])
  func aWrittenNetworkIsTheSame(_ name: String) throws {
    let model = try #require(Architecture.named(name)).model(seed: 3)
    let again = try model.rewritten().model
    #expect(again.layers.map(\.name) == model.layers.map(\.name))
    #expect(again.layers.map(\.operation.kind) == model.layers.map(\.operation.kind))
    #expect(again.layers.map(\.operands) == model.layers.map(\.operands))
    #expect(again.layers.map(\.shape) == model.layers.map(\.shape))
    let parameters = { (model: Model) in model.layers.map { $0.operation.parameters.map(\.tensor) } }
    #expect(parameters(again) == parameters(model))
  }

  @Test func weightsFollowFromTheSeed() throws {
    let network = try #require(Architecture.named("resnet18"))
    func weights(_ seed: UInt64) -> [[Tensor]] {
      network.model(seed: seed).layers.map { $0.operation.parameters.map(\.tensor) }
    }
    let first = weights(1)
    #expect(first == weights(1))
    #expect(first != weights(2))
    // Each layer has numbers of its own.
    let convolutions = first.compactMap(\.first).filter { $0.rank == 4 }
    #expect(Set(convolutions.map { $0.values[0] / ($0.values.max() ?? 1) }).count == convolutions.count)
  }

  /// 138 million random numbers are made by whoever asks for them, not by a look at the layers.
  @Test func aNetworkThatIsOnlyLookedAtCostsNothing() throws {
    let network = try #require(Architecture.named("vgg16"))
    let clock = ContinuousClock()
    let time = clock.measure { for seed in 0..<20 { _ = network.model(seed: UInt64(seed)) } }
    #expect(time < .seconds(2))
  }
}
