import Attributions
import Data
import Models
import Tensors

/// Keys that several verbs share.
enum Keys {
  static let sample = Key(
    "sample", .samples, "samples by index: 3, 0..9, [1,5], or all", initial: nil, shown: "the chosen ones")
  static let y = Key(
    "y", optional: Kind<Int>.classNumber.list, "the class, by number or name; several are added",
    otherwise: "the predicted one")
  static let layer = Key("layer", .layer, "a layer, by name or index")

  static let tokens = Key(
    "tokens", optional: .whole(from: 1), "at most so many tokens of each text; the rest is cut off",
    otherwise: "all")

  static let composite = Key(
    "composite", optional: .choice("composite", of: Composite.all.map(\.name)),
    "which layers get which relevance rule",
    otherwise: "epsilon-plus-flat; epsilon-plus for dense networks, attn-lrp for transformers")
  static let rule = Key(
    "rule", optional: Kind<LayerRule>.layerRule.list,
    "rules for single layers, before those of the composite: [conv1:gamma, 4:epsilon]")
  static let initial = Key(
    "initial", optional: .initialRelevance,
    "what relevance starts from: value, absolute, positive (0 where it is below), or a number")
  static let parallel = Key(
    "parallel", .flag, "whether relevance may also take ways around a conditioned layer", initial: false)

  static let alpha = Key("alpha", optional: .number(from: 1), "alpha of the rule alpha-beta", otherwise: "2")
  static let epsilon = Key("epsilon", .number(from: 0), "epsilon of the rule epsilon", initial: 1e-6)
  static let gamma = Key("gamma", .number(from: 0), "gamma of the rule gamma", initial: 0.25)
  static let high = Key(
    "high", optional: Kind<Double>.number().list, "the largest value of the input for the rule z-box",
    otherwise: "that of the data")
  static let low = Key(
    "low", optional: Kind<Double>.number().list, "the smallest value of the input for the rule z-box",
    otherwise: "that of the data")
  static let stabilizer = Key(
    "stabilizer", .number(from: 0), "what keeps the denominators of the other rules from zero", initial: 1e-6)
  static let zeroBias = Key("zero_bias", .flag, "whether biases count as zero in the rules", initial: false)

  static let ruleSettings: [any Parameter] = [alpha, epsilon, gamma, high, low, stabilizer, zeroBias]
}

extension Kind where Content == InitialRelevance {
  static let initialRelevance = Kind(
    "value, absolute, positive, or a number", words: { _ in ["absolute", "positive", "value"] }
  ) {
    (value, scope) throws(Mistake) in
    switch value {
    case .text("value"): return .value
    case .text("absolute"): return .absolute
    case .text("positive"): return .positive
    case .number: return .number(try Kind<Double>.number().read(value, scope))
    case .text(let word):
      throw .noChoice(
        word, what: "initial relevance", choices: ["value", "absolute", "positive", "a number"])
    default: throw .wrongKind(expected: "value, absolute, positive or a number", found: value.kind)
    }
  }
}

extension Arguments {
  /// The numbers that a command gives to relevance rules; the bounds of inputs are those of the data unless it says otherwise.
  func ruleSettings(_ run: Run) throws -> RuleSettings {
    var settings = RuleSettings()
    settings.epsilon = Stabilizer(self[Keys.epsilon])
    settings.stabilizer = Stabilizer(self[Keys.stabilizer])
    settings.gamma = self[Keys.gamma]
    settings.zeroBias = self[Keys.zeroBias]
    if let alpha = self[Keys.alpha] { try settings.set(alpha: alpha, beta: alpha - 1) }
    if let data = run.session.data {
      settings.low = RuleSettings.Bound(Double(data.low))
      settings.high = RuleSettings.Bound(Double(data.high))
    }
    if let low = self[Keys.low] { settings.low = RuleSettings.Bound(low) }
    if let high = self[Keys.high] { settings.high = RuleSettings.Bound(high) }
    if isGiven(Keys.low) || isGiven(Keys.high) {
      let channels = try run.currentModel().inputs.first?.shape.extents.first ?? 1
      try run.blaming(isGiven(Keys.low) ? Keys.low : Keys.high) {
        try settings.checkBounds(channels: channels)
      }
    }
    return settings
  }

  /// The composite that a command names, with its settings and the rules for single layers.
  func composite(_ run: Run) throws -> Composite {
    let settings = try ruleSettings(run)
    let name = try self[Keys.composite] ?? Composite.suiting(run.currentModel())
    guard var composite = Composite.named(name, settings) else {
      throw Mistake.noChoice(name, what: "composite", choices: Composite.all.map(\.name))
    }
    for exception in self[Keys.rule] ?? [] {
      composite.exceptions[exception.layer] = Rule.all.first { $0.name == exception.rule }?.make(settings)
    }
    return composite
  }

  /// What is not among a command's keys can't be given, though others of the same verb take it.
  func refuse(_ parameters: [any Parameter], by name: String, keys: [String] = []) throws {
    for parameter in parameters where isGiven(named: parameter.name) {
      throw ArgumentError(name: parameter.name, .noKey(parameter.name, verb: name, keys: keys))
    }
  }

  /// The classes that a command explains.
  var target: Condition.Target { self[Keys.y].map { .classes($0) } ?? .predicted }

  /// The targets that a command explains one by one.
  func targets(_ y: Key<Choice?>, _ model: Model) -> [Condition.Target] {
    self[y]?.lists(of: model.classCount).map { .classes($0) } ?? [.predicted]
  }
}
