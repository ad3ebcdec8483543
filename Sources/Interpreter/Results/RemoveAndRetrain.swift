import Attributions
import Data
import Figures
import Glibc
import Models
import Tensors

/// How networks do that learn from data without what explanations, chance and the truth take out.
struct RetrainedNetworks: Result {
  static let kind = "remove-and-retrain"
  static let fields: [Field<RetrainedNetworks>] = [
    Field("names", "what ranks: the explanations, then chance, and of simulated pairs the truth") {
      .list($0.curves.map { .text($0.name) })
    },
    Field("levels", "the shares or numbers of what is taken out") { .list($0.levels.map { .number($0) }) },
    Field("means", "the mean quality of the networks: [names, levels]") { $0.tensor { $0.mean } },
    Field("deviations", "its standard deviation over networks: [names, levels]") {
      $0.tensor { $0.deviation }
    },
    Field("lead", "how far each curve is on the right side of chance, its mean over levels above 0") {
      .list($0.leads.map { .number($0.mean) })
    },
    Field("lead_error", "the standard error of that") {
      .list($0.leads.map { .number($0.deviation / Double($0.values.count).squareRoot()) })
    },
  ]

  /// What ranks, and the quality of each network at each level.
  private struct Curve {
    let name: String
    let points: [Sample]
  }

  /// Some numbers with their mean and their deviation.
  private struct Sample {
    let values: [Double]
    let mean: Double
    let deviation: Double

    init(_ values: [Double]) {
      self.values = values
      let mean = values.reduce(0, +) / Double(values.count)
      self.mean = mean
      deviation =
        values.count < 2
        ? 0 : (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
    }
  }

  private let curves: [Curve]
  private let levels: [Double]
  private let isOfPairs: Bool
  private let measure: String
  /// 1 where quality is a loss, which should rise, else -1.
  private let sign: Double
  private let head: String

  init(_ arguments: Arguments, _ run: Run) throws {
    let explanations = try run.explanationsOfAllSamples(arguments)
    let (model, data) = (try run.currentModel(), try run.currentData())
    let seed = TrainingKeys.seed(arguments, run)
    let (examples, loss) = try run.examples(outputs: model.classCount)
    let score = RemoveAndRetrain(
      model, try TrainingKeys.training(arguments, loss), count: arguments[RetrainingKeys.retrains],
      seed: seed,
      heldOutShare: arguments[TrainingKeys.valid])
    let removal = try Removal(explanations, arguments, data, examples, seed: seed)

    // Where nothing is taken out, all curves are one.
    let untouched = removal.levels.contains(0) ? [examples] : []
    let versions = removal.rankings.flatMap { ranking in
      removal.levels.filter { $0 > 0 }.map { removal.version(ranking, $0) }
    }
    let points = try run.recalled {
      try score.points(untouched + versions, executor: run.executor, monitor: run.monitor)
    }
    let qualities = points.map { Sample($0.accuracies ?? $0.losses) }
    var rest = qualities.dropFirst(untouched.count)
    curves = removal.rankings.map { ranking in
      Curve(
        name: ranking.name,
        points: removal.levels.map { $0 > 0 ? rest.removeFirst() : qualities[0] })
    }
    levels = removal.levels
    isOfPairs = removal.isOfPairs
    sign = loss == .squaredError ? 1 : -1
    measure = loss == .squaredError ? "mean squared error" : "accuracy"
    head =
      "\(data.name): \(score.count) networks like \(model.name) at each point, seed \(seed); "
      + (isOfPairs
        ? "pairs taken out of targets by ablation=\(removal.ablation.rawValue)"
        : "values replaced by means")
  }

  // MARK: Words

  /// How far curves are on the right side of that of chance, for each network.
  private var leads: [Sample] {
    let chance = curves.first { $0.name == "chance" }
    let wanted = levels.indices.filter { levels[$0] > 0 }
    return curves.map { curve in
      let networks = curve.points.first?.values.indices ?? 0..<0
      return Sample(
        networks.map { network in
          wanted.reduce(0.0) { sum, level in
            sum + sign * (curve.points[level].values[network] - (chance?.points[level].values[network] ?? 0))
          } / Double(max(1, wanted.count))
        })
    }
  }

  var summary: String {
    let what = isOfPairs ? "pairs taken out" : "share taken out"
    let direction = sign > 0 ? "higher" : "lower"
    let rows = zip(curves, leads).map { curve, lead in
      let points = curve.points.map {
        "\($0.mean.text(significant: 3)) (\($0.deviation.text(significant: 2)))"
      }
      let error = lead.deviation / Double(lead.values.count).squareRoot()
      let text =
        curve.name == "chance"
        ? "" : "\(lead.mean.text(significant: 3)) +- \(error.text(significant: 2))"
      return [curve.name] + points + [text]
    }
    let titles = [what] + levels.map { $0.text(significant: 3) } + ["lead over chance"]
    return
      ([head, "\(measure) on test samples, mean (standard deviation); \(direction) speaks for a ranking"]
      + aligned([titles] + rows)).joined(separator: "\n")
  }

  private func tensor(_ number: (Sample) -> Double) -> Value {
    .tensor(
      Tensor([curves.count, levels.count], curves.flatMap { $0.points.map { Float(number($0)) } }))
  }

  var table: Table? {
    get throws {
      try Table(
        columns: ["ranking", isOfPairs ? "pairs" : "share", measure, "deviation"],
        rows: curves.flatMap { curve in
          zip(levels, curve.points).map { level, point in
            [.text(curve.name), .number(level), .number(point.mean), .number(point.deviation)]
          }
        })
    }
  }

  var tensor: Tensor? {
    Tensor([curves.count, levels.count], curves.flatMap { $0.points.map { Float($0.mean) } })
  }
}

/// What is taken out of data, by whom, and how much.
private struct Removal {
  /// An order of the features, or pairs, of each sample.
  struct Ranking {
    let name: String
    /// [samples, features] or [samples, features, features]
    let importance: Tensor
  }

  let isOfPairs: Bool
  let rankings: [Ranking]
  let levels: [Double]
  let ablation: Simulation.Ablation
  private let examples: Examples
  private let simulation: Simulation?
  private let means: [Float]
  private let orders: [String: [[[Int]]]]
  private let seed: UInt64

  init(
    _ explanations: [any FeatureExplanation], _ arguments: Arguments, _ data: Dataset, _ examples: Examples,
    seed: UInt64
  ) throws {
    let contributions = try explanations.map { try $0.contributions }
    let names = explanations.names
    isOfPairs = contributions.contains { $0.interactions != nil }
    (self.examples, self.seed) = (examples, seed)
    ablation = arguments[RetrainingKeys.ablation].flatMap { Simulation.Ablation(rawValue: $0) } ?? .noise
    let samples = examples.inputs[0]
    let count = samples.shape[0]
    var rankings: [Ranking] = []
    var random = Random(seed: seed)
    let width = samples.count / max(1, count)
    if isOfPairs {
      try Self.refuse(RetrainingKeys.shares, arguments, "pairs are counted: write k=[0,5,10]")
      guard let simulation = data.simulation else {
        throw Mistake.failed(
          "pairs can only be taken out of a target whose terms are known: load simulated, or score attributions"
        )
      }
      self.simulation = simulation
      for (name, explanation) in zip(names, explanations) {
        rankings.append(Ranking(name: name, importance: try explanation.pairs(of: samples.shape)))
      }
      rankings += [
        Ranking(
          name: "chance",
          importance: Tensor(
            [count, width, width], (0..<count * width * width).map { _ in random.uniform() })),
        Ranking(name: "truth", importance: simulation.contributions(samples)),
      ]
      levels = (arguments[RetrainingKeys.k] ?? [0, 2, 5, 10, 20]).map(Double.init)
      orders = Dictionary(
        uniqueKeysWithValues: rankings.map { ($0.name, RemoveAndRetrain.pairs(by: $0.importance)) })
    } else {
      try Self.refuse(RetrainingKeys.k, arguments, "attributions are of features: write shares=[0,0.3,0.6]")
      try Self.refuse(
        RetrainingKeys.ablation, arguments, "it is for pairs; values of features are replaced by means")
      simulation = nil
      for ((name, explanation), found) in zip(zip(names, explanations), contributions) {
        guard found.attributions.count == samples.count else {
          throw ArgumentError(
            RetrainingKeys.of, .failed("\(explanation.title) is no attribution of the network's input"))
        }
        rankings.append(Ranking(name: name, importance: found.attributions))
      }
      rankings.append(
        Ranking(
          name: "chance", importance: Tensor(samples.shape, (0..<samples.count).map { _ in random.uniform() })
        ))
      levels = arguments[RetrainingKeys.shares] ?? [0, 0.1, 0.3, 0.5, 0.7, 0.9]
      orders = [:]
    }
    means = (0..<width).map { column in
      Float((0..<count).reduce(0.0) { $0 + Double(samples.values[$1 * width + column]) } / Double(count))
    }
    self.rankings = rankings
  }

  private static func refuse(_ key: some Parameter, _ arguments: Arguments, _ reason: String) throws {
    if arguments.isGiven(key) { throw ArgumentError(key, .failed("\(key.name)= does not fit: \(reason)")) }
  }

  /// The examples without what comes first in a ranking.
  func version(_ ranking: Ranking, _ level: Double) -> Examples {
    var version = examples
    let samples = examples.inputs[0]
    if let simulation, let order = orders[ranking.name] {
      let targets = simulation.targets(
        samples, without: order.map { Set($0.prefix(Int(level))) }, by: ablation, seed: seed)
      version.targets = Tensor(examples.targets.shape, targets)
    } else {
      version.inputs.tensors[0] = RemoveAndRetrain.removing(
        level, of: samples, by: ranking.importance, replacing: means)
    }
    return version
  }
}
