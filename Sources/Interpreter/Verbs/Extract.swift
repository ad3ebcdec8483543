import Attributions
import Concepts
import Data
import Models
import Tensors

extension Verb {
  private static let what = Key(
    "what", .choice("thing to extract", of: ["automaton", "bottleneck", "concepts"]),
    "what is to be found: concepts; a post-hoc bottleneck, which makes the network's decision from concepts with few labels; or "
      + "of a recurrent network that reads words an automaton")
  private static let k = Key(
    "k", Kind<Int>.whole(from: 1, to: 4096).list,
    "how many concepts; of several numbers of states that with which a machine does best", initial: [3])
  private static let layer = Key(
    "layer", optional: .layer, "the layer that they are found in",
    otherwise:
      "the last recurrent one, or the last ReLU that has positions, else the last layer that has them")
  private static let seed = Key(
    "seed", optional: .whole(from: 0), "the seed of the first guess", otherwise: ":seed")
  private static let tolerance = Key(
    "tolerance", .number(from: 0), "the relative change of the error at which a factorisation stops",
    initial: 1e-5)

  private static let others: [any Parameter] =
    AutomatonKeys.all + BottleneckKeys.all + DiscoveryKeys.all + MachineKeys.all

  static let extract = Verb(
    "extract",
    "Finds concepts in a layer, without labels, or from few of them with a model of the decision; of a recurrent layer its states, and a machine that goes from one to another",
    nouns: [what],
    keys: ([k, layer, seed, tolerance] + LabelKeys.all + others).sorted {
      $0.name < $1.name
    },
    reads: [.model, .data], consults: [.seed], writes: [.concepts, .explanation],
    cost: "a pass forward over all data, then a factorisation of what the layer gave",
    example: "extract concepts k=3",
    paper:
      "Fel et al. 2023, CRAFT; Lee and Seung 1999; Hyvärinen 1999; Mairal et al. 2010; Gao et al. 2024; from labels Kazhdan et al. 2020, CME; of recurrent layers Kazhdan et al. 2020, MEME; automata: Weiss et al. 2018"
  ) { arguments, run in
    let (model, seed) = (try run.currentModel(), arguments[seed].map { UInt64($0) } ?? run.session.seed)
    if arguments[what] == "bottleneck" { return .result(try findBottleneck(seed, arguments, run)) }
    try arguments.refuse(BottleneckKeys.all, by: "extract \(arguments[what])")
    if arguments.isGiven(LabelKeys.from) { return .result(try learnConcepts(seed, arguments, &run)) }
    try arguments.refuse(
      LabelKeys.all, by: "concepts without labels", keys: ["k", "layer", "method", "seed", "tolerance", "from"])
    if case .labelled(let method) = arguments[DiscoveryKeys.method] {
      throw ArgumentError(
        DiscoveryKeys.method,
        .failed(
          "\(method.name) learns concepts from labels: write from=labels, or take one of "
            + ConceptDiscovery.Method.allCases.map(\.rawValue).joined(separator: ", ")))
    }
    if let layer = arguments[layer] ?? model.recurrentLayer, model.layers[layer].operation is Recurrence {
      try checkStates(of: layer, model)
      if isAutomaton(arguments) { return .result(try extractAutomaton(layer, seed, arguments, &run)) }
      return .result(try extractMachine(layer, seed, arguments, &run))
    }
    return .result(try discoverConcepts(seed, arguments, &run))
  }

  private static func isAutomaton(_ arguments: Arguments) -> Bool { arguments[what] == "automaton" }

  /// Throws where a recurrent layer has no state at each step that a machine could be made of.
  private static func checkStates(of layer: Int, _ model: Model) throws {
    guard (model.layers[layer].operation as? Recurrence)?.output == .states,
      model.layers[layer].shape.rank == 2,
      layer <= model.logits
    else {
      throw ArgumentError(
        Self.layer,
        .failed(
          "layer \(model.layers[layer].name) does not hand on a state [steps, units] that the logits follow from"
        ))
    }
  }

  private static func findBottleneck(
    _ seed: UInt64, _ arguments: Arguments, _ run: Run
  ) throws -> FoundBottleneck {
    let used = [layer.name, "seed", LabelKeys.budget.name, LabelKeys.from.name] + BottleneckKeys.all.map(\.name)
    try arguments.refuse(
      ([k, tolerance] + LabelKeys.all + others).filter { !used.contains($0.name) },
      by: "a bottleneck", keys: used)
    let model = try run.currentModel()
    var read = model.logits
    if case .layer(let before) = model.layers[model.logits].operands.first { read = before }
    return try FoundBottleneck(
      layer: arguments[layer] ?? read, budget: arguments[LabelKeys.budget] ?? LabelKeys.defaultBudget, seed: seed,
      arguments, run)
  }

  private static func learnConcepts(
    _ seed: UInt64, _ arguments: Arguments, _ run: inout Run
  ) throws -> FoundLearnedConcepts {
    if isAutomaton(arguments) {
      throw ArgumentError(
        LabelKeys.from, .failed("an automaton is learned from the network's answers: leave from= out"))
    }
    try arguments.refuse(
      MachineKeys.all + AutomatonKeys.all + [k, layer, tolerance, DiscoveryKeys.active, DiscoveryKeys.alpha, DiscoveryKeys.steps],
      by: "concepts from labels", keys: ["method", "seed"] + LabelKeys.all.map(\.name))
    let method: ConceptMethod
    switch arguments[DiscoveryKeys.method] {
    case .labelled(let named): method = named
    case .found(let other):
      throw ArgumentError(
        DiscoveryKeys.method,
        .failed("\(other.rawValue) finds concepts without labels: leave from=labels out, or take logistic, for example"))
    case nil: method = .layers(.logistic)
    }
    try LearningSettings.checkKeys([method], arguments)
    let settings = LearningSettings(
      arguments, method, budget: arguments[LabelKeys.budget] ?? LabelKeys.defaultBudget, seed: seed)
    let learned = try run.recalled { try run.learnConcepts(settings, monitor: run.monitor) }
    run.session.findings = .learned(learned)
    return try FoundLearnedConcepts(learned)
  }

  private static func extractAutomaton(
    _ layer: Int, _ seed: UInt64, _ arguments: Arguments, _ run: inout Run
  ) throws -> FoundAutomaton {
    try arguments.refuse(
      MachineKeys.all + DiscoveryKeys.all + [k, tolerance], by: "an automaton",
      keys: ["layer", "seed"] + AutomatonKeys.all.map(\.name))
    let extracted = try run.recalled { try run.extractAutomaton(layer: layer, seed: seed, arguments) }
    run.session.automaton = extracted
    return try FoundAutomaton(extracted, run)
  }

  private static func extractMachine(
    _ layer: Int, _ seed: UInt64, _ arguments: Arguments, _ run: inout Run
  ) throws -> FoundMachine {
    try arguments.refuse(
      AutomatonKeys.all + DiscoveryKeys.all + [tolerance], by: "a machine",
      keys: ["k", "layer", "seed"] + MachineKeys.all.map(\.name))
    let extracted = try run.recalled {
      try run.extractMachine(arguments[k], layer: layer, seed: seed, arguments)
    }
    run.session.findings = .machine(extracted)
    return try FoundMachine(extracted, run, seed: seed)
  }

  private static func discoverConcepts(
    _ seed: UInt64, _ arguments: Arguments, _ run: inout Run
  ) throws -> FoundConcepts {
    if isAutomaton(arguments) {
      throw ArgumentError(
        name: arguments.isGiven(layer) ? layer.name : what.name,
        .failed(
          "an automaton is extracted from a recurrent layer that hands on its state, such as those of train gru"
        ))
    }
    try arguments.refuse(
      MachineKeys.all + AutomatonKeys.all, by: "a layer that is not recurrent",
      keys: ["k", "layer", "method", "seed", "tolerance"])
    var method: ConceptDiscovery.Method?
    if case .found(let named) = arguments[DiscoveryKeys.method] { method = named }
    try DiscoveryKeys.check(method, arguments)
    guard arguments[k].count == 1 else {
      throw ArgumentError(
        k, .failed("of a layer that is not recurrent one number of concepts is found at a time"))
    }
    let (model, data) = (try run.currentModel(), try run.currentData())
    var discovery = ConceptDiscovery(count: arguments[k][0])
    discovery.seed = seed
    discovery.tolerance = arguments[tolerance]
    discovery.method = method
    discovery.active = arguments[DiscoveryKeys.active]
    discovery.penalty = arguments[DiscoveryKeys.alpha] ?? discovery.penalty
    discovery.steps = arguments[DiscoveryKeys.steps] ?? discovery.steps
    let concepts: DiscoveredConcepts
    do {
      concepts = try run.recalled {
        try discovery.concepts(
          in: arguments[layer] ?? ConceptDiscovery.defaultLayer(of: model), of: model, Samples(data),
          executor: run.executor, monitor: run.monitor)
      }
    } catch let error as ConceptError {
      switch error {
      case .count, .directions, .rows: throw ArgumentError(k, .failed("\(error)"))
      case .negative: throw ArgumentError(DiscoveryKeys.method, .failed("\(error)"))
      default: throw error
      }
    }
    run.session.findings = .directions(concepts)
    return try FoundConcepts(concepts, run)
  }
}

extension Samples {
  /// All samples of a data set.
  init(_ data: Dataset) {
    self.init(count: data.count, labels: data.labels) { Inputs(try data.samples(Array($0))) }
  }
}
