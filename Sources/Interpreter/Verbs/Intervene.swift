import Attributions
import Concepts
import Data
import Figures
import Models
import Tensors

extension Verb {
  private static let concept = Key(
    "concept", optional: Kind<ConceptReference>.concept.list,
    "the extracted concepts to change, by number or name")
  private static let layer = Key("layer", optional: .layer, "the layer whose units are changed")
  private static let channel = Key(
    "channel", optional: .channels, "which of its channels", otherwise: "all of them")
  /// Units of a layer, or a step of a sequence.
  private enum Place: Sendable {
    case unit(Unit)
    case step(Int)

    var unit: Unit? { if case .unit(let unit) = self { unit } else { nil } }
    var step: Int? { if case .step(let step) = self { step } else { nil } }
  }

  private static let place = Kind<Place>("a unit such as conv2:50, or a step") {
    (value, scope) throws(Mistake) in
    if case .number = value { return .step(try Kind<Int>.whole(from: 0).read(value, scope)) }
    return .unit(try Kind<Unit>.unit.read(value, scope))
  }

  private static let at = Key(
    "at", optional: place.list,
    "units of one layer: conv2:50, neurons: conv2:50@[3,7]; of a machine the step from which it is in the state"
  )
  private static let until = Key(
    "until", optional: .whole(from: 1), "the step from which a machine goes on by itself", otherwise: "never")
  private static let value = Key(
    "value", optional: Kind<ConceptValue>.conceptValue.list,
    "for concepts a strength, where 0 removes it and 1 is its typical high value; for concepts learned from labels the "
      + "value they have, by number or name; for units their activation")
  private static let scale = Key(
    "scale", optional: Kind<Double>.number(), "what the units' activation is multiplied by")
  private static let y = Key(
    "y", optional: .classNumber, "the class whose probability the field prob gives",
    otherwise: "the class predicted before")

  static let intervene = Verb(
    "intervene", "Changes concepts or units in a layer and shows what the network then predicts",
    keys: [concept, layer, channel, at, until, value, scale, y, Keys.sample], subject: Keys.sample,
    reads: [.model, .data, .samples, .concepts], writes: [.explanation],
    cost: "a pass forward for each sample, and a second one from the layer on",
    example: "intervene layer=4 channel=50 value=0",
    foresee: { arguments, _ in try checkTogether(arguments) },
    run: { arguments, run in
      try checkTogether(arguments)
      if case .machine(let machine) = run.session.findings, arguments.isGiven(concept) {
        return .result(try force(machine, arguments, run))
      }
      if case .learned(let learned) = run.session.findings, arguments.isGiven(concept) {
        return .result(try correct(learned, arguments, run))
      }
      try arguments.refuse([until], by: "what is no machine")
      if arguments.isGiven(concept) {
        try arguments.refuse([at], by: "concepts that are no machine's states")
      }
      if let places = arguments[at], places.contains(where: { $0.unit == nil }) {
        throw ArgumentError(at, .failed("units are written layer:channel, such as conv2:50"))
      }
      guard arguments.isGiven(value) || arguments.isGiven(scale) else { throw needsValue }
      let (model, data) = (try run.currentModel(), try run.currentData())
      let (intervention, text) = try intervention(arguments, model, run)
      let indices = run.explainedSamples(arguments)
      let outcome = try intervention.outcome(
        model, samples: run.inputs(indices), executor: run.executor, monitor: run.monitor)
      return .result(
        Intervened(outcome, text: text, y: arguments[y], indices: indices, model: model, data: data))
    })

  private static let needsValue = Mistake.failed(
    "intervene needs value= or, for units, scale=: what they are changed to")

  /// A state that is forced on a machine.
  private static func force(_ extracted: ExtractedMachine, _ arguments: Arguments, _ run: Run) throws
    -> TracedSequence
  {
    try arguments.refuse(
      [channel, layer, scale, value, y], by: "a machine", keys: ["concept", "at", "until", "sample"])
    guard let states = arguments[concept], states.count == 1 else {
      throw ArgumentError(concept, .failed("a machine is in one state at a time"))
    }
    let state = try extracted.machine.index(of: states[0], concept)
    let places = arguments[at] ?? [.step(0)]
    guard places.count == 1, let step = places[0].step else {
      throw ArgumentError(at, .failed("a state is forced from one step on, such as at=10"))
    }
    let steps = try run.currentData().shape[0]
    guard step < steps else {
      throw ArgumentError(at, .failed("sequences have steps 0 to \(steps - 1), and no \(step)"))
    }
    let end = arguments[until]
    if let end, end <= step { throw ArgumentError(until, .failed("until=\(end) is not after at=\(step)")) }
    let name = extracted.machine.states[state].name
    return try run.traced(
      extracted, arguments, forced: .init(state: state, from: step, until: end),
      change: "\(name) from step \(step)\(end.map { " to \($0 - 1)" } ?? " on")")
  }

  /// Concepts of one sample that are given other values.
  private static func correct(_ learned: LearnedConcepts, _ arguments: Arguments, _ run: Run) throws
    -> CorrectedConcepts
  {
    try arguments.refuse(
      [at, channel, layer, scale, until, y], by: "concepts learned from labels",
      keys: ["concept", "value", "sample"])
    let (data, model) = (try run.currentData(), learned.model)
    let indices = run.explainedSamples(arguments)
    guard indices.count == 1 else {
      throw ArgumentError(
        Keys.sample, .failed("the concepts of one sample are corrected at a time, not of \(indices.count)"))
    }
    guard let references = arguments[concept], let levels = arguments[value] else { throw needsValue }
    guard levels.count == references.count else {
      throw ArgumentError(value, .differentCounts("values", levels.count, "concepts", references.count))
    }
    var changes: [Int: Int] = [:]
    for (reference, level) in zip(references, levels) {
      let number = try index(reference, among: learned.names, what: "concept", concept)
      do throws(Mistake) {
        changes[number] = try level.place(
          among: model.concepts[number].values, what: "value of \(learned.names[number])")
      } catch { throw ArgumentError(value, error) }
    }
    let prediction = try run.predictConcepts(indices, by: learned.reader, run.monitor)
    let predicted = prediction.values[0]
    let (before, after) = try model.decisions(prediction, replacing: changes)
    let width = learned.names.count
    let truth = learned.names.indices.map { number -> Int? in
      let label = data.concepts?.labels[indices[0] * width + number]
      return label == ConceptLabels.missing ? nil : label
    }
    var changed = predicted
    for (number, value) in changes { changed[number] = value }
    return CorrectedConcepts(
      model: model, values: predicted, changed: changed, truth: truth, before: before, after: after,
      network: try run.logits(of: indices).rowArgmax[0], label: data.labels?[indices[0]], index: indices[0])
  }

  private static func index<Content>(
    _ reference: ConceptReference, among names: [String], what: String, _ key: Key<Content>
  ) throws(ArgumentError) -> Int {
    do throws(Mistake) { return try reference.index(among: names, what: what) } catch {
      throw ArgumentError(key, error)
    }
  }

  /// Either concepts or units, and a value or a factor.
  private static func checkTogether(_ arguments: Arguments) throws {
    let units = arguments.isGiven(layer) || arguments.isGiven(at)
    let isStep = arguments.isPending(at) || arguments[at]?.allSatisfy { $0.step != nil } ?? false
    if arguments.isGiven(concept), arguments.isGiven(layer) || arguments.isGiven(at) && !isStep {
      throw ArgumentError(concept, .notTogether("concept=", arguments.isGiven(layer) ? "layer=" : "at="))
    }
    if arguments.isGiven(layer), arguments.isGiven(at) {
      throw ArgumentError(at, .notTogether("layer=", "at="))
    }
    if !arguments.isGiven(concept), !units {
      throw Mistake.failed("intervene needs concept=, layer= or at=: what is to be changed")
    }
    if arguments.isGiven(value), arguments.isGiven(scale) {
      throw ArgumentError(scale, .notTogether("value=", "scale="))
    }
    if arguments.isGiven(concept), arguments.isGiven(scale) {
      throw ArgumentError(scale, .notTogether("concept=", "scale="))
    }
    if !arguments.isGiven(concept), !arguments.isGiven(value), !arguments.isGiven(scale) { throw needsValue }
    if !arguments.isGiven(concept), isStep, !arguments.isPending(at), let step = arguments[at]?.first?.step {
      throw ArgumentError(
        at, .failed("\(step) is a step of a sequence, and concept= says which state it is in from there"))
    }
  }

  /// "from 0.4 ": how strong the concept is in the one sample that is changed, 1 being its typical high value.
  private static func present(
    _ concept: Int, _ concepts: DiscoveredConcepts, _ arguments: Arguments, _ run: Run
  ) -> String {
    let indices = run.samples(arguments, otherwise: [0])
    let strengths = concepts.strength(of: concept)
    guard indices.count == 1, strengths.indices.contains(indices[0]), concepts.typical[concept] != 0 else {
      return ""
    }
    return "from \(Double(strengths[indices[0]] / concepts.typical[concept]).text(significant: 3)) "
  }

  private static func intervention(
    _ arguments: Arguments, _ model: Model, _ run: Run
  ) throws -> (Intervention, String) {
    if arguments.isGiven(concept), run.session.concepts == nil {
      throw ArgumentError(
        concept, .failed("no concepts have been extracted yet; write first: extract concepts k=3"))
    }
    let values = try (arguments[value] ?? []).map { level -> Float in
      guard case .number(let number) = level else {
        throw ArgumentError(value, .wrongKind(expected: "a number", found: "text"))
      }
      return Float(number)
    }
    if let references = arguments[concept], let concepts = run.session.concepts {
      // Directions have no names but their numbers.
      let names = (0..<concepts.count).map(String.init)
      let wanted = try references.map { try index($0, among: names, what: "concept", concept) }
      guard values.count == 1 || values.count == wanted.count else {
        throw ArgumentError(value, .differentCounts("values", values.count, "concepts", wanted.count))
      }
      let pairs = wanted.enumerated().map { ($1, values[values.count == 1 ? 0 : $0]) }
      let text = pairs.map { concept, value in
        "concept \(concept) \(present(concept, concepts, arguments, run))to \(Double(value).text(significant: 3))"
      }.joined(separator: ", ")
      return (.concepts(concepts, Dictionary(pairs) { _, last in last }), text)
    }
    let units: [Unit]
    if let layer = arguments[layer] {
      let count = model.channelCount(of: layer)
      let channels: [Int] =
        if case .each(let lists) = arguments[channel] { lists.flatMap { $0 } } else { Array(0..<count) }
      units = [Unit(layer: layer, channels: channels)]
    } else {
      units = arguments[at]?.compactMap(\.unit) ?? []
    }
    if let other = units.first(where: { $0.layer != units[0].layer }) {
      throw ArgumentError(
        at,
        .failed(
          "units of one layer can be changed at a time, not of \(model.layers[units[0].layer].name) and \(model.layers[other.layer].name)"
        ))
    }
    let names =
      units.map { unit in
        let channels =
          unit.channels.count > 4
          ? "\(unit.channels.count) channels"
          : "channel\(unit.channels.count == 1 ? "" : "s") "
            + unit.channels.map(String.init).joined(separator: ", ")
        return channels + (unit.positions.map { " at \($0.map(String.init).joined(separator: ", "))" } ?? "")
      }.joined(separator: ", ") + " of layer \(model.layers[units[0].layer].name)"
    if let factor = arguments[scale] {
      return (.scale(units, Float(factor)), "\(names) times \(factor.text(significant: 4))")
    }
    guard values.count == 1 else {
      throw ArgumentError(value, .failed("units take one value, not \(values.count)"))
    }
    return (.set(units, values[0]), "\(names) at \(Double(values[0]).text(significant: 4))")
  }
}
