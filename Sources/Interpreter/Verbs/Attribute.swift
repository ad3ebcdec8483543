import Attributions
import Data
import Execution
import Models

extension Verb {
  private static let method = Key(
    "method", .choice("method", of: NamedMethod.all.map(\.name)),
    NamedMethod.all.map { "\($0.name): \($0.summary)" }.joined(separator: "; "))
  private static let y = Key(
    "y", optional: .classes,
    "the class, by number or name; a list is added up, all makes one attribution for each",
    otherwise: "the predicted one")
  private static let at = Key(
    "at", optional: .unit,
    "a unit of a hidden layer that is explained instead of a class: conv2:50, or a neuron of it: conv2:50@[3]; "
      + "for neuron-conductance the unit that is followed")
  private static let kind = Key(
    "kind", .choice("kind", of: GradientStatistic.allCases.map(\.rawValue)),
    "what smoothgrad makes of its gradients: their mean, the mean of their squares, or their variance",
    initial: GradientStatistic.mean.rawValue, shown: GradientStatistic.mean.rawValue)
  private static let n = Key(
    "n", optional: .whole(from: 1, to: 100_000),
    "how many noisy copies (smoothgrad), points (gradient-shap), orders (shapley-sampling, feature-permutation), or sets "
      + "of groups (kernel-shap, lime) are drawn",
    otherwise: "20, 64, 32, 10, 2 * groups + 2048, 1000")
  private static let noise = Key(
    "noise", optional: .number(from: 0), "the noise of copies, as a share of the sample's range of values",
    otherwise: "0.1 for smoothgrad, 0 for gradient-shap")
  private static let penalty = Key(
    "penalty", .number(from: 0), "the weight of lime's L1 penalty", initial: 0.01)
  private static let relu = Key(
    "relu", .flag, "whether grad-cam keeps only what is positive, as its paper does", initial: false)
  private static let seed = Key(
    "seed", optional: .whole(from: 0), "what random choices follow from", otherwise: ":seed")
  private static let window = Key(
    "window", Kind<Int>.whole(from: 1).list, "the size of occlusion's window, for all axes or for each",
    initial: [8], shown: "8")
  private static let stride = Key(
    "stride", Kind<Int>.whole(from: 1).list, "how far the window moves at a time", initial: [8], shown: "8")
  private static let hide = Key(
    "hide", .flag, "whether the window is hidden instead of all that is outside of it", initial: false)

  /// What only some methods use.
  private static let special: [any Parameter] =
    Paths.keys
    + [Keys.composite, Keys.rule, Keys.initial, Keys.groups, kind, n, noise, penalty, relu, seed, window, stride, hide]

  static let attribute = Verb(
    "attribute", "Says how much each element of the input, or of a layer, mattered for a class", nouns: [method],
    keys: [Keys.sample, y, at] + Places.keys + special + Keys.ruleSettings, subject: Keys.sample,
    reads: [.model, .data, .samples], writes: [.explanation], gives: InputAttribution.self,
    example: "attribute gradient y=1",
    foresee: { arguments, _ in try checkKeys(arguments) },
    run: { arguments, run in
      try checkKeys(arguments)
      let (model, data) = (try run.currentModel(), try run.currentData())
      let method = try named(arguments)
      let place = method.explainsLayers ? Places.place(arguments, model) : .input(0)
      let indices = run.explainedSamples(arguments)
      let inputs = try run.inputs(indices)
      let targets = targets(arguments, method, model)
      let questions = try targets.map { target in
        switch target {
        case .classes(let target, _):
          try Question(model, inputs, place: place, target: target, executor: run.executor, monitor: run.monitor)
        case .unit(let unit):
          try Question(model, inputs, place: place, unit: unit, executor: run.executor, monitor: run.monitor)
        }
      }
      var settings = try settings(arguments, run, method, place, samples: indices)
      if method.keys.contains("groups") {
        settings.grouping = try run.grouping(
          arguments[Keys.groups], shape: questions[0].shape, place: place, samples: indices)
      }
      let explanations = try method.make(settings).attribute(questions)
      let facts =
        method.keys.contains("composite")
        ? settings.composite.assignments(in: model.merged).gradientFacts(model) : []
      return .result(
        InputAttribution(
          explanations, targets: targets.map { $0.text(model, data) }, method: method.name, place: place,
          samples: inputs[0], indices: indices, data: data, model: model, facts: facts))
    })

  /// What is explained: classes, those that pass a unit, or a unit itself.
  private enum Explained {
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

  private static func targets(_ arguments: Arguments, _ method: NamedMethod, _ model: Model) -> [Explained] {
    let unit = arguments[at]
    if let unit, method.site != .inputThroughUnit { return [.unit(unit)] }
    return arguments.targets(y, model).map { .classes($0, through: unit) }
  }

  private static func settings(
    _ arguments: Arguments, _ run: Run, _ method: NamedMethod, _ place: Place, samples: [Int]
  ) throws -> MethodSettings {
    var settings = MethodSettings(composite: try arguments.composite(run))
    settings.initial = arguments[Keys.initial]
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

  private static func named(_ arguments: Arguments) throws -> NamedMethod {
    guard let named = NamedMethod.all.first(where: { $0.name == arguments[method] }) else {
      throw ArgumentError(
        method, .noChoice(arguments[method], what: "method", choices: NamedMethod.all.map(\.name)))
    }
    return named
  }

  private static func checkKeys(_ arguments: Arguments) throws {
    try Places.check(arguments)
    try Paths.check(arguments)
    if arguments.isPending(method) { return }
    let method = try named(arguments)
    let name = "attribute \(method.name)"
    switch method.site {
    case .anywhere: break
    case .layer, .inputByLayer:
      if !arguments.isGiven(Places.layer) {
        throw ArgumentError(Self.method, .missing("layer=", verb: name, what: method.fittingLayer))
      }
    case .inputThroughUnit:
      if !arguments.isGiven(at) {
        throw ArgumentError(Self.method, .missing("at=", verb: name, what: "a unit of a hidden layer: at=conv2:50"))
      }
    }
    if arguments.isGiven(at), arguments.isGiven(y), method.site != .inputThroughUnit {
      throw ArgumentError(at, .notTogether("at=", "y="))
    }
    let places = method.site == .inputThroughUnit ? [] : Places.keys.map(\.name)
    let used =
      method.keys + (method.keys.contains("composite") ? ["rule"] + Keys.ruleSettings.map(\.name) : []) + places
    try arguments.refuse(
      (Places.keys + special + Keys.ruleSettings).filter { !used.contains($0.name) }, by: name,
      keys: ["sample", "y", "at"] + used.filter { $0 != "at" })
  }
}

extension NamedMethod {
  /// Whether the values of a layer are explained where one is named; else those of the input are.
  fileprivate var explainsLayers: Bool { site == .anywhere || site == .layer }

  fileprivate var fittingLayer: String { name.contains("grad-cam") ? "a convolution" : "the layer to be explained" }
}
