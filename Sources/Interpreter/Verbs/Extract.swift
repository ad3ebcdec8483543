import Attributions
import Concepts
import Data
import Models

extension Verb {
  private static let what = Key(
    "what", .choice("thing to extract", of: ["concepts"]), "what is to be found: concepts")
  private static let k = Key("k", .whole(from: 1, to: 512), "how many concepts", initial: 3)
  private static let layer = Key(
    "layer", optional: .layer, "the layer that they are found in",
    otherwise: "the last ReLU that has positions, else the last layer that has them")
  private static let seed = Key(
    "seed", optional: .whole(from: 0), "the seed of the first guess", otherwise: ":seed")
  private static let tolerance = Key(
    "tolerance", .number(from: 0), "the relative change of the error at which the factorisation stops",
    initial: 1e-5)

  static let extract = Verb(
    "extract", "Finds concepts in a layer, without labels", nouns: [what], keys: [k, layer, seed, tolerance],
    reads: [.model, .data], consults: [.seed], writes: [.concepts, .explanation], gives: FoundConcepts.self,
    cost: "a pass forward over all data, then a factorisation of what the layer gave",
    example: "extract concepts k=3",
    paper: "Fel et al. 2023, CRAFT; Lee and Seung 1999"
  ) { arguments, run in
    let (model, data) = (try run.currentModel(), try run.currentData())
    var discovery = ConceptDiscovery(count: arguments[k])
    discovery.seed = arguments[seed].map { UInt64($0) } ?? run.session.seed
    discovery.tolerance = arguments[tolerance]
    let concepts: DiscoveredConcepts
    do {
      concepts = try run.recalled {
        try discovery.concepts(
          in: arguments[layer] ?? ConceptDiscovery.defaultLayer(of: model), of: model, Samples(data),
          executor: run.executor, monitor: run.monitor)
      }
    } catch let error as ConceptError {
      if case .count = error { throw ArgumentError(k, .failed("\(error)")) }
      throw error
    }
    run.session.concepts = concepts
    return .result(try FoundConcepts(concepts, run))
  }
}

extension Samples {
  /// All samples of a data set.
  init(_ data: Dataset) {
    self.init(count: data.count, labels: data.labels) { Inputs(try data.samples(Array($0))) }
  }
}
