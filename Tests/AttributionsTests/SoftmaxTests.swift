import Attributions
import Execution
import Foundation
import Models
import Tensors
import Testing

/// In networks that end in a softmax, explanations start from what it reads; predictions are the network's own.
@Suite struct SoftmaxTests {
  let executor = Executor()
  static let folder = Reference.folder.deletingLastPathComponent().appending(path: "onnx")

  private func network(_ name: String) throws -> (model: Model, samples: Tensor, expected: Tensor) {
    let archive = try NPZ(Self.folder.appending(path: "\(name).npz").path)
    return (
      try Model(onnx: Self.folder.appending(path: "\(name).onnx").path), try archive.array("input0").tensor,
      try archive.array("expected").tensor
    )
  }

  @Test(arguments: ["net-ends-in-softmax", "net-ends-in-logsoftmax"])
  func predictionsAreTheNetworksOwn(_ name: String) throws {
    let (model, samples, expected) = try network(name)
    #expect(model.logits == model.output - 1)
    #expect(model.remarks.contains { $0.contains("explanations start from what that reads") })
    #expect(try distance(model.predict(Inputs(samples), executor: executor), expected.values.map(Double.init)) < 1e-5)
  }

  @Test(arguments: ["net-ends-in-softmax", "net-ends-in-logsoftmax"])
  func relevanceOfTheLogitIsConserved(_ name: String) throws {
    let (model, samples, _) = try network(name)
    var settings = RuleSettings()
    settings.zeroBias = true
    (settings.epsilon, settings.stabilizer) = (1e-9, 1e-9)
    let propagation = RelevancePropagation(try #require(.named("epsilon-plus", settings)))
    let logits = try model.activation(of: model.logits, Inputs(samples), executor: executor)
    let attribution = try propagation.explain(
      model, samples: Inputs(samples), conditions: [Condition(target: .classes([2]))], executor: executor)
    #expect(try attribution.prediction == model.predict(Inputs(samples), executor: executor))
    for row in 0..<samples.shape[0] {
      let arrived = attribution.input[row].values.reduce(0) { $0 + Double($1) }
      let logit = Double(logits[row].values[2])
      #expect(abs(arrived - logit) <= 1e-3 * abs(logit))
    }
  }

  @Test func aNetworkThatDoesNotEndInOneStartsFromItsOutput() throws {
    let model = try Reference.model("netA")
    #expect(model.logits == model.output)
  }
}
