import Attributions
import Data
import Execution
import Models
import Tensors

/// Scores of attributions as commands ask for them: their keys, and what a command's arguments mean for one
/// of them.
enum Judging {
  static let chance = Key(
    "chance", .whole(from: 1, to: 1000), "how many explanations that say nothing are judged for comparison",
    initial: 10)
  static let magnitudes = Key(
    "magnitudes", .flag, "whether randomization compares explanations without their signs", initial: true)
  static let n = Key(
    "n", optional: .whole(from: 1, to: 100_000),
    "how many changed copies of a sample an explanation is tried with",
    otherwise: "10 for sensitivity, 100 for infidelity")
  static let noise = Key(
    "noise", optional: .number(from: 0),
    "the deviation of infidelity's noise, as a share of the range of values",
    otherwise: "0.1")
  static let normalize = Key(
    "normalize", .flag, "whether infidelity is that of the attributions times the number that makes it least",
    initial: false)
  static let output = Key(
    "output", optional: .choice("output", of: ScoreSettings.Measure.allCases.map(\.rawValue)),
    "what is looked at while values are removed or put in",
    otherwise: "logit for pixel-flipping, else probability")
  static let perturbation = Key(
    "perturbation",
    optional: .choice("perturbation", of: ScoreSettings.Perturbation.allCases.map(\.rawValue)),
    "how infidelity changes samples: removal puts each group at the baseline or not, as likely as not; noise "
      + "is for methods that give derivatives",
    otherwise: "removal; noise where noise= is given")
  static let radius = Key(
    "radius", .number(from: 0), "how far sensitivity moves each value, as a share of the range of values",
    initial: 0.02)
  static let steps = Key(
    "steps", optional: .whole(from: 1, to: 4096), "in how many steps values are removed, or put in",
    otherwise: "50")

  /// Keys that methods have, too, and that mean something else for them.
  static let own: [any Parameter] = [n, noise, steps]

  static let keys: [any Parameter] = [
    Paths.baseline, chance, Keys.groups, magnitudes, n, noise, normalize, output, perturbation, radius,
    Attributing.seed, steps,
  ]

  /// Throws where keys of a score contradict one another.
  static func check(_ arguments: Arguments) throws {
    if arguments.isPending(perturbation) { return }
    let given = arguments[perturbation].map { "perturbation=\($0)" }
    let isNoise = kind(arguments) == .noise
    if !isNoise, let given, arguments.isGiven(noise) {
      throw ArgumentError(noise, .notTogether(given, "noise="))
    }
    for key in [Paths.baseline as any Parameter, Keys.groups]
    where isNoise && arguments.isGiven(named: key.name) {
      throw ArgumentError(name: key.name, .notTogether(given ?? "noise=", "\(key.name)="))
    }
  }

  /// Throws where a score says nothing of what a method gives.
  ///
  /// - Parameter meaning: what its values say.
  static func check(
    _ score: NamedScore, of method: NamedMethod, _ meaning: Meaning, _ arguments: Arguments
  ) throws {
    if score.needsContributions, meaning != .contributions {
      throw Mistake.failed(
        "score \(score.name) is not defined for \(method.name), which gives \(meaning.words) and no shares of "
          + "the output: judge it by deletion\(meaning == .rates ? " or infidelity" : ""), or a method such as "
          + "ig or input-x-gradient by \(score.name)")
    }
    guard score.keys.contains(perturbation.name), !arguments.isPending(perturbation) else { return }
    if kind(arguments) == .removal, meaning == .neither, !arguments.isPending(normalize),
      !arguments[normalize]
    {
      throw Mistake.failed(
        "score \(score.name) is not defined for \(method.name), which gives \(meaning.words): add "
          + "normalize=true, which puts them on that of the output")
    }
    if kind(arguments) == .noise, meaning != .rates {
      let key: any Parameter = arguments.isGiven(perturbation) ? perturbation : noise
      throw ArgumentError(
        name: key.name,
        .failed(
          "derivatives foretell what noise does, and \(method.name) "
            + (meaning == .neither ? "gives \(meaning.words)" : "says what each value contributed")
            + ": leave \(key.name)= out, so that values are removed"))
    }
  }

  /// How infidelity changes samples.
  private static func kind(_ arguments: Arguments) -> ScoreSettings.Perturbation {
    arguments[perturbation].flatMap { ScoreSettings.Perturbation(rawValue: $0) }
      ?? (arguments.isGiven(noise) ? .noise : .removal)
  }

  static func judge(
    _ attribution: InputAttribution, _ score: NamedScore, _ arguments: Arguments, _ run: Run
  ) throws -> Scored {
    let method = score.make(try settings(score, arguments, run, attribution))
    let share = 1 / Double(attribution.explained.count)
    let judgements = try attribution.explained.enumerated().map { index, explained in
      var explained = explained
      explained.question.monitor = run.monitor.part(from: Double(index) * share, share: share)
      return try run.recalled { try method.judge(explained) }
    }
    return Scored(attribution, score, judgements)
  }

  private static func settings(
    _ score: NamedScore, _ arguments: Arguments, _ run: Run, _ attribution: InputAttribution
  ) throws -> ScoreSettings {
    let question = attribution.explained[0].question
    var settings = ScoreSettings()
    if score.keys.contains(Paths.baseline.name), let choice = baseline(arguments, run, attribution) {
      if choice.readsData {
        try checkData(of: attribution, run, arguments.isGiven(Paths.baseline) ? Paths.baseline : nil)
      }
      settings.baseline = try run.blaming(Paths.baseline) {
        try choice.baseline(run, model: question.model, place: question.place, samples: attribution.indices)
      }
      settings.baselineWords = choice.words
    }
    settings.grouping = try grouping(arguments, run, attribution)
    if score.needsTruth { settings.truth = try truth(of: attribution, for: score) }
    settings.steps = arguments[steps]
    if arguments[output] == ScoreSettings.Measure.probability.rawValue, !question.hasProbabilities {
      throw ArgumentError(
        output, .failed("one of several classes has a probability, and no class is explained: leave it out"))
    }
    settings.measure = arguments[output].flatMap { ScoreSettings.Measure(rawValue: $0) }
    settings.count = arguments[n]
    settings.radius = arguments[radius]
    settings.noise = arguments[noise] ?? settings.noise
    settings.ranges = try attribution.data.ranges()
    settings.perturbation = kind(arguments)
    settings.isNormalized = arguments[normalize]
    settings.comparesMagnitudes = arguments[magnitudes]
    settings.chance = arguments[chance]
    settings.seed = arguments[Attributing.seed].map { UInt64($0) } ?? run.session.seed
    return settings
  }

  /// Which parts of the samples make their classes.
  private static func truth(of attribution: InputAttribution, for score: NamedScore) throws -> KnownParts {
    guard let parts = attribution.data.parts else {
      throw Mistake.failed(
        "score \(score.name) needs data that knows which parts of its samples make the class, and "
          + "'\(attribution.data.name)' does not: load data fashion-maj does, and mnist-maj from=\"FOLDER\"")
    }
    let shape = attribution.explained[0].question.shape
    guard shape == attribution.data.shape else {
      throw Mistake.failed(
        "score \(score.name) judges what is said of the input, and \(attribution.title) says it of values of shape "
          + "\(shape): leave layer= out")
    }
    return KnownParts(
      owners: parts.owners, masks: attribution.indices.map { Array(parts.mask(ofSample: $0)) },
      labels: attribution.data.labels.map { labels in attribution.indices.map { labels[$0] } } ?? [])
  }

  /// What stands for "missing": what the command says, or the one before it that explained, or padding for texts; nil where
  /// the score has its own.
  private static func baseline(
    _ arguments: Arguments, _ run: Run, _ attribution: InputAttribution
  ) -> BaselineChoice? {
    arguments[Paths.baseline] ?? attribution.baseline
      ?? (attribution.data.texts == nil ? nil : .padding(.both))
  }

  /// Throws where the data at hand is another than that of what was explained.
  ///
  /// - Parameter key: what asks for the data; nil where that is the usual baseline of texts.
  private static func checkData(
    of attribution: InputAttribution, _ run: Run, _ key: (any Parameter)?
  ) throws {
    let (data, own) = (try run.currentData(), attribution.data)
    let question = attribution.explained[0].question
    if data.header == own.header, data.source == own.source,
      try run.inputs(attribution.indices, of: question.model) == question.samples
    {
      return
    }
    let found = data.name == own.name ? "other samples under that name" : "'\(data.name)'"
    let message =
      "\(attribution.title) explains samples of '\(own.name)', and the data at hand is \(found): bring that "
      + "data back, explain anew with method=, or name what is not read from data, such as "
      + (key?.name == Keys.groups.name ? "groups=rows" : "baseline=zeros")
    if let key { throw ArgumentError(name: key.name, .failed(message)) }
    throw Mistake.failed(message)
  }

  /// What is removed as one: what the command says, what the method explained as one, the tokens of texts.
  private static func grouping(
    _ arguments: Arguments, _ run: Run, _ attribution: InputAttribution
  ) throws -> Grouping? {
    let question = attribution.explained[0].question
    if let choice = arguments[Keys.groups] {
      if choice.readsData { try checkData(of: attribution, run, Keys.groups) }
      return try run.grouping(
        choice, shape: question.shape, place: question.place, samples: attribution.indices)
    }
    if attribution.byGroup != nil { return attribution.grouping }
    return attribution.data.texts == nil ? nil : .rows
  }
}

extension Dataset {
  /// The range of each column of a table over all samples, as a network gets it; nil for other data.
  fileprivate func ranges() throws -> Tensor? {
    guard features != nil, shape.rank == 1 else { return nil }
    let rows = try samples(0..<count).values
    let ranges = (0..<shape.count).map { column in
      let values = stride(from: column, to: rows.count, by: shape.count).lazy.map { rows[$0] }
      return (values.max() ?? 0) - (values.min() ?? 0)
    }
    return Tensor(shape, ranges)
  }
}
