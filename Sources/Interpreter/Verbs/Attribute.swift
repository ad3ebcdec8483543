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
  private static let groups = Key(
    "groups", optional: .grouping,
    "which values are explained as one: elements, rows (tokens, channels), grid:4 (patches of 4 by 4), slic:50 (about "
      + "50 superpixels), or lists of values",
    otherwise: "elements")
  private static let n = Key(
    "n", optional: .whole(from: 1, to: 100_000),
    "how many noisy copies (smoothgrad), orders (shapley-sampling, feature-permutation), or sets of groups "
      + "(kernel-shap, lime) are drawn",
    otherwise: "20, 32, 10, 2 * groups + 2048, 1000")
  private static let noise = Key(
    "noise", .number(from: 0), "the noise of smoothgrad, as a share of the sample's range of values",
    initial: 0.1)
  private static let penalty = Key(
    "penalty", .number(from: 0), "the weight of lime's L1 penalty", initial: 0.01)
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
    Paths.keys + [Keys.composite, Keys.rule, Keys.initial, groups, n, noise, penalty, seed, window, stride, hide]

  static let attribute = Verb(
    "attribute", "Says how much each element of the input, or of a layer, mattered for a class", nouns: [method],
    keys: [Keys.sample, y] + Places.keys + special + Keys.ruleSettings, subject: Keys.sample,
    reads: [.model, .data, .samples], writes: [.explanation], gives: InputAttribution.self,
    example: "attribute gradient y=1",
    foresee: { arguments, _ in try checkKeys(arguments) },
    run: { arguments, run in
      try checkKeys(arguments)
      let (model, data) = (try run.currentModel(), try run.currentData())
      let place = Places.place(arguments)
      let method = try named(arguments)
      var settings = MethodSettings(composite: try arguments.composite(run))
      settings.initial = arguments[Keys.initial]
      (settings.count, settings.noise) = (arguments[n], arguments[noise])
      settings.penalty = arguments[penalty]
      settings.grouping = arguments[groups] ?? .elements
      settings.seed = arguments[seed].map { UInt64($0) } ?? run.session.seed
      (settings.window, settings.stride) = (arguments[window], arguments[stride])
      settings.hidesWindow = arguments[hide]
      settings.baseline = try Paths.baseline(arguments, run, place: place) ?? method.usualBaseline(run, place)
      settings.references = arguments[Paths.references]
      settings.quadrature = NamedQuadrature.all.first { $0.name == arguments[Paths.quadrature] }
      (settings.steps, settings.tolerance) = (arguments[Paths.steps], arguments[Paths.tolerance])

      let indices = run.explainedSamples(arguments)
      let inputs = try run.inputs(indices)
      let targets = arguments.targets(y, model)
      let explanations = try targets.enumerated().map { index, target in
        let share = 1 / Double(targets.count)
        let question = try Question(
          model, inputs, place: place, target: target, executor: run.executor,
          monitor: run.monitor.part(from: Double(index) * share, share: share))
        return try method.make(settings).attribute(question)
      }
      let facts =
        method.keys.contains("composite")
        ? settings.composite.assignments(in: model.merged).gradientFacts(model) : []
      return .result(
        InputAttribution(
          explanations, targets: targets, method: method.name, place: place, samples: inputs[0], indices: indices,
          data: data, model: model, facts: facts))
    })

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
    let used =
      method.keys + (method.keys.contains("composite") ? ["rule"] + Keys.ruleSettings.map(\.name) : [])
    try arguments.refuse(
      (special + Keys.ruleSettings).filter { !used.contains($0.name) }, by: "attribute \(method.name)",
      keys: ["sample", "y", "layer", "side"] + used)
  }
}

extension NamedMethod {
  /// What a method that compares with many samples compares with when nothing is said: those of the data.
  fileprivate func usualBaseline(_ run: Run, _ place: Place) throws -> Baseline? {
    keys.contains("references") ? try BaselineChoice.data.baseline(run, place: place) : nil
  }
}
