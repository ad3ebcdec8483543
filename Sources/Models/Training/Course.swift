import Execution
import Tensors

/// Networks being trained together, each by its own lesson; all lessons have as many examples.
struct Course {
  private let training: Training
  private let model: Model
  private let program: TrainingProgram
  private let executor: Executor
  private var waiting: ArraySlice<(number: Int, lesson: Training.Lesson)>
  private let total: Int
  private var pupils: [Pupil] = []
  private var finished = 0

  /// A network, how it has done so far, and what it was when it did best.
  private struct Pupil {
    let number: Int
    let lesson: Training.Lesson
    var learner: Learner
    var best: [[Float]]
    var bestEpoch = 0
    var losses: [Double] = []
    var heldOutLosses: [Double] = []
    var heldOutAccuracies: [Double] = []

    var epoch: Int { losses.count }
  }

  /// Steps of more networks than this hardly get faster for each.
  private static let mostAtOnce = 16

  init(
    _ training: Training, _ model: Model, _ program: TrainingProgram,
    _ lessons: [(number: Int, lesson: Training.Lesson)], _ executor: Executor
  ) {
    (self.training, self.model, self.program, self.executor) = (training, model, program, executor)
    waiting = lessons[...]
    total = lessons.count
  }

  /// What the first network of those that are being trained has come to, if it has been through its examples once.
  var interrupted: Training.Outcome? {
    guard let pupil = pupils.first, pupil.bestEpoch > 0 else { return nil }
    var outcome = outcome(of: pupil)
    // The last round may not have been judged any more.
    if pupil.lesson.heldOut != nil {
      outcome.losses = Array(outcome.losses.prefix(pupil.heldOutLosses.count))
    }
    outcome.isInterrupted = true
    return outcome
  }

  /// - Parameters:
  ///   - keep: told the parameters of a single network whenever they are its best so far.
  ///   - finish: told what became of a lesson, by its number.
  mutating func run(
    _ monitor: Monitor, keep: ([Tensor], Int) throws -> Void = { _, _ in },
    finish: (Int, Training.Outcome) -> Void
  ) throws {
    admit()
    while !pupils.isEmpty {
      try epoch(monitor)
      if total == 1, pupils[0].bestEpoch == pupils[0].epoch {
        try keep(outcome(of: pupils[0]).parameters, pupils[0].epoch)
      }
      for pupil in pupils where isDone(pupil) {
        finish(pupil.number, outcome(of: pupil))
        finished += 1
      }
      pupils.removeAll(where: isDone)
      admit()
    }
  }

  private mutating func admit() {
    while pupils.count < Self.mostAtOnce, let next = waiting.popFirst() {
      let parameters =
        (next.lesson.start ?? Parameters(model).untrained(seed: next.lesson.seed)).map(\.values)
      pupils.append(
        Pupil(
          number: next.number, lesson: next.lesson,
          learner: Learner(parameters, program, training.optimizer, bounded: Parameters(model).areNonPositive),
          best: parameters))
    }
  }

  private func isDone(_ pupil: Pupil) -> Bool {
    pupil.epoch >= training.epochs
      || pupil.lesson.heldOut != nil && pupil.epoch - pupil.bestEpoch >= training.patience
  }

  private func outcome(of pupil: Pupil) -> Training.Outcome {
    let parameters = zip(Parameters(model).shapes, pupil.best).map { Tensor($0, $1) }
    return Training.Outcome(
      parameters: parameters, losses: pupil.losses, heldOutAccuracies: pupil.heldOutAccuracies,
      heldOutLosses: pupil.heldOutLosses, epoch: pupil.bestEpoch)
  }

  /// One round of each network through its examples.
  private mutating func epoch(_ monitor: Monitor) throws {
    let count = pupils[0].lesson.examples.count
    let orders = pupils.map { pupil in
      var random = Random(seed: pupil.lesson.seed, stream: Examples.Stream.order(epoch: pupil.epoch))
      return random.shuffled(0..<count)
    }
    var chances = pupils.map { pupil in
      Random(seed: pupil.lesson.seed, stream: Examples.Stream.dropout(epoch: pupil.epoch))
    }
    var sums = [Double](repeating: 0, count: pupils.count)
    for start in stride(from: 0, to: count, by: training.batch) {
      let rows = start..<min(start + training.batch, count)
      let quiet = report(monitor, share: Double(start) / Double(count))
      let results = try program.run(
        program.step, model,
        zip(pupils, orders).map { ($0.learner.parameters, $0.lesson.examples, Array($1[rows])) }, executor,
        quiet, dropped: dropped(rows.count, &chances))
      let step = start / training.batch
      for (network, loss) in (results["loss"]?.values ?? []).enumerated() {
        sums[network] += Double(loss) * Double(rows.count)
      }
      for network in pupils.indices {
        if let fault = fault(in: results, of: network) {
          throw TrainingError.diverged(
            epoch: pupils[network].epoch + 1, step: step + 1,
            where: fault.isEmpty
              ? try origin(of: pupils[network], Array(orders[network][rows]), quiet) : fault)
        }
        pupils[network].learner.follow(
          results, network: network, samples: rows.count, program, training.optimizer)
      }
    }
    for (network, sum) in sums.enumerated() {
      let loss = sum / Double(count)
      pupils[network].losses.append(loss)
    }
    try judge(report(monitor, share: 0))
  }

  /// What is dropped in a step: for each sample the factors of each network.
  private func dropped(_ samples: Int, _ chances: inout [Random]) -> [String: [Float]] {
    var dropped: [String: [Float]] = [:]
    for (dropout, count) in program.dropouts {
      let factors = chances.indices.map { dropout.factors(samples * count, &chances[$0]) }
      dropped[TrainingProgram.dropped(dropout.draw)] =
        factors.count == 1
        ? factors[0]
        : (0..<samples).flatMap { sample in factors.flatMap { $0[sample * count..<(sample + 1) * count] } }
    }
    return dropped
  }

  /// What of a step's results is no number: a layer's gradient, or, in no layer, the loss; nil where all are.
  private func fault(in results: [String: Tensor], of network: Int) -> String? {
    if let losses = results["loss"]?.values, !losses[network].isFinite { return "" }
    let parameters = Parameters(model)
    for place in program.learned.reversed() {
      guard let gradient = results[TrainingProgram.gradient(place)]?.values else { continue }
      let count = gradient.count / max(1, pupils.count)
      // The sum of what is finite times 0 is 0.
      let sum = gradient[network * count..<(network + 1) * count].reduce(Float(0)) { $0 + $1 * 0 }
      if sum.isNaN {
        let layer = parameters.entries.first { $0.places.contains(place) }?.layer
        return "the gradient of layer \(layer.map { model.layers[$0].name } ?? "")"
      }
    }
    return nil
  }

  /// The first layer whose output is no number for some of these rows.
  private func origin(of pupil: Pupil, _ rows: [Int], _ monitor: Monitor) throws -> String {
    let now = model.with(
      zip(Parameters(model).shapes, pupil.learner.parameters).map { Tensor($0, $1) }, name: model.name)
    let outputs = try now.layerOutputs(pupil.lesson.examples.inputs.rows(rows), executor: executor, monitor: monitor)
    let first = outputs.firstIndex { $0.firstNonFinite != nil }
    return first.map { "the output of layer \(model.layers[$0].name)" } ?? "the loss"
  }

  /// Keeps the parameters of networks that do better than ever on what is held out.
  private mutating func judge(_ monitor: Monitor) throws {
    let held = pupils.compactMap { pupil in
      pupil.lesson.heldOut.map { (parameters: pupil.learner.parameters, examples: $0) }
    }
    let qualities = held.isEmpty ? [] : try program.qualities(model, held, executor, monitor)
    for (network, quality) in qualities.enumerated() {
      pupils[network].heldOutLosses.append(quality.loss)
      if training.loss != .squaredError, let examples = pupils[network].lesson.heldOut {
        pupils[network].heldOutAccuracies.append(quality.accuracy(examples))
      }
    }
    for network in pupils.indices {
      let losses = pupils[network].heldOutLosses
      if let last = losses.last, let before = losses.dropLast().min(), last >= before { continue }
      pupils[network].best = pupils[network].learner.parameters
      pupils[network].bestEpoch = pupils[network].epoch
    }
  }

  /// Says how far this has come, as if every network took all of its epochs.
  ///
  /// - Parameter share: the share of the epoch that is done.
  /// - Returns: a monitor for a single step, which says nothing.
  private func report(_ monitor: Monitor, share: Double) -> Monitor {
    let epochs = Double(max(1, training.epochs))
    let running = pupils.reduce(0) { $0 + min(1, (Double($1.epoch) + share) / epochs) }
    let losses = pupils.compactMap { $0.heldOutLosses.last ?? $0.losses.last }
    let loss = losses.isEmpty ? "" : ", loss \(Float(losses.reduce(0, +) / Double(losses.count)))"
    let right = pupils.first?.heldOutAccuracies.last.map { ", \(Float(($0 * 1000).rounded() / 10)) % right" } ?? ""
    let step =
      total == 1
      ? "epoch \((pupils.first?.epoch ?? 0) + 1) of \(training.epochs)\(loss)\(right)"
      : "network \(finished + 1) to \(finished + pupils.count) of \(total)\(loss)"
    monitor.report(.init(fraction: (Double(finished) + running) / Double(total), step: "training", detail: step))
    var quiet = monitor
    quiet.report = { _ in }
    return quiet
  }
}
