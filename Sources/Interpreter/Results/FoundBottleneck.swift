import Concepts
import Data
import Execution
import Figures
import Models
import Tensors

/// A network whose last dense layers were replaced by concepts and a sparse linear model, afterwards.
struct FoundBottleneck: Result {
  static let kind = "post-hoc bottleneck"
  static let fields: [Field<FoundBottleneck>] = [
    Field("fidelity", "the share of samples of which it says the network's class") { .number($0.fidelity.fidelity) },
    Field("accuracy", "the share of which it says the true class") {
      $0.fidelity.accuracy.map { .number($0) } ?? .nothing
    },
    Field("network_accuracy", "the same of the network") {
      $0.fidelity.networkAccuracy.map { .number($0) } ?? .nothing
    },
    Field("weights", "from the values of concepts to the classes: [classes, values]") { found in
      let rows = found.bottleneck.head.coefficients
      return .tensor(Tensor([rows.count, rows.first?.count ?? 0], rows.flatMap { $0.map { Float($0) } }))
    },
    Field("sparsity", "the share of weights that are 0") { .number($0.zeros) },
    Field("values", "what the columns of weights are of") { .list($0.names.map { .text($0) }) },
  ]

  private let bottleneck: PostHocBottleneck
  private let fidelity: ConceptModelFidelity
  private let names: [String]
  private let classes: [String]
  private let draw: LabelDraw
  private let seed: UInt64

  init(layer: Int, budget: Int, seed: UInt64, _ arguments: Arguments, _ run: Run) throws {
    let (model, data) = (try run.currentModel(), try run.currentData())
    guard let concepts = data.concepts else {
      throw Mistake.failed(
        "\(data.name) has no labels of concepts: load data dsprites has, and tables with concepts=[...]")
    }
    let draw: LabelDraw
    do throws(Mistake) {
      draw = try LabelDraw(concepts, budget: budget, unlabelled: 0, seed: seed)
    } catch { throw ArgumentError(LabelKeys.budget, error) }
    let labelled = concepts.names.indices.map { concept in
      let column = concepts.column(concept)
      return LabelledConcept(
        name: concepts.names[concept], values: concepts.values[concept],
        labels: draw.labelled.map { column[$0] == ConceptLabels.missing ? nil : column[$0] })
    }
    self.draw = draw
    let network = try run.predictedClasses(draw.modelled)
    bottleneck = try run.recalled {
      try PostHocBottleneck(
        concepts: labelled, bank: run.activations(draw.labelled, layers: [layer]),
        samples: run.activations(draw.modelled, layers: [layer]), labels: network,
        classes: model.classCount, penalty: arguments[BottleneckKeys.penalty] ?? 0.01,
        sparsity: arguments[BottleneckKeys.sparsity] ?? 0.99, monitor: run.monitor)
    }
    let judged = draw.judged
    fidelity = try ConceptModelFidelity(
      said: bottleneck.predict(run.activations(judged, layers: [layer]), monitor: run.monitor),
      network: run.predictedClasses(judged), truth: data.labels.map { labels in judged.map { labels[$0] } })
    names = bottleneck.directions.map { "\(concepts.names[$0.concept]) \(concepts.values[$0.concept][$0.value])" }
    classes = (0..<model.classCount).map(data.shortName)
    self.seed = seed
  }

  private var zeros: Double {
    let weights = bottleneck.head.coefficients.flatMap { $0 }
    return Double(weights.count { $0 == 0 }) / Double(max(1, weights.count))
  }

  /// The size of the weights of each value, the largest first.
  private var ranked: [(name: String, size: Double)] {
    names.indices.map { place in
      (names[place], bottleneck.head.coefficients.reduce(0) { $0 + abs($1[place]) })
    }.enumerated().sorted { (-$0.element.1, $0.offset) < (-$1.element.1, $1.offset) }.map(\.element)
  }

  var summary: String {
    let truth = fidelity.accuracy.map { accuracy in
      ", is right of \(percent(accuracy)) (the network of \(percent(fidelity.networkAccuracy ?? 0)))"
    }
    let matters = ranked.prefix(8).filter { $0.size > 0 }.map { "\($0.name) \($0.size.text(significant: 3))" }
    return """
      post-hoc bottleneck at layer \(bottleneck.layer.name): \(names.count) values of concepts from \(draw.labelled.count) labelled \
      samples, classes from the network's answers to \(draw.modelled.count) samples, seed \(seed); judged on \(draw.judged.count) others
      says what the network says of \(percent(fidelity.fidelity))\(truth ?? ""); \(percent(zeros)) of the weights are 0
      what matters, by the size of weights: \(matters.isEmpty ? "nothing; take a smaller penalty=" : matters.joined(separator: ", "))
      """
  }

  var figure: (any Figure)? {
    get throws {
      try Bars(ranked.prefix(20).map { Bars.Bar($0.name, $0.size) }, title: "values of concepts that matter")
    }
  }

  /// A row for each value of a concept, a column for each class.
  var table: Table? {
    get throws {
      try Table(
        columns: ["value"] + classes,
        rows: names.indices.map { place in
          [.text(names[place])] + bottleneck.head.coefficients.map { .number($0[place]) }
        })
    }
  }
}
