public import Programs
public import Tensors

/// An operation that can be trained: its parameters may be inputs of a program.
///
/// Parameters that do not follow a gradient follow what passes in training.
public protocol TrainableOperation: TrainedOperation {
  /// Whether the second parameter, the bias, is kept at 0 or below.
  var hasNonPositiveBias: Bool { get }

  /// Makes `forward` read these terms in place of the parameters.
  func bind(_ parameters: [Term])

  /// The parameters before any training; random ones follow from the seed and the numbers of their streams.
  func untrained(seed: UInt64, stream: UInt64) -> [Tensor]
}

extension TrainableOperation {
  public var hasNonPositiveBias: Bool { false }

  public func bind(_ terms: [Term]) {
    for (parameter, term) in zip(parameters, terms) { term.builder.replace(parameter, by: term) }
  }
}

extension TrainableOperation where Self: AffineOperation {
  public var learnedCount: Int { parameters.count }

  public func with(_ parameters: [Constant]) -> any Operation {
    replacing(weights: parameters[0], bias: parameters.count > 1 ? parameters[1] : nil)
  }

  /// Weights and biases from -1/√n to 1/√n, where n values go into each output, as in PyTorch. He et al. 2015
  /// with a slope of √5.
  public func untrained(seed: UInt64, stream: UInt64) -> [Tensor] {
    let inputs = weights.shape.count / max(1, weights.shape[outputAxis])
    let bound = 1 / Float(max(1, inputs)).squareRoot()
    return parameters.enumerated().map { index, parameter in
      Tensor(
        parameter.shape,
        Random.uniform(parameter.shape.count, within: bound, seed: seed, stream: stream + UInt64(index)))
    }
  }
}

extension Linear: TrainableOperation {}
extension Convolution: TrainableOperation {}

extension Embedding: TrainableOperation {
  /// Vectors of mean square 1, as in PyTorch, but from a uniform distribution.
  public func untrained(seed: UInt64, stream: UInt64) -> [Tensor] {
    [Tensor(table.shape, Random.uniform(table.shape.count, within: Float(3).squareRoot(), seed: seed, stream: stream))]
  }
}

extension LayerNorm: TrainableOperation {
  public func untrained(seed: UInt64, stream: UInt64) -> [Tensor] {
    [scale.map { Tensor($0.shape, repeating: 1) }, shift.map { Tensor($0.shape, repeating: 0) }].compactMap(\.self)
  }
}

extension BatchNorm: TrainableOperation {
  public var learnedCount: Int { 2 }

  public func bind(_ terms: [Term]) {
    let factor = terms[0] / (terms[3] + epsilon).sqrt
    factor.builder.replace(scale, by: factor)
    factor.builder.replace(shift, by: terms[1] - terms[2] * factor)
  }

  public func with(_ parameters: [Constant]) -> any Operation {
    BatchNorm(
      gamma: parameters[0], beta: parameters[1], mean: parameters[2], variance: parameters[3],
      epsilon: epsilon)
  }

  public func untrained(seed: UInt64, stream: UInt64) -> [Tensor] {
    parameters.enumerated().map { Tensor($1.shape, repeating: $0 == 0 || $0 == 3 ? 1 : 0) }
  }

  /// γ (x - mean) / √(variance + ε) + β with the mean and the variance of each channel over the samples of a
  /// batch, which come along.
  ///
  /// - Parameter samples: how many samples there are.
  func normalized(
    _ x: Term, gamma: Term, beta: Term, samples: Term
  ) -> (output: Term, mean: Term, variance: Term) {
    let axes = Array(1..<max(1, x.shape.rank))
    let count = samples * Double(axes.map { x.shape[$0] }.reduce(1, *))
    let aligned = Shape([x.shape[0]] + axes.map { _ in 1 })
    func mean(_ term: Term) -> Term { term.sum(axes).sumLeading(.sample) / count }
    let center = mean(x)
    let distance = x - center
    let variance = mean(distance * distance)
    let output = distance / (variance + epsilon).sqrt * gamma.reshaped(aligned) + beta.reshaped(aligned)
    return (output, center.reshaped([x.shape[0]]), variance.reshaped([x.shape[0]]))
  }
}
