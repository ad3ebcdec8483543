import Glibc
public import Models
public import Tensors

/// What samples are compared with: the start of a path, or what stands for "missing".
public enum Baseline: Sendable {
  /// 0 at the place.
  case zeros
  /// A copy of each sample at the place, blurred by a Gaussian of this deviation in pixels along the last two
  /// axes.
  case blur(Double)
  /// Values of the model's inputs; the place gets what they make it. One sample, or many.
  case inputs(Inputs)
  /// The same, sample i being compared with entry i.
  case inputForEach(Inputs)
  /// Values at the place: [references] + its shape.
  case values(Tensor)

  /// What becomes of values that are missing, as a reader would say it.
  public var words: String {
    switch self {
    case .zeros: "set to zeros"
    case .blur(let deviation):
      "blurred by \(deviation == deviation.rounded() ? "\(Int(deviation))" : "\(deviation)") pixels"
    case .inputs, .inputForEach, .values: "set to given values"
    }
  }

  /// The values at the place of a question that this means.
  ///
  /// - Throws: ``AttributionError/referenceShape(expected:found:)``
  public func references(for question: Question) throws -> References {
    switch self {
    case .zeros:
      return References(Tensor([1] + question.shape, repeating: 0))
    case .blur(let deviation):
      return References(question.values.blurred(deviation), isPerSample: true)
    case .inputs(let inputs):
      try question.model.check(inputs)
      return References(try question.valuesAtPlace(inputs))
    case .inputForEach(let inputs):
      try question.model.check(inputs)
      guard inputs.count == question.count else {
        throw AttributionError.pairs(samples: question.count, conditions: inputs.count)
      }
      return References(try question.valuesAtPlace(inputs), isPerSample: true)
    case .values(let values):
      guard values.rank > 0, Shape(Array(values.shape.extents.dropFirst())) == question.shape,
        values.shape[0] > 0
      else { throw AttributionError.referenceShape(expected: question.shape, found: values.shape) }
      return References(try values.finite("the baseline"))
    }
  }
}

/// Values at a place that samples are compared with: [references] + the place's shape.
public struct References: Sendable {
  public let values: Tensor
  /// Whether reference i is for sample i alone; else each is for every sample.
  public let isPerSample: Bool

  public init(_ values: Tensor, isPerSample: Bool = false) {
    (self.values, self.isPerSample) = (values, isPerSample)
  }

  /// The number of references for each sample.
  public var count: Int { isPerSample ? 1 : values.shape[0] }

  /// The references of one sample: [count] + the place's shape.
  func ofSample(_ row: Int) -> Tensor { isPerSample ? values.rows([row]) : values }

  func rows(_ indices: [Int]) -> References {
    isPerSample ? References(values.rows(indices), isPerSample: true) : self
  }
}

extension Question {
  fileprivate func valuesAtPlace(_ inputs: Inputs) throws -> Tensor {
    try model.values(at: place, inputs, executor: executor, monitor: monitor)
  }

  /// The output at the references, or its mean over them, for each sample.
  func base(_ references: References) throws -> [Double] {
    if references.isPerSample { return try outputs(at: references.values).values.map(Double.init) }
    // With an input beside the place the output at a reference depends on the sample, too.
    let alike = samples.tensors.enumerated().allSatisfy { position, _ in place == .input(position) }
    let rows = alike && targets.hasEqualRows ? [0] : Array(0..<count)
    let means = try rows.map { row in
      let copies = Array(repeating: row, count: references.count)
      let outputs = try self.rows(copies).outputs(at: references.values)
      return outputs.values.reduce(0) { $0 + Double($1) } / Double(references.count)
    }
    return rows.count == count ? means : Array(repeating: means[0], count: count)
  }
}

extension Tensor {
  fileprivate var hasEqualRows: Bool {
    (1..<max(1, shape[0])).allSatisfy { self[$0] == self[0] }
  }

  /// Each picture of the last two axes, blurred by a Gaussian; borders repeat.
  fileprivate func blurred(_ deviation: Double) -> Tensor {
    guard rank >= 3, deviation > 0 else { return self }
    let radius = Int((3 * deviation).rounded(.up))
    let kernel = (-radius...radius).map {
      Float(exp(-0.5 * (Double($0) / deviation) * (Double($0) / deviation)))
    }
    let total = kernel.reduce(0, +)
    func along(_ axis: Int, _ source: [Float]) -> [Float] {
      let (step, extent) = (shape.strides[axis], shape[axis])
      return source.indices.map { index in
        let place = index / step % extent
        var sum: Float = 0
        for (tap, weight) in kernel.enumerated() {
          let other = min(max(place + tap - radius, 0), extent - 1)
          sum += weight * source[index + (other - place) * step]
        }
        return sum / total
      }
    }
    return Tensor(shape, along(rank - 1, along(rank - 2, values)))
  }
}
