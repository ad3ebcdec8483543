import Attributions
import Concepts
import Data
import Figures
import Models

extension Verb {
  private static let concept = Key(
    "concept", optional: Kind<Int>.whole(from: 0).list, "the extracted concepts to change")
  private static let layer = Key("layer", optional: .layer, "the layer whose units are changed")
  private static let channel = Key(
    "channel", optional: .channels, "which of its channels", otherwise: "all of them")
  private static let at = Key(
    "at", optional: Kind<Unit>.unit.list, "units of one layer: conv2:50, neurons: conv2:50@[3,7]")
  private static let value = Key(
    "value", optional: Kind<Double>.number().list,
    "for concepts a strength, where 0 removes it and 1 is its typical high value; for units their activation")
  private static let scale = Key(
    "scale", optional: Kind<Double>.number(), "what the units' activation is multiplied by")
  private static let y = Key(
    "y", optional: .classNumber, "the class whose probability the field prob gives",
    otherwise: "the class predicted before")

  static let intervene = Verb(
    "intervene", "Changes concepts or units in a layer and shows what the network then predicts",
    keys: [concept, layer, channel, at, value, scale, y, Keys.sample], subject: Keys.sample,
    reads: [.model, .data, .samples, .concepts], writes: [.explanation], gives: Intervened.self,
    cost: "a pass forward for each sample, and a second one from the layer on",
    example: "intervene layer=4 channel=50 value=0",
    foresee: { arguments, _ in try checkTogether(arguments) },
    run: { arguments, run in
      try checkTogether(arguments)
      let (model, data) = (try run.currentModel(), try run.currentData())
      let (intervention, text) = try intervention(arguments, model, run)
      let indices = run.explainedSamples(arguments)
      let outcome = try intervention.outcome(
        model, samples: run.inputs(indices), executor: run.executor, monitor: run.monitor)
      return .result(
        Intervened(outcome, text: text, y: arguments[y], indices: indices, model: model, data: data))
    })

  /// Either concepts or units, and a value or a factor.
  private static func checkTogether(_ arguments: Arguments) throws {
    let units = arguments.isGiven(layer) || arguments.isGiven(at)
    if arguments.isGiven(concept), units {
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
    if !arguments.isGiven(value), !arguments.isGiven(scale) {
      throw Mistake.failed("intervene needs value= or, for units, scale=: what they are changed to")
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
    let values = arguments[value]?.map { Float($0) } ?? []
    if let wanted = arguments[concept] {
      guard let concepts = run.session.concepts else {
        throw ArgumentError(
          concept, .failed("no concepts have been extracted yet; write first: extract concepts k=3"))
      }
      if let wrong = wanted.first(where: { $0 >= concepts.count }) {
        throw ArgumentError(concept, .failed("\(ConceptError.noSuchConcept(wrong, count: concepts.count))"))
      }
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
      units = arguments[at] ?? []
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
