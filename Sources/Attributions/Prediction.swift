public import Execution
public import Models
import Programs
public import Tensors

extension Model {
  /// The network's output for each sample: [samples, classes].
  public func predict(_ samples: Inputs, executor: Executor, monitor: Monitor = .silent) throws -> Tensor {
    try check(samples)
    let builder = Builder()
    let values = forward(inputs.map { $0.term(in: builder) })[output].reshaped([classCount])
    let program = try builder.program([("logits", values)])
    let results = try executor.run(
      program, inputs: program.needed(of: named(samples)), samples: samples.count, monitor: monitor)
    return try (results["logits"] ?? Tensor([samples.count, 0], [])).spread(to: [samples.count, classCount])
      .finite("the prediction")
  }

  /// 1 at the target's classes, 0 elsewhere: [samples, classes].
  func oneHot(
    _ target: Condition.Target, _ samples: Inputs, _ executor: Executor, _ monitor: Monitor
  ) throws -> Tensor {
    try check(samples)
    var result = Tensor([samples.count, classCount], repeating: 0)
    let labels: [[Int]]
    switch target {
    case .classes(let classes):
      for label in classes where !(0..<classCount).contains(label) {
        throw AttributionError.noSuchClass(label, classes: classCount)
      }
      labels = Array(repeating: classes, count: samples.count)
    case .predicted:
      labels = try predict(samples, executor: executor, monitor: monitor).rowArgmax.map { [$0] }
    case .layer:
      throw AttributionError.nothingToStartFrom
    }
    for (row, labels) in labels.enumerated() {
      for label in labels { result.values[row * classCount + label] = 1 }
    }
    return result
  }
}

extension Tensor {
  /// - Throws: ``AttributionError/notFinite(_:)`` where an entry is NaN or infinite.
  func finite(_ what: String) throws(AttributionError) -> Tensor {
    if firstNonFinite != nil { throw .notFinite(what) }
    return self
  }

  /// For each row of a matrix, where its largest entry lies: the first of equals.
  public var rowArgmax: [Int] {
    let columns = shape[1]
    return (0..<shape[0]).map { row in
      (1..<max(1, columns)).reduce(0) { best, column in
        values[row * columns + column] > values[row * columns + best] ? column : best
      }
    }
  }
}
