import Execution
import Models
import Programs
import Tensors

extension NamedMethod {
  static let smoothGrad = NamedMethod(
    name: "smoothgrad", summary: "the mean gradient over noisy copies of the sample", keys: ["n", "noise", "seed"]
  ) { SmoothGrad(count: $0.count, noise: $0.noise, seed: $0.seed) }
}

/// The mean of the gradients at the sample and at `count` - 1 copies of it with normal noise, whose deviation is `noise`
/// times the sample's range of values. Smilkov et al. 2017.
struct SmoothGrad: AttributionMethod {
  let count: Int
  let noise: Double
  let seed: UInt64

  func attribute(
    _ model: Model, samples: Tensor, target: Condition.Target, executor: Executor, monitor: Monitor
  ) throws -> Tensor {
    let target = try model.oneHot(target, samples, executor, monitor)
    let shape = model.inputs[0].shape
    let builder = Builder()
    let sample = builder.input("sample", Type(shape, varying: .sample))
    let noise = builder.input("noise", Type(shape, varying: [.sample, .condition]))
    let noisy = sample + noise
    let logits = model.forward([noisy])[model.output]
    let seed = builder.input("target", Type([model.classCount], varying: .sample)).reshaped(logits.shape)
    let gradient = builder.gradient(of: [(logits, seed)], to: [noisy])[0]

    let results = try executor.run(
      builder.program([("gradient", gradient)]),
      inputs: ["sample": samples, "noise": self.noise(samples), "target": target],
      samples: samples.shape[0], conditions: count, monitor: monitor)
    // The gradient of a linear network does not vary with the noise.
    let copies = (results["gradient"]?.count ?? 0) == samples.count ? 1 : count
    guard let gradients = results["gradient"] else { return samples }
    var mean = Tensor(samples.shape, repeating: 0)
    for row in 0..<samples.shape[0] {
      for index in 0..<shape.count {
        let sum = (0..<copies).reduce(0.0) {
          $0 + Double(gradients.values[(row * copies + $1) * shape.count + index])
        }
        mean.values[row * shape.count + index] = Float(sum / Double(copies))
      }
    }
    return mean
  }

  /// [samples, count] + the sample's shape; the last copy of each sample has none.
  private func noise(_ samples: Tensor) -> Tensor {
    let size = samples.count / samples.shape[0]
    var values: [Float] = []
    values.reserveCapacity(samples.count * count)
    for row in 0..<samples.shape[0] {
      let sample = samples.values[row * size..<(row + 1) * size]
      let range = (sample.max() ?? 0) - (sample.min() ?? 0)
      var random = Random(seed: seed, stream: UInt64(row))
      for _ in 0..<(count - 1) * size { values.append(Float(noise) * range * random.normal()) }
      values += repeatElement(0, count: size)
    }
    return Tensor([samples.shape[0], count] + Shape(Array(samples.shape.extents.dropFirst())), values)
  }
}
