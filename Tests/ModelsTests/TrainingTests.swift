import Execution
import Foundation
import Models
import Programs
import Synchronization
import Tensors
import TestSupport
import Testing

/// Steps of training against PyTorch's, and what training promises.
struct TrainingTests {
  private let folder = Fixtures.folder + "training/"
  private let executor = Executor(threads: 2)

  // MARK: Steps against PyTorch's

  private struct Reference: Decodable {
    struct Case: Decodable {
      let loss: String
      let optimizer: String
      let losses: [Double]
      let start: [[Float]]
      let end: [[Float]]
    }

    let x: [Float]
    let labels: [Int]
    let binary: [Float]
    let numbers: [Float]
    let rows: Int
    let cases: [Case]
  }

  private func optimizer(_ name: String) -> any Optimizer {
    switch name {
    case "momentum": SGD(rate: 0.05, momentum: 0.9, decay: 1e-3)
    case "nesterov": SGD(rate: 0.05, momentum: 0.9, isNesterov: true)
    case "adam": Adam(rate: 0.01, decay: 1e-3)
    case "adamw": AdamW(rate: 0.01, decay: 0.05)
    default: SGD(rate: 0.05)
    }
  }

  @Test(arguments: Loss.allCases, ["sgd", "momentum", "nesterov", "adam", "adamw"])
  func stepsAreThoseOfTheReference(_ loss: Loss, _ name: String) throws {
    let reference = try JSONDecoder().decode(
      Reference.self, from: Data(contentsOf: URL(filePath: folder + "mlp.json")))
    let expected = try #require(reference.cases.first { $0.loss == loss.rawValue && $0.optimizer == name })
    let x = Inputs(Tensor([reference.rows, 5], reference.x))
    let examples =
      switch loss {
      case .crossEntropy, .crossEntropyBesideNothing: Examples(x, labels: reference.labels, outputs: 3)
      case .binaryCrossEntropy: Examples(x, targets: Tensor([reference.rows, 1], reference.binary))
      case .squaredError: Examples(x, targets: Tensor([reference.rows, 2], reference.numbers))
      }
    let model = mlp([5], hidden: [8, 6], outputs: examples.targets.shape[1])
    let (losses, learner) = try steps(
      model, expected.start, examples, batch: 16, count: 20, loss, optimizer(name))
    for (found, wanted) in zip(losses, expected.losses) { #expect(abs(found - wanted) <= 1e-5 * abs(wanted)) }
    for (found, wanted) in zip(learner.parameters, expected.end) {
      #expect(difference(Tensor([found.count], found), Tensor([wanted.count], wanted)) < 1e-5)
    }
  }

  private struct OfPictures: Decodable {
    struct Run: Decodable {
      let optimizer: String
      let losses: [Double]
    }

    let runs: [Run]
  }

  /// With a batch norm, whose mean and variance are those of the batch, and for the logits afterwards those
  /// gathered.
  @Test(arguments: ["sgd", "adam", "adamw"])
  func stepsOfAConvolutionalNetworkAreThoseOfTheReference(_ name: String) throws {
    // The bias in front of the batch norm has a gradient of 0, of which rounding leaves some 1e-9, and Adam
    // makes steps of its whole rate of that. Losses don't feel it, but the mean that is gathered comes after
    // it: logits with Adam depend on rounding; PyTorch's own differ by 2e-3 between one thread and two.
    try followTheReference("cnn", name, comparingLogits: name == "sgd")
  }

  /// Through the steps of a recurrent network.
  @Test(arguments: ["sgd", "adam", "adamw"])
  func stepsOfARecurrentNetworkAreThoseOfTheReference(_ name: String) throws {
    try followTheReference("gru", name, comparingLogits: true)
  }

  /// 20 steps over pictures from the network's start in the fixtures: losses, and logits afterwards.
  private func followTheReference(_ network: String, _ name: String, comparingLogits: Bool) throws {
    let reference = try JSONDecoder().decode(
      OfPictures.self, from: Data(contentsOf: URL(filePath: folder + "\(network).json")))
    let expected = try #require(reference.runs.first { $0.optimizer == name })
    let model = try Model(onnx: folder + "\(network)-start.onnx")
    let archive = try NPZ(folder + "images.npz")
    let images = try archive.array("images").tensor.map { $0 / 255 }
    let labels = try archive.array("labels").tensor.values.map { Int($0) }
    let optimizer: any Optimizer =
      switch name {
      case "adam": Adam()
      case "adamw": AdamW()
      default: SGD(rate: 0.05, momentum: 0.9, decay: 1e-4)
      }
    let examples = Examples(Inputs(images), labels: labels, outputs: 10)
    let start = Parameters(model).values.map(\.values)
    let (losses, learner) = try steps(model, start, examples, batch: 32, count: 20, .crossEntropy, optimizer)
    for (found, wanted) in zip(losses, expected.losses) { #expect(abs(found - wanted) <= 1e-5 * abs(wanted)) }
    guard comparingLogits else { return }
    let trained = model.with(
      zip(Parameters(model).shapes, learner.parameters).map { Tensor($0, $1) }, name: "trained")
    let logits = try trained.logits([images.rows(0..<8)])
    #expect(difference(logits, try NPZ(folder + "\(network)-\(name).npz").array("logits").tensor) < 1e-4)
  }

  /// The losses of steps over batches in the order of the examples, again and again.
  private func steps(
    _ model: Model, _ start: [[Float]], _ examples: Examples, batch: Int, count: Int, _ loss: Loss,
    _ optimizer: any Optimizer
  ) throws -> ([Double], Learner) {
    let program = try TrainingProgram(model, loss, networks: [])
    var learner = Learner(start, program, optimizer)
    var losses: [Double] = []
    while losses.count < count {
      for first in stride(from: 0, to: examples.count, by: batch) where losses.count < count {
        let rows = Array(first..<min(first + batch, examples.count))
        let results = try program.run(
          program.step, model, [(learner.parameters, examples, rows)], executor, .silent)
        losses.append(Double(try #require(results["loss"]).values[0]))
        learner.follow(results, network: 0, samples: rows.count, program, optimizer)
      }
    }
    return (losses, learner)
  }

  // MARK: What training promises

  /// y = x₀ x₁ + x₂, and three further features.
  private func examples(_ count: Int, seed: UInt64) -> Examples {
    var random = Random(seed: seed)
    let x = Tensor([count, 6], (0..<count * 6).map { _ in random.normal() })
    let y = (0..<count).map { row -> Float in
      let x = x.values[6 * row..<6 * row + 6]
      return x[x.startIndex] * x[x.startIndex + 1] + x[x.startIndex + 2]
    }
    return Examples(Inputs(x), targets: Tensor([count, 1], y))
  }

  private func mlp(_ input: Shape, hidden: [Int], outputs: Int) -> Model {
    var measure = Architecture.Measure(input: input, outputs: outputs)
    measure.hidden = hidden
    return Architecture.named("mlp")?.model(seed: 0, measure: measure)
      ?? Model(name: "", inputs: [], layers: [], output: 0)
  }

  private var training: Training {
    var training = Training(loss: .squaredError, optimizer: Adam(rate: 0.01))
    (training.epochs, training.batch) = (12, 32)
    return training
  }

  @Test func trainingLowersTheLoss() throws {
    let model = mlp([6], hidden: [32, 32], outputs: 1)
    let outcome = try training.train(
      model, .init(examples(600, seed: 1), heldOut: examples(200, seed: 2), seed: 3), executor: executor)
    #expect(outcome.losses.count == outcome.heldOutLosses.count)
    #expect(try #require(outcome.losses.last) < 0.2 * outcome.losses[0])
    #expect(outcome.heldOutLosses[outcome.epoch - 1] == outcome.heldOutLosses.min())
    // The variance of y is 2.
    #expect(try #require(outcome.heldOutLosses.min()) < 0.4)
    let again = try training.qualities(
      model, [(outcome.parameters, examples(200, seed: 2))], executor: executor)[0]
    #expect(again.loss == outcome.heldOutLosses[outcome.epoch - 1])
    let trained = model.with(outcome.parameters, name: "trained")
    #expect(difference(try trained.logits([examples(200, seed: 2).inputs[0]]), again.outputs) < 1e-5)
  }

  @Test func patienceStopsIt() throws {
    var training = training
    (training.epochs, training.patience) = (400, 2)
    // Noise can only be learned by heart.
    var noise = examples(100, seed: 1)
    noise.targets.values.reverse()
    let outcome = try training.train(
      mlp([6], hidden: [64, 64], outputs: 1), .init(noise, heldOut: examples(60, seed: 2), seed: 3),
      executor: executor)
    #expect(outcome.losses.count == outcome.epoch + 2)
    #expect(outcome.losses.count < 400)
  }

  /// The same bits from a seed, whatever the number of threads, and others from another.
  @Test func aSeedDeterminesTheNetwork() throws {
    let model = mlp([6], hidden: [64, 64, 64], outputs: 1)
    func outcome(_ threads: Int, seed: UInt64) throws -> [Tensor] {
      try training.train(
        model, .init(examples(300, seed: 1), heldOut: examples(100, seed: 2), seed: seed),
        executor: Executor(threads: threads)
      ).parameters
    }
    let first = try outcome(1, seed: 5)
    for threads in [1, 2, 4] { #expect(try outcome(threads, seed: 5) == first) }
    #expect(try outcome(1, seed: 6) != first)
  }

  /// Networks that are trained together, more than fit at once and some of which stop early, become what each
  /// becomes alone.
  @Test func companyChangesNothing() throws {
    let model = mlp([6], hidden: [64, 64, 64], outputs: 1)
    var training = training
    training.patience = 2
    let lessons = (0..<19).map { index in
      Training.Lesson(
        examples(index % 5 == 4 ? 90 : 160, seed: UInt64(index)), heldOut: examples(40, seed: 100),
        seed: UInt64(index))
    }
    let together = try training.train(model, lessons, executor: executor)
    #expect(Set(together.map(\.losses.count)).count > 1)
    for index in [0, 4, 11, 18] {
      let alone = try training.train(model, lessons[index], executor: executor)
      #expect(alone.parameters == together[index].parameters)
      #expect(alone.losses == together[index].losses)
    }
  }

  @Test func progressNeverGoesBack() throws {
    let fractions = Mutex<[Double]>([])
    let monitor = Monitor(report: { progress in fractions.withLock { $0.append(progress.fraction) } })
    let lessons = (0..<20).map {
      Training.Lesson(examples(70 + 30 * ($0 % 2), seed: 1), heldOut: examples(20, seed: 2), seed: UInt64($0))
    }
    _ = try training.train(mlp([6], hidden: [8], outputs: 1), lessons, executor: executor, monitor: monitor)
    let reported = fractions.withLock { $0 }
    #expect(zip(reported, reported.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(reported.last ?? 0 > 0.9 && reported.last ?? 0 <= 1)
  }

  @Test func parametersBeginAsInPyTorch() {
    let model = mlp([9], hidden: [4000], outputs: 1)
    let parameters = Parameters(model).untrained(seed: 1)
    for (tensor, inputs) in zip(parameters, [9, 9, 4000, 4000]) {
      let bound = 1 / Float(inputs).squareRoot()
      #expect(tensor.values.allSatisfy { abs($0) <= bound })
      guard tensor.count > 1000 else { continue }
      let mean = tensor.values.reduce(0, +) / Float(tensor.count)
      let variance = tensor.values.reduce(0) { $0 + $1 * $1 } / Float(tensor.count)
      #expect(abs(mean) < 0.05 * bound)
      #expect(abs(variance - bound * bound / 3) < 0.03 * bound * bound)
    }
  }

  @Test func whatCannotBeTrainedIsRefused() throws {
    let model = mlp([6], hidden: [4], outputs: 2)
    #expect(throws: TrainingError.otherTargets(model: "mlp", outputs: 2, targets: 1)) {
      try training.train(model, .init(examples(20, seed: 1), seed: 1), executor: executor)
    }
    #expect(throws: TrainingError.noExamples("to train with")) {
      try training.train(model, .init(examples(20, seed: 1).rows([]), seed: 1), executor: executor)
    }
    var wild = training
    wild.optimizer = SGD(rate: 1e30)
    #expect(
      throws: TrainingError.diverged(epoch: 1, step: 2, where: "the output of layer fc2")
    ) {
      try wild.train(
        mlp([6], hidden: [4], outputs: 1), .init(examples(200, seed: 1), seed: 1), executor: executor)
    }
    let cancelled = Monitor(isCancelled: { true })
    #expect(throws: CancellationError.self) {
      try training.train(
        mlp([6], hidden: [4], outputs: 1), .init(examples(200, seed: 1), seed: 1), executor: executor,
        monitor: cancelled)
    }
  }
}
