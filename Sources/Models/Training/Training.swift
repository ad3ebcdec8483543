public import Execution
package import Programs
public import Tensors

/// How networks are trained: by what steps, over how many rounds through the examples, and when they stop.
public struct Training: Sendable {
  public var loss: Loss
  public var optimizer: any Optimizer
  /// The most rounds through all examples.
  public var epochs = 200
  /// How many samples a step looks at.
  public var batch = 128
  /// After so many epochs without a lower loss on the examples that are held out, training stops.
  public var patience = 5

  public init(loss: Loss, optimizer: any Optimizer) {
    (self.loss, self.optimizer) = (loss, optimizer)
  }

  /// What one network learns from.
  public struct Lesson: Sendable {
    public var examples: Examples
    /// What tells when to stop. The parameters that are best on these are kept; without them, the last ones.
    public var heldOut: Examples?
    /// What the first parameters and the order of samples follow from.
    public var seed: UInt64
    /// The first parameters, where a network goes on learning.
    public var start: [Tensor]?

    public init(_ examples: Examples, heldOut: Examples? = nil, seed: UInt64, start: [Tensor]? = nil) {
      (self.examples, self.heldOut, self.seed, self.start) = (examples, heldOut, seed, start)
    }
  }

  /// What became of a network.
  public struct Outcome: Codable, Sendable {
    /// Of the layers that can be trained, in their order: see ``Model/with(_:name:)``.
    public var parameters: [Tensor]
    /// The mean loss over the steps of each epoch.
    public var losses: [Double]
    /// The share of right answers on the examples that are held out after each epoch, where there are classes.
    public var heldOutAccuracies: [Double]
    /// The loss on the examples that are held out after each epoch; empty without such.
    public var heldOutLosses: [Double]
    /// The epoch, counted from 1, whose parameters are kept.
    public var epoch: Int
    /// Whether training was stopped before it came to its end.
    public var isInterrupted = false
  }

  /// How good a network is.
  public struct Quality: Codable, Hashable, Sendable {
    /// The mean over samples.
    public var loss: Double
    /// [samples, outputs]
    public var outputs: Tensor
  }

  /// Trains a network of the model's layers from random parameters.
  ///
  /// Stopped after its first epoch, it gives the best so far.
  /// - Parameter keep: called with the parameters whenever they are the best so far.
  public func train(
    _ model: Model, _ lesson: Lesson, executor: Executor, monitor: Monitor = .silent,
    keep: (_ parameters: [Tensor], _ epoch: Int) throws -> Void = { _, _ in }
  ) throws -> Outcome {
    try check(model, [lesson])
    var course = Course(self, model, try program(model, [lesson]), [(0, lesson)], executor)
    var outcome: Outcome?
    do {
      try course.run(monitor, keep: keep) { outcome = $1 }
    } catch let error as CancellationError {
      guard let best = course.interrupted else { throw error }
      outcome = best
    }
    guard let outcome else { throw CancellationError() }
    return outcome
  }

  /// Trains a network of the model's layers for each lesson, from random parameters.
  ///
  /// Networks whose lessons have as many examples are trained at once: where one stops, the next takes its
  /// place. What becomes of a network follows from its own lesson.
  ///
  /// - Throws: ``TrainingError``, `ExecutionError`, and `CancellationError` once the monitor says so.
  public func train(
    _ model: Model, _ lessons: [Lesson], executor: Executor, monitor: Monitor = .silent
  ) throws -> [Outcome] {
    try check(model, lessons)
    let program = try program(model, lessons)
    var outcomes: [Int: Outcome] = [:]
    let sizes = Dictionary(grouping: lessons.indices) {
      [lessons[$0].examples.count, lessons[$0].heldOut?.count ?? 0]
    }
    for (_, members) in sizes.sorted(by: { $0.value[0] < $1.value[0] }) {
      var course = Course(self, model, program, members.map { (number: $0, lesson: lessons[$0]) }, executor)
      let done = Double(outcomes.count) / Double(lessons.count)
      let share = Double(members.count) / Double(lessons.count)
      try course.run(monitor.part(from: done, share: share)) { outcomes[$0] = $1 }
    }
    return lessons.indices.compactMap { outcomes[$0] }
  }

  private func program(_ model: Model, _ lessons: [Lesson]) throws -> TrainingProgram {
    try TrainingProgram(
      model, loss, networks: lessons.count > 1 ? .condition : [],
      answers: lessons.first.flatMap { model.answers(steps: $0.examples.steps) })
  }

  private func check(_ model: Model, _ lessons: [Lesson]) throws {
    guard !Parameters(model).entries.isEmpty else { throw TrainingError.nothingToTrain(model: model.name) }
    for lesson in lessons { try check(lesson, model) }
  }

  private func check(_ lesson: Lesson, _ model: Model) throws {
    if lesson.examples.count == 0 { throw TrainingError.noExamples("to train with") }
    for examples in [lesson.examples] + (lesson.heldOut.map { [$0] } ?? []) {
      if examples.count == 0 { throw TrainingError.noExamples("to hold out") }
      for (input, samples) in zip(model.inputs, examples.inputs.tensors) { try input.check(samples) }
      let answers = model.answers(steps: examples.steps) ?? model.logits
      let outputs = model.layers[answers].shape.count
      guard examples.targets.shape[1] == outputs else {
        throw TrainingError.otherTargets(
          model: model.name, outputs: outputs, targets: examples.targets.shape[1])
      }
    }
  }

  /// How good networks of the model's layers are, each with its parameters on its examples.
  public func qualities(
    _ model: Model, _ networks: [(parameters: [Tensor], examples: Examples)], executor: Executor,
    monitor: Monitor = .silent
  ) throws -> [Quality] {
    guard !networks.isEmpty else { return [] }
    let program = try TrainingProgram(
      model, loss, networks: networks.count > 1 ? .condition : [],
      answers: model.answers(steps: networks[0].examples.steps))
    var qualities: [Int: Quality] = [:]
    for (_, members) in Dictionary(grouping: networks.indices, by: { networks[$0].examples.count }) {
      let found = try program.qualities(
        model, members.map { (networks[$0].parameters.map(\.values), networks[$0].examples) }, executor,
        monitor)
      for (number, quality) in zip(members, found) { qualities[number] = quality }
    }
    return networks.indices.compactMap { qualities[$0] }
  }
}

extension TrainingProgram {
  /// - Parameter networks: each with as many examples.
  func qualities(
    _ model: Model, _ networks: [(parameters: [[Float]], examples: Examples)], _ executor: Executor,
    _ monitor: Monitor
  ) throws -> [Training.Quality] {
    let count = networks[0].examples.count
    var sums = [Double](repeating: 0, count: networks.count)
    var outputs = [[Float]](repeating: [], count: networks.count)
    for start in stride(from: 0, to: count, by: Self.samplesAtOnce) {
      let rows = start..<min(start + Self.samplesAtOnce, count)
      let results = try run(
        evaluation, model, networks.map { ($0.parameters, $0.examples, Array(rows)) }, executor, monitor)
      for (network, loss) in (results["loss"]?.values ?? []).enumerated() {
        sums[network] += Double(loss) * Double(rows.count)
      }
      guard let output = results["output"] else { continue }
      let width = output.count / max(1, rows.count * networks.count)
      for index in 0..<rows.count * networks.count {
        outputs[index % networks.count] += output.values[index * width..<(index + 1) * width]
      }
    }
    return zip(sums, outputs).map { sum, outputs in
      Training.Quality(
        loss: sum / Double(max(1, count)), outputs: Tensor([count, outputs.count / max(1, count)], outputs))
    }
  }

  /// How many samples are looked at together where nothing depends on it.
  private static let samplesAtOnce = 256

  /// Runs a program for one batch of each network, of as many rows.
  package func run(
    _ program: Program, _ model: Model,
    _ networks: [(parameters: [[Float]], examples: Examples, rows: [Int])], _ executor: Executor,
    _ monitor: Monitor, dropped: [String: [Float]] = [:]
  ) throws -> [String: Tensor] {
    var inputs: [String: Tensor] = [:]
    let types = program.inputs
    let samples = networks[0].rows.count
    func set(_ name: String, _ values: [Float]) {
      guard let type = types[name] else { return }
      inputs[name] = Tensor(type.shape(samples: samples, conditions: networks.count), values)
    }
    for place in networks[0].parameters.indices {
      set(
        Self.parameter(place),
        networks.count == 1 ? networks[0].parameters[place] : networks.flatMap { $0.parameters[place] })
    }
    func gathered(_ tensor: (Examples) -> Tensor) -> [Float] {
      let tensors = networks.map { tensor($0.examples) }
      let width = tensors[0].count / max(1, tensors[0].shape[0])
      var values: [Float] = []
      values.reserveCapacity(samples * networks.count * width)
      for position in 0..<samples {
        for (network, tensor) in zip(networks, tensors) {
          let row = network.rows[position]
          values += tensor.values[row * width..<(row + 1) * width]
        }
      }
      return values
    }
    for (position, input) in model.inputs.enumerated() {
      set(input.programName, gathered { $0.inputs[position] })
    }
    set(Self.target, gathered(\.targets))
    for (name, factors) in dropped { set(name, factors) }
    return try executor.run(
      program, inputs: inputs, samples: samples, conditions: networks.count, monitor: monitor)
  }
}
