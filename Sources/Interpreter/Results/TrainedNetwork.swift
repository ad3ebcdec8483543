import Data
import Execution
import Figures
import Models
import Tensors

/// What `train` gives: the network, and how it came to be.
struct TrainedNetwork: Result {
  static let kind = "training"
  static let fields: [Field<TrainedNetwork>] = [
    Field("model", "the trained network") { .result($0.model) },
    Field("loss", "the loss on the samples it was trained on") { .number($0.learned.loss) },
    Field("validation", "the loss on those held out") { $0.heldOut.map { .number($0.loss) } ?? .nothing },
    Field("accuracy", "for classes, the share of samples held out, or without such of all, that is right") {
      $0.accuracy.map { .number($0) } ?? .nothing
    },
    Field("r2", "for numbers, the share of their variance that is explained, on the same samples") {
      $0.explained.map { .number($0) } ?? .nothing
    },
    Field("epochs", "how many rounds there were") { .number(Double($0.outcome.losses.count)) },
    Field("epoch", "the round whose weights were kept, from 1") { .number(Double($0.outcome.epoch)) },
    Field("losses", "the mean loss over the steps of each round: [epochs]") {
      .tensor(vector($0.outcome.losses))
    },
    Field("validations", "the loss on samples held out after each round: [epochs]") {
      $0.heldOut == nil ? .nothing : .tensor(vector($0.outcome.heldOutLosses))
    },
  ]

  let model: Model
  private let outcome: Training.Outcome
  private let loss: Loss
  private let head: String
  private let learned: Training.Quality
  private let heldOut: Training.Quality?
  private let accuracy: Double?
  private let explained: Double?
  private let counts: (learned: Int, heldOut: Int)

  /// - Parameters:
  ///   - share: of the samples, how many are held out.
  ///   - startsAsItIs: whether the network's own numbers are the first ones, else random ones.
  ///   - checkpoint: a file that gets the network whenever it is the best so far.
  init(
    _ untrained: Model, _ examples: Examples, _ training: Training, optimizer: String,
    holdingOut share: Double,
    seed: UInt64, startsAsItIs: Bool, checkpoint: String?, _ run: Run
  ) throws {
    let parts = examples.split(holdingOut: share, seed: seed)
    let held = share > 0 ? parts.heldOut : nil
    outcome = try run.recalled {
      let lesson = Training.Lesson(
        parts.kept, heldOut: held, seed: seed, start: startsAsItIs ? untrained.trainedTensors : nil)
      return try training.train(untrained, lesson, executor: run.executor, monitor: run.monitor) { best, _ in
        guard let checkpoint else { return }
        _ = try FolderOfFile(checkpoint).make()
        try untrained.with(best, name: untrained.name).write(onnx: checkpoint)
      }
    }
    model = untrained.with(outcome.parameters, name: untrained.name)
    // What was stopped is judged nevertheless.
    let run = outcome.isInterrupted ? run.watched(by: .silent) : run
    loss = training.loss
    counts = (parts.kept.count, held?.count ?? 0)
    let parameters = outcome.parameters
    func quality(_ examples: Examples) throws -> Training.Quality {
      try run.recalled {
        try training.qualities(
          untrained, [(parameters, examples)], executor: run.executor, monitor: run.monitor)[0]
      }
    }
    learned = try quality(parts.kept)
    heldOut = try held.map(quality)
    let (judged, shown) = (heldOut ?? learned, held ?? parts.kept)
    accuracy = loss == .squaredError ? nil : judged.accuracy(shown)
    explained = loss == .squaredError ? judged.explained(shown) : nil
    let data = try run.currentData().name
    head = "\(untrained.name) on \(data) by \(optimizer), batches of \(training.batch), seed \(seed)"
  }

  var summary: String {
    let rounds = outcome.losses.count
    let stop =
      heldOut == nil
      ? "\(rounds) epoch\(rounds == 1 ? "" : "s"), nothing held out"
      : "\(rounds) epoch\(rounds == 1 ? "" : "s"), weights of epoch \(outcome.epoch) kept, which is best on "
        + "\(counts.heldOut) samples held out"
    let losses =
      "\(loss.rawValue) \(learned.loss.text(significant: 4)) on the \(counts.learned) samples learned from"
      + (heldOut.map { ", \($0.loss.text(significant: 4)) on those held out" } ?? "")
    let quality =
      accuracy.map { "; \(($0 * 100).text(decimals: 1)) % right" }
      ?? explained.map { "; R² \($0.text(significant: 4))" } ?? ""
    let end = outcome.isInterrupted ? "stopped; " : ""
    return "\(head): \(end)\(stop)\n\(losses)\(quality)\nmodel \(model.summary)"
  }

  /// The curve of the losses.
  var figure: (any Figure)? {
    get throws {
      guard outcome.losses.count > 1 else { return nil }
      let held: [LineChart.Line] =
        heldOut == nil ? [] : [.init("held out", outcome.heldOutLosses, .strong)]
      return try LineChart(
        x: outcome.losses.indices.map { Double($0 + 1) },
        lines: held + [.init("learned from", outcome.losses, heldOut == nil ? .strong : .dashed)],
        title: "training of \(model.name)", xTitle: "epoch", yTitle: loss.rawValue)
    }
  }

  /// A row for each epoch.
  var table: Table? {
    get throws {
      try Table(
        columns: ["epoch", "loss"] + (heldOut == nil ? [] : ["validation"]),
        rows: outcome.losses.enumerated().map { index, loss in
          [.integer(index + 1), .number(loss)]
            + (heldOut == nil ? [] : [.number(outcome.heldOutLosses[index])])
        })
    }
  }

  var archive: [(key: String, tensor: Tensor)]? {
    [(key: "losses", tensor: Self.vector(outcome.losses))]
      + (heldOut == nil ? [] : [(key: "validations", tensor: Self.vector(outcome.heldOutLosses))])
  }

  private static func vector(_ numbers: [Double]) -> Tensor {
    Tensor([numbers.count], numbers.map { Float($0) })
  }
}
