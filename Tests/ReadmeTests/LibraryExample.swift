import Attributions
import Data
import Execution
import Figures
import Models
import Tensors
import Testing

/// The picture of which part of the trousers made channel 50 of layer 4 matter, as a PNG.
func trousersThroughChannel50() throws -> [UInt8]? {
  guard let composite = Composite.named("epsilon-plus-flat") else { return nil }
  let model = try Model(onnx: Bundled.path("fashion-mnist/model.onnx"))
  let data = try Dataset.load("fashion-mnist-512")
  let condition = Condition(units: [Unit(layer: 4, channels: [50])], target: .classes([1]))
  let attribution = try RelevancePropagation(composite).explain(
    model, samples: Inputs(data.samples([2])), conditions: [condition], executor: Executor())
  return try Overlay(image: data.sample(2), heatmap: attribution.heatmap[0]).draw().png(scale: 2)
}

@Test func theLibraryExampleDrawsAPicture() throws {
  #expect(try #require(try trousersThroughChannel50()).starts(with: [0x89, 0x50, 0x4E, 0x47]))
}
