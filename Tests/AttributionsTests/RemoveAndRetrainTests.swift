import Attributions
import Execution
import Models
import Tensors
import Testing

/// Networks that learn without what matters do worse than without what chance takes out.
struct RemoveAndRetrainTests {
  private let count = 800
  private let features = 6

  /// y = 2 x₀ + x₁ x₂, in standard normal numbers.
  private var examples: Examples {
    var random = Random(seed: 3)
    let x = Tensor([count, features], (0..<count * features).map { _ in random.normal() })
    let y = (0..<count).map { row -> Float in
      let start = row * features
      return 2 * x.values[start] + x.values[start + 1] * x.values[start + 2]
    }
    return Examples(Inputs(x), targets: Tensor([count, 1], y))
  }

  private func score(seed: UInt64) throws -> RemoveAndRetrain {
    var measure = Architecture.Measure(input: [features], outputs: 1)
    measure.hidden = [32, 32]
    var training = Training(loss: .squaredError, optimizer: Adam(rate: 0.01))
    training.epochs = 60
    let model = try #require(Architecture.named("mlp")).model(seed: 0, measure: measure)
    return RemoveAndRetrain(model, training, count: 3, seed: seed)
  }

  @Test func whatMattersIsMissedMoreThanWhatChanceTakes() throws {
    var random = Random(seed: 9)
    let examples = examples
    let truth = Tensor([count, features], (0..<count * features).map { [5, 2, 2, 0, 0, 0][$0 % features] })
    let chance = Tensor([count, features], (0..<count * features).map { _ in random.uniform() })
    func version(_ share: Double, _ importance: Tensor) -> Examples {
      var version = examples
      version.inputs = Inputs(
        RemoveAndRetrain.removing(
          share, of: examples.inputs[0], by: importance, replacing: [Float](repeating: 0, count: features)))
      return version
    }
    let score = try score(seed: 1)
    let points = try score.points(
      [examples, version(0.17, truth), version(0.5, truth), version(0.5, chance)], executor: Executor())
    let means = points.map { $0.losses.reduce(0, +) / 3 }
    #expect(points.allSatisfy { $0.losses.count == 3 && $0.accuracies == nil })
    #expect(means[0] < 0.3)
    // Without x₀, 4 of the variance of 5 can't be known; without three features nothing can.
    #expect(means[1] > 3.5)
    #expect(means[2] > 4.5)
    #expect(means[3] < 0.9 * means[2])
    #expect(try score.points([examples], executor: Executor(threads: 1))[0].losses == points[0].losses)
  }

  @Test func theLargestMagnitudesAreReplaced() {
    let samples = Tensor([2, 4], [1, 2, 3, 4, 5, 6, 7, 8])
    let importance = Tensor([2, 4], [0.1, -3, 2, 2, 1, 1, 1, 1])
    let means: [Float] = [10, 20, 30, 40]
    #expect(
      RemoveAndRetrain.removing(0.5, of: samples, by: importance, replacing: means).values
        == [1, 20, 30, 4, 10, 20, 7, 8])
    #expect(RemoveAndRetrain.removing(0, of: samples, by: importance, replacing: means) == samples)
    #expect(
      RemoveAndRetrain.removing(1, of: samples, by: importance, replacing: means).values == means + means)
  }

  @Test func pairsComeInTheOrderOfTheirMagnitude() {
    let interactions = Tensor([1, 3, 3], [9, -1, 0.5, -1, 9, 4, 0.5, -1, 9])
    #expect(RemoveAndRetrain.pairs(by: interactions) == [[[1, 2], [0, 1], [0, 2]]])
    #expect(RemoveAndRetrain.pairs(by: Tensor([1, 3, 3], repeating: 0)) == [[[0, 1], [0, 2], [1, 2]]])
  }
}
