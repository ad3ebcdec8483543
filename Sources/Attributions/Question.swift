public import Execution
public import Models
package import Programs
public import Tensors

/// What is asked of a network: how much the values at a place had to do with the logits of a target.
///
/// A batch norm counts as part of the layer before it, as in every explanation.
public struct Question: Sendable {
  public let model: Model
  public let samples: Inputs
  public let place: Place
  /// What each logit counts for each sample, [samples, classes]: 1 for the classes explained, else 0.
  public let targets: Tensor
  /// The values at the place: [samples] + ``shape``.
  public let values: Tensor
  public let executor: Executor
  public var monitor: Monitor
  /// The sharpness of the softplus that takes the place of every ReLU behind the place; nil leaves the network as it is.
  var smooth: Double?

  /// - Throws: ``AttributionError`` where samples, place and target do not fit the model.
  public init(
    _ model: Model, _ samples: Inputs, place: Place = .input(0), target: Condition.Target, executor: Executor,
    monitor: Monitor = .silent
  ) throws {
    try self.init(
      model, samples, place: place, targets: model.oneHot(target, samples, executor, monitor), executor: executor,
      monitor: monitor)
  }

  /// - Parameter targets: [samples, classes]
  public init(
    _ model: Model, _ samples: Inputs, place: Place, targets: Tensor, executor: Executor,
    monitor: Monitor = .silent
  ) throws {
    self.model = model.merged
    self.samples = samples
    self.place = place
    self.targets = targets
    self.executor = executor
    self.monitor = monitor
    try model.check(samples)
    try model.check(place)
    values = try self.model.values(at: place, samples, executor: executor, monitor: monitor)
  }

  /// The number of samples.
  public var count: Int { samples.count }
  /// The shape of the values at the place, for one sample.
  public var shape: Shape { model.shape(at: place) }

  /// The same of some of the samples.
  public func rows(_ indices: [Int]) throws -> Question {
    var part = try Question(
      model, samples.rows(indices), place: place, targets: targets.rows(indices), executor: executor,
      monitor: monitor)
    part.smooth = smooth
    return part
  }

  /// The same of other values of the model's inputs, one for each sample.
  public func with(_ samples: Inputs) throws -> Question {
    var other = try Question(
      model, samples, place: place, targets: targets, executor: executor, monitor: monitor)
    other.smooth = smooth
    return other
  }

  /// The target's logits, summed for each sample, when the values at the place are these: [samples].
  ///
  /// - Parameter values: [samples] + ``shape``; the samples' own where it is not given.
  public func outputs(at values: Tensor? = nil) throws -> Tensor {
    let builder = Builder()
    let value = builder.input(Self.value, Type(shape, varying: .sample))
    let program = try builder.program([("output", function(of: value))])
    var inputs = programInputs
    inputs[Self.value] = values ?? self.values
    let results = try executor.run(
      program, inputs: program.needed(of: inputs), samples: count, monitor: monitor)
    return try (results["output"] ?? Tensor([count], repeating: 0)).spread(to: [count]).finite("the prediction")
  }

  // MARK: Programs

  static let value = "value at the place"
  private static let target = "target"

  /// The target's logits, summed, as a function of the values at the place. Everything else that the network reads is an
  /// input of the program, and so is the target: ``programInputs`` has them.
  ///
  /// - Parameter leading: along which leading axes those inputs vary.
  package func function(of value: Term, varying leading: Leading = .sample) -> Term {
    let builder = value.builder
    let weights = builder.input(Self.target, Type([model.classCount], varying: leading))
    let output = (logits(of: value, varying: leading) * weights).total
    return smooth.map { builder.smoothed(output, in: value, sharpness: $0) } ?? output
  }

  /// All logits as a function of the values at the place: [classes].
  package func logits(of value: Term, varying leading: Leading = .sample) -> Term {
    outputs(of: value, varying: leading)[model.logits].reshaped([model.classCount])
  }

  /// The output of each layer as a function of the values at the place.
  package func outputs(of value: Term, varying leading: Leading = .sample) -> [Term] {
    let inputs = model.inputs.map { value.builder.input($0.programName, Type($0.shape, varying: leading)) }
    return model.forward(inputs, replacing: place, by: value)
  }

  /// What programs made of ``function(of:varying:)`` read beside the values at the place.
  package var programInputs: [String: Tensor] {
    var inputs = model.named(samples)
    inputs[Self.target] = targets
    return inputs
  }

  /// The same for `count` copies of one sample.
  package func rowInputs(_ row: Int, count: Int) -> [String: Tensor] {
    programInputs.mapValues { $0.rows(Array(repeating: row, count: count)) }
  }

  /// The same for one sample, whose programs have no axis of samples.
  package func programInputs(ofSample row: Int) -> [String: Tensor] {
    programInputs.mapValues { $0[row] }
  }
}

extension Program {
  /// Those of some values that this program reads.
  package func needed(of values: [String: Tensor]) -> [String: Tensor] {
    let names = inputs
    return values.filter { names[$0.key] != nil }
  }
}

extension Tensor {
  /// The same numbers once for each entry of the first axis, where they were found to be the same for all.
  package func spread(to shape: Shape) -> Tensor {
    if self.shape == shape { return self }
    let copies = shape.count / max(1, count)
    return Tensor(shape, Array((0..<copies).map { _ in values }.joined()))
  }
}

extension Model {
  /// The values at a place for each sample: [samples] + its shape.
  func values(at place: Place, _ samples: Inputs, executor: Executor, monitor: Monitor) throws -> Tensor {
    if case .input(let position) = place { return samples[position] }
    let builder = Builder()
    let value = value(at: place, inputs.map { $0.term(in: builder) })
    let program = try builder.program([("value", value)])
    let results = try executor.run(
      program, inputs: program.needed(of: named(samples)), samples: samples.count, monitor: monitor)
    return try (results["value"] ?? Tensor([0], [])).spread(to: [samples.count] + shape(at: place))
      .finite("the values to be explained")
  }
}
