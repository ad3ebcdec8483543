public import Execution
public import Models
package import Programs
public import Tensors

/// What is asked of a network: how much the values at a place had to do with the logits of a target, or with
/// a unit of a hidden layer.
///
/// A batch norm counts as part of the layer before it, as in every explanation.
public struct Question: Sendable {
  public let model: Model
  public let samples: Inputs
  public let place: Place
  /// The layer whose output is explained: that of the logits, or a hidden one.
  public let explained: Int
  /// What each value there counts for each sample, [samples, values]: 1 for the classes explained, else 0.
  public let targets: Tensor
  /// The values at the place: [samples] + ``shape``.
  public private(set) var values: Tensor
  /// Whether these are other ones than the samples have there.
  private(set) var isMoved = false
  public let executor: Executor
  public var monitor: Monitor
  /// The sharpness of the softplus that takes the place of every ReLU behind the place; nil leaves the
  /// network as it is.
  var smooth: Double?
  /// Whether outputs are the softmax of the logits instead of the logits.
  var readsProbabilities = false

  /// - Throws: ``AttributionError`` where samples, place and target do not fit the model.
  public init(
    _ model: Model, _ samples: Inputs, place: Place = .input(0), target: Condition.Target, executor: Executor,
    monitor: Monitor = .silent
  ) throws {
    try self.init(
      model, samples, place: place, targets: model.oneHot(target, samples, executor, monitor),
      executor: executor,
      monitor: monitor)
  }

  /// How much the values at a place had to do with a unit of a layer; several neurons are added up.
  ///
  /// - Throws: ``AttributionError/placeAbove(_:unit:)`` and others where samples, place and unit do not fit
  ///   the model.
  public init(
    _ model: Model, _ samples: Inputs, place: Place = .input(0), unit: Unit, executor: Executor,
    monitor: Monitor = .silent
  ) throws {
    try model.check(samples)
    try model.check(unit)
    if let layer = place.layer, layer > unit.layer, model.layers.indices.contains(layer) {
      throw AttributionError.placeAbove(model.layers[layer].name, unit: model.layers[unit.layer].name)
    }
    let mask = model.mask(unit)
    try self.init(
      model, samples, place: place, explained: unit.layer,
      targets: Tensor.stacked(Array(repeating: mask.reshaped([mask.count]), count: samples.count)),
      executor: executor, monitor: monitor)
  }

  /// - Parameters:
  ///   - explained: the layer whose output is explained; that of the logits where it is not given.
  ///   - targets: [samples, values]
  public init(
    _ model: Model, _ samples: Inputs, place: Place, explained: Int? = nil, targets: Tensor,
    executor: Executor,
    monitor: Monitor = .silent
  ) throws {
    self.model = model.merged
    self.samples = samples
    self.place = place
    self.explained = explained ?? model.logits
    self.targets = targets
    self.executor = executor
    self.monitor = monitor
    try model.check(samples)
    try model.check(place)
    values = try self.model.values(at: place, samples, executor: executor, monitor: monitor)
  }

  /// Whether the first input is tokens, between which there are no values.
  var readsTokens: Bool { model.inputs.first?.content != .numbers }

  /// The number of samples.
  public var count: Int { samples.count }
  /// The shape of the values at the place, for one sample.
  public var shape: Shape { model.shape(at: place) }

  /// The same of some of the samples.
  public func rows(_ indices: [Int]) throws -> Question {
    var other = try changed(samples: samples.rows(indices), targets: targets.rows(indices))
    if isMoved { (other.values, other.isMoved) = (values.rows(indices), true) }
    return other
  }

  /// The same of other values of the model's inputs, one for each sample.
  public func with(_ samples: Inputs) throws -> Question {
    try changed(samples: samples)
  }

  /// The same of values at another place.
  ///
  /// - Throws: ``AttributionError/betweenTokens`` where the values at this one were moved: those elsewhere were not.
  public func at(_ place: Place) throws -> Question {
    if place == self.place { return self }
    if isMoved { throw AttributionError.betweenTokens }
    return try changed(place: place)
  }

  /// The same of other values at the place, of which what lies below it knows nothing.
  ///
  /// - Throws: ``AttributionError/betweenTokens`` unless the place is the output of a layer.
  func moved(to values: Tensor) throws -> Question {
    guard case .output = place else { throw AttributionError.betweenTokens }
    var other = self
    (other.values, other.isMoved) = (values, true)
    return other
  }

  /// The same of another network with the same layers.
  func of(_ model: Model) throws -> Question {
    try changed(model: model)
  }

  private func changed(
    model: Model? = nil, samples: Inputs? = nil, place: Place? = nil, targets: Tensor? = nil
  ) throws -> Question {
    var other = try Question(
      model ?? self.model, samples ?? self.samples, place: place ?? self.place, explained: explained,
      targets: targets ?? self.targets, executor: executor, monitor: monitor)
    (other.smooth, other.readsProbabilities) = (smooth, readsProbabilities)
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
    return try (results["output"] ?? Tensor([count], repeating: 0)).spread(to: [count]).finite(
      "the prediction")
  }

  // MARK: Programs

  static let value = "value at the place"
  package static let target = "target"

  /// The target's logits, summed, as a function of the values at the place. Everything else that the network
  /// reads is an input of the program, and so is the target: ``programInputs`` has them.
  ///
  /// - Parameters:
  ///   - leading: along which leading axes those inputs vary.
  ///   - name: what the target's input is called.
  package func function(
    of value: Term, varying leading: Leading = .sample, target name: String = Question.target
  ) -> Term {
    let output = target(in: outputs(of: value, varying: leading), varying: leading, named: name)
    return smooth.map { value.builder.smoothed(output, in: value, sharpness: $0) } ?? output
  }

  /// The target's logits, summed, in terms of the output of each layer.
  func target(
    in outputs: [Term], varying leading: Leading = .sample, named name: String = Question.target
  ) -> Term {
    let output = outputs[explained].reshaped([outputs[explained].shape.count])
    let weights = output.builder.input(name, Type(output.shape, varying: leading))
    return ((readsProbabilities ? output.softmax : output) * weights).total
  }

  /// Whether the logits are those of several classes, of which one has a probability.
  package var hasProbabilities: Bool { explained == model.logits && model.classCount > 1 }

  /// What ``outputs(at:)`` is: "probability", "logit", the "output" of a network without classes, or a
  /// "unit".
  var measureName: String {
    if explained != model.logits { return "unit" }
    return model.classCount == 1 ? "output" : readsProbabilities ? "probability" : "logit"
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

extension Term {
  /// exp(x) / Σ exp(x) of a vector; that its largest entry is taken off first keeps exponentials finite.
  fileprivate var softmax: Term {
    let x = self - maximum([0]).detached
    return x.exp / x.exp.sum([0])
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
