import Attributions
import Concepts
import Data
import Figures
import Models
import Tensors

/// Whether a class's logit grows along a concept's direction in layers more often than along random ones.
struct FoundConceptTest: Result {
  static let kind = "concept test"
  static let fields: [Field<FoundConceptTest>] = [
    Field("layers", "the layers, in order") { found in .list(found.tests.map { .text($0.layer) }) },
    Field("scores", "for each layer the share of samples of the class whose logit grows along the concept, over runs") {
      .list($0.tests.map { .number(mean($0.test.scores)) })
    },
    Field("random", "the same along directions between random sets") {
      .list($0.tests.map { .number(mean($0.test.random)) })
    },
    Field("p", "for each layer the p of Welch's test of both, times the number of layers (Bonferroni), at most 1") {
      found in .list(found.tests.map { .number(found.corrected($0.test)) })
    },
    Field("t", "for each layer the t of that test") { .list($0.tests.map { .number($0.test.test.t) }) },
    Field("accuracies", "how well directions part examples they were not learned from: a half is chance") {
      .list($0.tests.map { .number($0.test.accuracy) })
    },
    Field("derivatives", "for each layer the mean derivative of the logit along the direction") {
      .list($0.tests.map { .number($0.test.derivative) })
    },
    Field("examples", "the samples that are examples") { .list($0.examples.map { .number(Double($0)) }) },
  ]

  private let tests: [(layer: String, test: ConceptTest)]
  private let examples: [Int]
  private let head: String

  private static let most = 100
  private static let mostOfClass = 200

  init(seed: UInt64, _ arguments: Arguments, _ run: Run) throws {
    let (model, data) = (try run.currentModel(), try run.currentData())
    guard let y = arguments[ConceptTestKeys.y] else {
      throw Mistake.failed("extract tcav needs y=: the class whose logit is asked about")
    }
    let (all, name) = try Self.examples(arguments, data)
    let having = Set(all)
    let others = (0..<data.count).filter { !having.contains($0) }
    var random = Random(seed: seed, stream: 31)
    // Half of the others part examples from, and half from each other.
    let size = min(Self.most, all.count, others.count / 2)
    guard size >= 5 else {
      throw Mistake.failed(
        "\(name) is in \(all.count) samples, and \(others.count) are left beside them: 5 examples are needed at least, and twice "
          + "as many others")
    }
    let examples = random.shuffled(all).prefix(size).sorted()
    let pool = random.shuffled(others).prefix(max(2 * size, 1000)).sorted()
    let labels = try data.labels ?? run.predictedClasses(Array(0..<data.count))
    let asked = random.shuffled((0..<data.count).filter { labels[$0] == y }).prefix(Self.mostOfClass).sorted()
    guard !asked.isEmpty else {
      throw ArgumentError(ConceptTestKeys.y, .failed("no sample is of class \(data.className(y)), whose logit is asked about"))
    }
    let layers = (arguments[LabelKeys.layers] ?? .list([ConceptDiscovery.defaultLayer(of: model)])).layers(of: model)
    if let late = layers.first(where: { $0 >= model.logits }) {
      throw ArgumentError(
        LabelKeys.layers, .failed("layer \(model.layers[late].name) does not come before the logits: take an earlier one"))
    }
    let runs = arguments[ConceptTestKeys.runs] ?? 20
    tests = try run.recalled {
      try layers.enumerated().map { place, layer in
        let monitor = run.monitor.part(from: Double(place) / Double(layers.count), share: 1 / Double(layers.count))
        func outputs(_ indices: [Int]) throws -> Tensor {
          var parts: [Tensor] = []
          for first in stride(from: 0, to: indices.count, by: 256) {
            let some = Array(indices[first..<min(indices.count, first + 256)])
            let found = try model.activation(of: layer, Inputs(data.samples(some)), executor: run.executor, monitor: monitor)
            parts.append(found.reshaped([some.count, model.layers[layer].shape.count]))
          }
          return .joined(parts)
        }
        let gradients = try model.gradients(
          ofLogit: y, by: layer,
          Samples(count: asked.count, labels: nil) { range in Inputs(try data.samples(range.map { asked[$0] })) },
          executor: run.executor, monitor: monitor)
        return try ConceptTest(
          concept: outputs(examples), pool: outputs(pool), gradients: gradients, runs: runs, seed: seed, monitor: monitor)
      }
    }.enumerated().map { (model.layers[layers[$0]].name, $1) }
    self.examples = examples
    head = "how often class \(data.className(y)) grows along \(name): \(size) examples, \(runs) random sets of as many, "
      + "\(asked.count) samples of the class, seed \(seed)"
  }

  private static func examples(_ arguments: Arguments, _ data: Dataset) throws -> ([Int], String) {
    let given: [any Parameter] = [ConceptTestKeys.concept, ConceptTestKeys.ofClass, ConceptTestKeys.examples]
    guard given.count(where: { arguments.isGiven($0) }) == 1 else {
      throw Mistake.failed("extract tcav needs one of concept= with value=, class= and examples=: what its examples are")
    }
    if arguments[ConceptTestKeys.concept] == nil, arguments.isGiven(ConceptTestKeys.value) {
      throw ArgumentError(ConceptTestKeys.value, .failed("value= is of a concept: give concept=, too"))
    }
    if let indices = arguments[ConceptTestKeys.examples] {
      if let index = indices.first(where: { $0 >= data.count }) {
        throw ArgumentError(ConceptTestKeys.examples, .failed("there is no sample \(index): they count from 0 to \(data.count - 1)"))
      }
      return (Set(indices).sorted(), "what \(indices.count) samples share")
    }
    if let label = arguments[ConceptTestKeys.ofClass] {
      guard let labels = data.labels else { throw Mistake.failed("\(data.name) has no labels: give examples=") }
      return (labels.indices.filter { labels[$0] == label }, "class \(data.className(label))")
    }
    guard let concepts = data.concepts, let reference = arguments[ConceptTestKeys.concept] else {
      throw Mistake.failed("\(data.name) has no labels of concepts: give class= or examples=")
    }
    func index(_ reference: ConceptReference, _ names: [String], _ what: String, _ key: some Parameter) throws -> Int {
      do throws(Mistake) { return try reference.index(among: names, what: what) } catch { throw ArgumentError(key, error) }
    }
    let concept = try index(reference, concepts.names, "concept", ConceptTestKeys.concept)
    guard let level = arguments[ConceptTestKeys.value] else {
      throw Mistake.failed("concept= needs value=: which value of \(concepts.names[concept]) the examples have")
    }
    let value = try index(level, concepts.values[concept], "value of \(concepts.names[concept])", ConceptTestKeys.value)
    let column = concepts.column(concept)
    return (column.indices.filter { column[$0] == value }, "\(concepts.names[concept]) \(concepts.values[concept][value])")
  }

  private static func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(max(1, numbers.count)) }

  private func corrected(_ test: ConceptTest) -> Double { min(1, test.test.p * Double(tests.count)) }

  var summary: String {
    let lines = tests.map { layer, test in
      let p = corrected(test)
      let verdict =
        test.accuracy < 0.6
        ? "the concept is hardly there: its direction is next to chance"
        : p >= 0.05
          ? "no more than random directions"
          : Self.mean(test.scores) > Self.mean(test.random) ? "more often than along random directions" : "less often than along random directions"
      return "layer \(layer): \(percent(Self.mean(test.scores))) (random directions \(percent(Self.mean(test.random)))), "
        + "p \(p.text(significant: 2)), direction right of \(percent(test.accuracy)) of examples held out: \(verdict)"
    }
    let correction = tests.count > 1 ? "; p times \(tests.count) layers (Bonferroni)" : ""
    return ([head + correction] + lines).joined(separator: "\n")
  }

  var figure: (any Figure)? {
    get throws {
      try Bars(
        tests.flatMap { layer, test in
          [
            Bars.Bar(layer + (corrected(test) < 0.05 ? " *" : ""), Self.mean(test.scores)),
            Bars.Bar("\(layer), random", Self.mean(test.random)),
          ]
        }, title: "share of samples whose logit grows along the concept (*: p < 0.05)")
    }
  }

  var table: Table? {
    get throws {
      try Table(
        columns: ["layer", "score", "random", "t", "p", "accuracy", "derivative"],
        rows: tests.map { layer, test in
          [
            .text(layer), .number(Self.mean(test.scores)), .number(Self.mean(test.random)), .number(test.test.t),
            .number(corrected(test)), .number(test.accuracy), .number(test.derivative),
          ]
        })
    }
  }
}
