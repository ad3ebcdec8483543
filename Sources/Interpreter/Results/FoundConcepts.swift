import Attributions
import Concepts
import Data
import Figures
import Models
import Tensors

/// Concepts found in a layer, with what they speak for and the samples that show them best.
struct FoundConcepts: Result {
  static let kind = "concepts"
  static let fields: [Field<FoundConcepts>] = [
    Field("count", "how many they are") { .number(Double($0.concepts.count)) },
    Field("directions", "each concept's direction in the layer's channels: [concepts, channels]") {
      .tensor($0.concepts.basis.directions)
    },
    Field("strengths", "how strong each is in each sample: [samples, concepts]") { .tensor($0.concepts.strengths) },
    Field("typical", "the strength that 19 of 20 samples stay below: [concepts]") {
      .tensor(Tensor([$0.concepts.typical.count], $0.concepts.typical))
    },
    Field("shares", "the share of the layer's activation that would be lost without each") {
      .list($0.concepts.shares.map { .number($0) })
    },
    Field("explained", "the share that all of them explain") { .number($0.concepts.explained) },
    Field("variance", "the share of the variance around the mean that they rebuild, by which methods can be compared") {
      .number($0.concepts.variance)
    },
    Field("active", "the mean number of concepts that are not 0 at a position") { .number($0.concepts.active) },
    Field("hoyer", "how sparse strengths are at a position, from 0 to 1 (Hoyer 2004)") { .number($0.concepts.hoyer) },
    Field("dead", "how many concepts are 0 everywhere") { .number(Double($0.concepts.dead)) },
    Field("revived", "how many units of an autoencoder were begun anew in training") {
      .number(Double($0.concepts.revived))
    },
    Field("examples", "for each concept, the samples in which it is strongest") { found in
      .list(found.examples.map { .list($0.map { .number(Double($0)) }) })
    },
    Field("layer", "the layer that they are found in") { .text($0.layer) },
    Field("iterations", "how many turns the factorisation took") { .number(Double($0.concepts.iterations)) },
  ]

  private let concepts: DiscoveredConcepts
  private let layer: String
  private let data: Dataset
  /// For each concept, the classes in which it is at least a fifth stronger than on average, strongest first.
  private let classes: [[(label: Int, ratio: Double)]]
  private let examples: [[Int]]
  /// For each concept, its map in each of the examples.
  private let maps: [[Tensor]]

  private static let shownExamples = 4
  private static let shownConcepts = 8
  private static let listedConcepts = 20

  init(_ concepts: DiscoveredConcepts, _ run: Run) throws {
    let (model, data) = (try run.currentModel(), try run.currentData())
    self.concepts = concepts
    self.data = data
    layer = model.layers[concepts.layer].name
    let labels = try data.labels ?? run.logits(of: Array(0..<data.count)).rowArgmax
    classes = (0..<concepts.count).map { concept in
      concepts.classRatios(of: concept, labels: labels, classes: max(model.classCount, (labels.max() ?? 0) + 1))
        .enumerated().filter { $0.element >= 1.2 }.sorted { ($0.element, $1.offset) > ($1.element, $0.offset) }
        .map { (label: $0.offset, ratio: $0.element) }
    }
    let examples = (0..<concepts.count).map { concepts.examples(of: $0, 10) }
    self.examples = examples
    maps = try (0..<min(concepts.count, Self.shownConcepts)).map { concept in
      let shown = Array(examples[concept].prefix(Self.shownExamples))
      let activation = try model.activation(
        of: concepts.layer, Inputs(data.samples(shown)), executor: run.executor, monitor: run.monitor)
      return try shown.indices.map { try concepts.maps(activation[$0])[concept] }
    }
  }

  var summary: String {
    let ending = concepts.converged ? "converged to \(concepts.tolerance)" : "stopped, not yet at \(concepts.tolerance)"
    let turns =
      switch concepts.basis.method {
      case .autoencoder: ", trained on \(concepts.iterations) minibatches, seed \(concepts.seed)"
      case .principal: concepts.basis.isNonNegative ? "" : ", since the layer has negative values"
      case .clusters: "; \(concepts.iterations) turns, seed \(concepts.seed)"
      case .dictionary, .independent, .nonNegative:
        "; \(ending) after \(concepts.iterations) turns, seed \(concepts.seed)"
      }
    let head =
      "\(concepts.count) concepts in layer \(layer) by \(concepts.basis.method.rawValue) over "
      + "\(concepts.fittedOn) samples\(turns); together they explain \(percent(concepts.explained))"
    let dead =
      concepts.dead > 0 || concepts.revived > 0
      ? "; \(concepts.dead) are 0 everywhere\(concepts.revived > 0 ? " after \(concepts.revived) were begun anew" : "")" : ""
    let sparsity =
      "\(percent(concepts.variance)) of the variance; \(concepts.active.text(decimals: 1)) of \(concepts.count) are active at a "
      + "position, sparsity \(concepts.hoyer.text(decimals: 2))\(dead)"
    let listed = min(concepts.count, Self.listedConcepts)
    let rest = concepts.count > listed ? ["and \(concepts.count - listed) more, which explain less: save a table of all as .csv"] : []
    return ([head, sparsity] + (0..<listed).map(line) + rest).joined(separator: "\n")
  }

  private func line(_ concept: Int) -> String {
    let speaks = classes[concept].prefix(3).map { "\(data.className($0.label)) (x \($0.ratio.text(decimals: 1)))" }
    return "concept \(concept): \(percent(concepts.shares[concept])), "
      + (speaks.isEmpty ? "speaks for no class in particular" : "speaks for \(speaks.joined(separator: ", "))")
      + "; strongest in samples \(examples[concept].prefix(5).map(String.init).joined(separator: ", "))"
  }

  private func percent(_ share: Double) -> String { "\((share * 100).text(decimals: 1)) %" }

  /// For each concept its best examples, each with the concept's place in it.
  var figure: (any Figure)? {
    get throws {
      guard data.shape.rank == 3, [1, 3].contains(data.shape[0]), maps.first?.first?.rank == 2 else {
        let listed = min(concepts.count, Self.listedConcepts)
        return try Bars(
          (0..<listed).map { Bars.Bar("concept \($0)", concepts.shares[$0]) },
          title: "share explained" + (concepts.count > listed ? ", the first \(listed) of \(concepts.count)" : ""))
      }
      let rows = try maps.enumerated().map { concept, maps in
        let tiles = try zip(examples[concept], maps).flatMap { index, map in
          [
            ImageGrid.Tile(.image(try data.sample(index)), caption: "#\(index)"),
            ImageGrid.Tile(.heatmap(map), caption: data.labels.map { data.shortName($0[index]) } ?? ""),
          ]
        }
        return ImageGrid.Row(title: "\(concept): \(percent(concepts.shares[concept]))", tiles: tiles)
      }
      return try ImageGrid(rows: rows, title: "concepts in layer \(layer): share, best samples, and where in them"
          + (concepts.count > maps.count ? "; the first \(maps.count) of \(concepts.count)" : ""))
    }
  }

  var table: Table? {
    get throws {
      try Table(
        columns: ["concept", "share", "typical strength", "classes", "examples"],
        rows: (0..<concepts.count).map { concept in
          [
            .integer(concept), .number(concepts.shares[concept]), .number(concepts.typical[concept]),
            .text(classes[concept].map { data.className($0.label) }.joined(separator: " ")),
            .text(examples[concept].map(String.init).joined(separator: " ")),
          ]
        })
    }
  }

  var tensor: Tensor? { concepts.strengths }

  var archive: [(key: String, tensor: Tensor)]? {
    [
      (key: "directions", tensor: concepts.basis.directions), (key: "offset", tensor: concepts.basis.offset),
      (key: "strengths", tensor: concepts.strengths),
      (key: "typical", tensor: Tensor([concepts.count], concepts.typical)),
      (key: "patterns", tensor: concepts.patterns),
    ]
  }
}
