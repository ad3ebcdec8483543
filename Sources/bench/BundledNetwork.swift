import Attributions
import Concepts
import Data
import Execution
import Models
import Tensors

/// The network and the images that a bare `load` brings.
enum BundledNetwork {
  static func rows(_ clock: Clock) throws -> [Row] {
    let load = try clock.median {
      _ = try Model(onnx: Bundled.path("model.onnx"))
      _ = try Dataset.load("fashion-mnist-512")
    }
    let model = try Model(onnx: Bundled.path("model.onnx"))
    let data = try Dataset.load("fashion-mnist-512")
    let executor = Executor()
    let images = try data.samples(0..<data.count)
    let trousers = try data.samples(2...2)
    guard let composite = Composite.named("epsilon-plus-flat") else { return [] }
    let propagation = RelevancePropagation(composite)
    func condition(_ channels: some Collection<Int>) throws {
      let conditions = channels.map {
        Condition(units: [Unit(layer: 4, channels: [$0])], target: .classes([1]))
      }
      _ = try propagation.explain(model, samples: trousers, conditions: conditions, executor: executor)
    }
    return try [
      Row(name: "load of the bundled network and images", time: load),
      Row(
        name: "forward, 512 images", time: clock.median { _ = try model.predict(images, executor: executor) }),
      Row(name: "condition, 1 channel of layer 4", time: clock.median { try condition([50]) }),
      Row(name: "condition, 64 channels of layer 4", time: clock.median { try condition(0..<64) }),
      Row(
        name: "rank of layer 4, 64 images",
        time: clock.median {
          _ = try propagation.rank(
            model, samples: images.rows(0..<64), layer: 4, target: .predicted, executor: executor)
        }),
      Row(
        name: "extract, 3 concepts of layer 7, 512 images",
        time: clock.median(of: 1) {
          let samples = Samples(count: data.count, labels: data.labels) { try data.samples($0) }
          _ = try ConceptDiscovery(count: 3).concepts(in: 7, of: model, samples, executor: executor)
        }),
    ]
  }
}
