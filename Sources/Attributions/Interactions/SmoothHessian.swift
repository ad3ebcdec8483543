import Execution
import Programs
import Tensors

extension NamedInteraction {
  static let smoothHessian = NamedInteraction(
    name: "smooth-hess", summary: "the Hessian of the network blurred by noise, from gradients alone",
    keys: ["n", "noise", "seed"]
  ) { SmoothHessian(count: $0.count ?? 1000, noise: $0.noise ?? 0.1, seed: $0.seed) }
}

/// H = ½ (A + Aᵀ) with A = E[ε (∇f(x + ε) - ∇f(x - ε))ᵀ] / (2σ²), the Hessian of f after a normal blur of deviation σ, which
/// is `noise` times the sample's range of values. Stein's lemma; Torop et al. 2023.
///
/// It needs no second derivative, so that ReLUs have interactions. Each draw is used with both signs, which cancels what is odd.
/// Groups sum over their values. The standard errors are those of the mean over draws.
struct SmoothHessian: InteractionMethod {
  /// Gradients, rounded up to pairs.
  let count: Int
  let noise: Double
  let seed: UInt64
  private static let atOnce = 32

  func interact(_ question: Question, groups: FeatureGroups) throws -> Interactions {
    try groups.checkPairs()
    let shape = question.shape
    let builder = Builder()
    let sample = builder.input("sample", Type(shape, varying: .sample))
    let step = builder.input("noise", Type(shape, varying: [.sample, .condition]))
    let (above, below) = (sample + step, sample - step)
    func gradient(_ point: Term) -> Term {
      builder.gradient(of: [(question.function(of: point), builder.fill(1))], to: [point])[0]
    }
    let program = try builder.program([("difference", gradient(above) - gradient(below))])

    let pairs = (count + 1) / 2
    let size = groups.count
    var (values, errors): ([Float], [Float]) = ([], [])
    for row in 0..<question.count {
      let deviation = self.deviation(question.values[row])
      var random = Random(seed: seed, stream: UInt64(row))
      var sums = [Double](repeating: 0, count: size * size)
      var squares = sums
      var inputs = question.programInputs.mapValues { $0.rows([row]) }
      inputs["sample"] = question.values.rows([row])
      for first in stride(from: 0, to: pairs, by: Self.atOnce) {
        let draws = min(Self.atOnce, pairs - first)
        let normal = (0..<draws * shape.count).map { _ in random.normal() }
        let steps = Tensor([draws] + shape, normal.map { $0 * Float(deviation) })
        inputs["noise"] = steps.reshaped([1, draws] + shape)
        let done = Double(row * pairs + first) / Double(question.count * pairs)
        let results = try question.executor.run(
          program, inputs: program.needed(of: inputs), samples: 1, conditions: draws,
          monitor: question.monitor.part(from: done, share: Double(draws) / Double(question.count * pairs)))
        guard let found = try results["difference"]?.finite("the gradient") else { continue }
        let differences = Tensor(
          [draws] + shape,
          found.count == draws * shape.count
            ? found.values : Array((0..<draws).map { _ in found.values }.joined()))
        let (noises, slopes) = (groups.sum(steps), groups.sum(differences))
        for draw in 0..<draws {
          let range = draw * size..<(draw + 1) * size
          let (e, g) = (noises.values[range].map(Double.init), slopes.values[range].map(Double.init))
          for i in 0..<size {
            for j in i..<size {
              let product = (e[i] * g[j] + e[j] * g[i]) / (4 * deviation * deviation)
              sums[i * size + j] += product
              squares[i * size + j] += product * product
            }
          }
        }
      }
      for index in 0..<size * size {
        let (i, j) = (min(index / size, index % size), max(index / size, index % size))
        let mean = sums[i * size + j] / Double(pairs)
        let variance = max(0, squares[i * size + j] / Double(pairs) - mean * mean)
        values.append(Float(mean))
        errors.append(Float((variance / Double(max(1, pairs - 1))).squareRoot()))
      }
    }
    let result: Shape = [question.count, size, size]
    return Interactions(
      Tensor(result, values), errors: pairs > 1 ? Tensor(result, errors) : nil,
      facts: ["\(2 * pairs) gradients in pairs, noise of \(noise) of the range of values, seed \(seed)"])
  }

  /// The noise of a sample: a share of its range; of its values' size where they are all the same, and of 1 where they are 0.
  private func deviation(_ sample: Tensor) -> Double {
    let (low, high) = (Double(sample.values.min() ?? 0), Double(sample.values.max() ?? 0))
    let unit = high > low ? high - low : high == 0 ? 1 : abs(high)
    return unit * max(noise, Double(Float.leastNormalMagnitude))
  }
}
