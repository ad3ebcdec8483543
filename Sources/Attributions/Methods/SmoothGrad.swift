import Execution
import Models
import Programs
import Tensors

extension NamedMethod {
  static let smoothGrad = NamedMethod(
    name: "smoothgrad", summary: "the mean gradient over noisy copies of the sample", keys: ["kind", "n", "noise", "seed"]
  ) { SmoothGrad(kind: $0.kind, count: $0.count ?? 20, noise: $0.noise ?? 0.1, seed: $0.seed) }
}

/// What is made of many gradients.
public enum GradientStatistic: String, Hashable, Sendable, CaseIterable {
  /// Smilkov et al. 2017.
  case mean
  /// The mean of the squares. Hooker et al. 2019.
  case squares
  /// The mean of the squares less the square of the mean. Adebayo et al. 2018.
  case variance
}

/// A statistic of the gradients at the sample and at `count` - 1 copies of it with normal noise, whose deviation is `noise`
/// times the sample's range of values. Smilkov et al. 2017.
struct SmoothGrad: AttributionMethod {
  let kind: GradientStatistic
  let count: Int
  let noise: Double
  let seed: UInt64

  /// Squares and variances of derivatives have no sign, and foretell no change.
  var meaning: Meaning { kind == .mean ? .rates : .neither }

  func attribute(_ question: Question) throws -> Explanation {
    let shape = question.shape
    let builder = Builder()
    let sample = builder.input("sample", Type(shape, varying: .sample))
    let noise = builder.input("noise", Type(shape, varying: [.sample, .condition]))
    let noisy = sample + noise
    let gradient = builder.gradient(of: [(question.function(of: noisy), builder.fill(1))], to: [noisy])[0]
    let program = try builder.program([("gradient", gradient)])

    var result = Tensor(question.values.shape, repeating: 0)
    for row in 0..<question.count {
      var inputs = question.programInputs.mapValues { $0.rows([row]) }
      inputs["sample"] = question.values.rows([row])
      var random = Random(seed: self.seed, stream: UInt64(row))
      var sums = [Double](repeating: 0, count: shape.count)
      var squares = sums
      // Few copies at a time: all of them would take as much room as thousands of images.
      for first in stride(from: 0, to: count, by: 64) {
        let copies = min(64, count - first)
        inputs["noise"] = self.noise(question.values[row], copies, &random, isLast: first + copies == count)
        let done = Double(row * count + first) / Double(question.count * count)
        let results = try question.executor.run(
          program, inputs: program.needed(of: inputs), samples: 1, conditions: copies,
          monitor: question.monitor.part(
            from: done, share: Double(copies) / Double(question.count * count)))
        guard let gradients = results["gradient"] else { continue }
        // The gradient of a linear network does not vary with the noise.
        let weight = gradients.count == shape.count ? Double(copies) : 1
        for (index, value) in gradients.values.enumerated() {
          sums[index % shape.count] += weight * Double(value)
          squares[index % shape.count] += weight * Double(value) * Double(value)
        }
      }
      for index in 0..<shape.count {
        let (mean, square) = (sums[index] / Double(count), squares[index] / Double(count))
        result.values[row * shape.count + index] =
          switch kind {
          case .mean: Float(mean)
          case .squares: Float(square)
          case .variance: Float(max(0, square - mean * mean))
          }
      }
    }
    return Explanation(result, facts: ["seed \(self.seed)"])
  }

  /// [1, copies] + the sample's shape; the last copy of all has none.
  private func noise(_ sample: Tensor, _ copies: Int, _ random: inout Random, isLast: Bool) -> Tensor {
    let range = (sample.values.max() ?? 0) - (sample.values.min() ?? 0)
    let noisy = (isLast ? copies - 1 : copies) * sample.count
    var values: [Float] = []
    values.reserveCapacity(copies * sample.count)
    for _ in 0..<noisy { values.append(Float(noise) * range * random.normal()) }
    values += repeatElement(0, count: copies * sample.count - noisy)
    return Tensor([1, copies] + sample.shape, values)
  }
}
