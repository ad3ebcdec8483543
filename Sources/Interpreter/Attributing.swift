import Attributions
import Data
import Models

/// Attributions as commands ask for them: the keys of all methods, and what a command's arguments mean for
/// one of them.
enum Attributing {
  static let y = Key(
    "y", optional: .classes,
    "the class, by number or name; a list is added up, all makes one attribution for each",
    otherwise: "the predicted one")
  static let at = Key(
    "at", optional: .unit,
    "a unit of a hidden layer that is explained instead of a class: conv2:50, or a neuron of it: "
      + "conv2:50@[3]; for neuron-conductance the unit that is followed")
  static let kind = Key(
    "kind", .choice("kind", of: GradientStatistic.allCases.map(\.rawValue)),
    "what smoothgrad makes of its gradients: their mean, the mean of their squares, or their variance",
    initial: GradientStatistic.mean.rawValue, shown: GradientStatistic.mean.rawValue)
  static let n = Key(
    "n", optional: .whole(from: 1, to: 100_000),
    "how many noisy copies (smoothgrad), points (gradient-shap), orders (shapley-sampling, "
      + "feature-permutation), or sets of groups (kernel-shap, lime) are drawn",
    otherwise: "20, 64, 32, 10, 2 * groups + 2048, 1000")
  static let noise = Key(
    "noise", optional: .number(from: 0), "the noise of copies, as a share of the sample's range of values",
    otherwise: "0.1 for smoothgrad, 0 for gradient-shap")
  static let penalty = Key(
    "penalty", .number(from: 0), "the weight of lime's L1 penalty", initial: 0.01)
  static let relu = Key(
    "relu", .flag, "whether grad-cam keeps only what is positive, as its paper does", initial: false)
  static let seed = Key(
    "seed", optional: .whole(from: 0), "what random choices follow from", otherwise: ":seed")
  static let window = Key(
    "window", Kind<Int>.whole(from: 1).list, "the size of occlusion's window, for all axes or for each",
    initial: [8], shown: "8")
  static let stride = Key(
    "stride", Kind<Int>.whole(from: 1).list, "how far the window moves at a time", initial: [8], shown: "8")
  static let hide = Key(
    "hide", .flag, "whether the window is hidden instead of all that is outside of it", initial: false)

  /// What only some methods use.
  static let special: [any Parameter] =
    Places.keys + Paths.keys
    + [
      Keys.composite, Keys.rule, Keys.initial, Keys.groups, kind, n, noise, penalty, relu, seed, window,
      stride,
      hide,
    ] + Keys.ruleSettings

  static let keys: [any Parameter] = [Keys.sample, y, at] + special

  /// Those of ``special`` that a method uses.
  static func used(by method: NamedMethod) -> [String] {
    let rules = method.keys.contains("composite") ? ["rule"] + Keys.ruleSettings.map(\.name) : []
    return method.keys + rules + (method.addsUp ? [Keys.groups.name] : [])
      + (method.site == .inputThroughUnit ? [] : Places.keys.map(\.name))
  }

  /// Whether a method is given what it needs, and nothing that contradicts itself.
  ///
  /// - Parameters:
  ///   - key: the argument that names the method.
  ///   - name: what the command is called where something is missing.
  static func check(_ method: NamedMethod, _ arguments: Arguments, named key: some Parameter, by name: String)
    throws
  {
    try Places.check(arguments)
    try Paths.check(arguments)
    switch method.site {
    case .anywhere: break
    case .layer, .inputByLayer:
      if !arguments.isGiven(Places.layer) {
        throw ArgumentError(key, .missing("layer=", verb: name, what: method.fittingLayer))
      }
    case .inputThroughUnit:
      if !arguments.isGiven(at) {
        throw ArgumentError(key, .missing("at=", verb: name, what: "a unit of a hidden layer: at=conv2:50"))
      }
    }
    if arguments.isGiven(at), arguments.isGiven(y), method.site != .inputThroughUnit {
      throw ArgumentError(at, .notTogether("at=", "y="))
    }
  }

  static func explain(_ named: NamedMethod, _ arguments: Arguments, _ run: Run) throws -> InputAttribution {
    let (model, data) = (try run.currentModel(), try run.currentData())
    let place = named.explainsLayers ? Places.place(arguments, model) : .input(0)
    let indices = run.explainedSamples(arguments)
    let inputs = try run.inputs(indices)
    let targets = targets(arguments, named, model)
    let questions = try targets.map { target in
      switch target {
      case .classes(let target, _):
        try Question(
          model, inputs, place: place, target: target, executor: run.executor, monitor: run.monitor)
      case .unit(let unit):
        try Question(model, inputs, place: place, unit: unit, executor: run.executor, monitor: run.monitor)
      }
    }
    var settings = try settings(arguments, run, named, place, samples: indices)
    if named.keys.contains(Keys.groups.name) || named.addsUp && arguments.isGiven(Keys.groups) {
      settings.grouping = try run.grouping(
        arguments[Keys.groups], shape: questions[0].shape, place: place, samples: indices)
    }
    let method = named.method(settings)
    let explanations = try run.recalled { try method.attribute(questions) }
    let facts =
      named.keys.contains("composite")
      ? settings.composite.assignments(in: model.merged).gradientFacts(model) : []
    return InputAttribution(
      zip(questions, explanations).map { Explained($0, $1, by: method) },
      targets: targets.map { $0.text(model, data) },
      method: named, grouping: settings.grouping, indices: indices, data: data,
      baseline: named.keys.contains(Paths.baseline.name) ? arguments[Paths.baseline] : nil, facts: facts)
  }

  /// What is explained: classes, those that pass a unit, or a unit itself.
  private enum Target {
    case classes(Condition.Target, through: Unit?)
    case unit(Unit)

    func text(_ model: Model, _ data: Dataset) -> String {
      switch self {
      case .classes(let target, let unit):
        (target.text(data, of: model) ?? "") + (unit.map { " through \($0.text(model))" } ?? "")
      case .unit(let unit): unit.text(model)
      }
    }
  }

  private static func targets(_ arguments: Arguments, _ method: NamedMethod, _ model: Model) -> [Target] {
    let unit = arguments[at]
    if let unit, method.site != .inputThroughUnit { return [.unit(unit)] }
    return arguments.targets(y, model).map { .classes($0, through: unit) }
  }

  private static func settings(
    _ arguments: Arguments, _ run: Run, _ method: NamedMethod, _ place: Place, samples: [Int]
  ) throws -> MethodSettings {
    var settings = MethodSettings(composite: try arguments.composite(run))
    settings.initial = arguments[Keys.initial]
    settings.rules = try arguments.ruleSettings(run)
    (settings.count, settings.noise) = (arguments[n], arguments[noise])
    settings.seed = arguments[seed].map { UInt64($0) } ?? run.session.seed
    settings.penalty = arguments[penalty]
    settings.kind = GradientStatistic(rawValue: arguments[kind]) ?? .mean
    settings.layer = Places.place(arguments, try run.currentModel())
    settings.unit = arguments[at]
    settings.isRectified = arguments[relu]
    (settings.window, settings.stride) = (arguments[window], arguments[stride])
    settings.hidesWindow = arguments[hide]
    let start = method.site == .anywhere ? place : .input(0)
    settings.baseline = try Paths.baseline(
      arguments, run, place: start, samples: samples, comparesWithMany: method.keys.contains("references"))
    settings.references = arguments[Paths.references]
    settings.quadrature = NamedQuadrature.all.first { $0.name == arguments[Paths.quadrature] }
    (settings.steps, settings.tolerance) = (arguments[Paths.steps], arguments[Paths.tolerance])
    return settings
  }
}

extension NamedMethod {
  /// Whether the values of a layer are explained where one is named; else those of the input are.
  var explainsLayers: Bool { site == .anywhere || site == .layer }

  fileprivate var fittingLayer: String {
    name.contains("grad-cam") ? "a convolution" : "the layer to be explained"
  }
}
