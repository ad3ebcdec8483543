import Concepts
import Figures
import Tensors

/// Concepts learned from few labels: which layer tells each, how well, and how well they make the network's decision.
struct FoundLearnedConcepts: Result {
  static let kind = "learned concepts"
  static let fields: [Field<FoundLearnedConcepts>] = [
    Field("concepts", "their names") { .list($0.learned.names.map { .text($0) }) },
    Field("accuracies", "on samples not learned from, the share of right values of each") { found in
      .list(found.accuracies.map { .number($0.accuracy) })
    },
    Field("f1", "the same as F1, the mean over values") { .list($0.accuracies.map { .number($0.f1) }) },
    Field("majorities", "what always saying the most frequent value reaches") {
      .list($0.accuracies.map { .number($0.majority) })
    },
    Field("layers", "the layer that tells each; none behind a network of its own") { found in
      .list(found.predictors.map { .text($0.layer?.name ?? "none") })
    },
    Field("scores", "of each concept and layer the accuracy in cross-validation: [concepts, layers]") {
      found in
      let scores = found.predictors.map { $0.scores.map { Float($0.accuracy) } }
      guard let width = scores.first?.count, scores.allSatisfy({ $0.count == width }) else { return .nothing }
      return .tensor(Tensor([scores.count, width], scores.flatMap { $0 }))
    },
    Field("fidelity", "the share of samples of which the concepts' model says the network's class") {
      .number($0.fidelity.fidelity)
    },
    Field("accuracy", "the share of samples of which it says the true class") {
      $0.fidelity.accuracy.map { .number($0) } ?? .nothing
    },
    Field("network_accuracy", "the same of the network") {
      $0.fidelity.networkAccuracy.map { .number($0) } ?? .nothing
    },
    Field("mpo", "the share of samples with at least 0, 1, 2, ... wrong concepts") { found in
      .list(found.overlap.shares.map { .number($0) })
    },
    Field("completeness", "how much of what the network knows of its task the concepts know") {
      $0.completeness.map { .number($0) } ?? .nothing
    },
  ]

  let learned: LearnedConcepts
  private let accuracies: [ConceptAccuracy]
  private let fidelity: ConceptModelFidelity
  private let overlap: MisPredictionOverlap

  init(_ learned: LearnedConcepts) throws {
    self.learned = learned
    accuracies = try learned.accuracies()
    fidelity = try learned.fidelity()
    overlap = try MisPredictionOverlap(
      predicted: learned.judged.prediction.values, truth: learned.judged.concepts)
  }

  /// What reads each concept in a layer; none where a network of its own names them.
  private var predictors: [ConceptPredictor] {
    if case .layers(let predictors) = learned.reader { predictors.predictors } else { [] }
  }

  private var completeness: Double? {
    guard let accuracy = fidelity.accuracy, let network = fidelity.networkAccuracy else { return nil }
    return Concepts.completeness(
      accuracy: accuracy, network: network, chance: 1 / Double(max(1, learned.model.classes.count)))
  }

  var summary: String {
    let (draw, count) = (learned.draw, learned.names.count)
    let how =
      switch learned.reader {
      case .layers(let predictors):
        " and \(draw.unlabelled.count) without labels, seed \(learned.seed); layers chosen by cross-validation in "
          + "\(predictors.extraction.folds) parts"
      case .network(let network):
        ", seed \(learned.seed); a network of its own, \(network.losses.count) epochs, weights of epoch \(network.epoch)"
      case .files: ""
      }
    let source = learned.reader == .files ? "" : " from \(draw.labelled.count) labelled samples"
    let head =
      "\(count) concept\(count == 1 ? "" : "s") by \(learned.method.name)\(source)\(how); "
      + "judged on \(draw.judged.count) other samples"
    let warnings = predictors.flatMap { predictor in predictor.warnings.map { $0.text(of: predictor) } }
    let truth = fidelity.accuracy.map { accuracy in
      ", is right of \(percent(accuracy)) (the network of \(percent(fidelity.networkAccuracy ?? 0)))"
    }
    let model =
      "\(learned.model.settings.kind.rawValue) from concepts to classes, learned from \(teacher) \(learned.modelled.network.count) "
      + "samples: says what the network says of \(percent(fidelity.fidelity))" + (truth ?? "")
      + (completeness.map { ", completeness \($0.text(decimals: 2))" } ?? "")
    let overlaps = overlap.shares.enumerated().dropFirst().map { "\($0) or more \(percent($1))" }.joined(
      separator: ", ")
    let lines = learned.names.indices.prefix(Self.mostLines).map(line)
    let more = count > Self.mostLines ? ["and \(count - Self.mostLines) further concepts"] : []
    return ([head] + lines + more + warnings + [model, "samples with wrong concepts: \(overlaps)"])
      .joined(separator: "\n")
  }

  private static let mostLines = 24

  private var teacher: String {
    if case .network(let network) = learned.method, network.isBottleneck { return "the true classes of" }
    return "the network's answers to"
  }

  /// "shape: 53.0 %, the most frequent value 34.0 %; layer relu5 (all entries), in cross-validation 60.0 % ± 2.0"
  private func line(_ concept: Int) -> String {
    let accuracy = accuracies[concept]
    let head =
      "\(learned.names[concept]): \(percent(accuracy.accuracy)), the most frequent value \(percent(accuracy.majority))"
      + (accuracy.accuracy <= accuracy.majority ? ": nothing is known of it" : "")
    guard predictors.indices.contains(concept) else { return head }
    let predictor = predictors[concept]
    let place = predictor.layer.map { layer in
      "layer \(layer.name)\(predictor.view.map { " (\($0.view.rawValue))" } ?? "")"
    }
    let score = predictor.score.map {
      ", in cross-validation \(percent($0.accuracy)) ± \((100 * $0.error).text(decimals: 1))"
    }
    return "\(head); \(place ?? "always \(predictor.values[mostFrequent(predictor)])")\(score ?? "")"
  }

  /// Concept by layer, the chosen layers starred; behind a network of its own how well each is named.
  var figure: (any Figure)? {
    get throws {
      var layers: [LayerActivations.Layer] = []
      for score in predictors.flatMap(\.scores) where !layers.contains(score.layer) { layers.append(score.layer) }
      layers.sort { $0.index < $1.index }
      guard !layers.isEmpty else {
        return try ShareMap(
          zip(learned.names, accuracies).map { ShareMap.Row($0, shares: [$1.accuracy], floor: $1.majority) },
          columns: [learned.method.name], title: "concepts, accuracy, %")
      }
      return try ShareMap(
        predictors.map { predictor in
          ShareMap.Row(
            predictor.name,
            shares: layers.map { layer in predictor.scores.first { $0.layer == layer }?.accuracy },
            floor: predictor.chance, chosen: predictor.layer.flatMap { layers.firstIndex(of: $0) })
        }, columns: layers.map(\.name), title: "concepts by layer, accuracy in cross-validation, %")
    }
  }

  /// A row for each concept.
  var table: Table? {
    get throws {
      try Table(
        columns: [
          "concept", "values", "layer", "view", "cross-validation", "standard error", "accuracy", "F1",
          "most frequent",
        ],
        rows: learned.model.concepts.enumerated().map { number, concept in
          let predictor = predictors.indices.contains(number) ? predictors[number] : nil
          let accuracy = accuracies[number]
          return [
            .text(concept.name), .integer(concept.values.count), .text(predictor?.layer?.name ?? ""),
            .text(predictor?.view?.view.rawValue ?? ""),
            predictor?.score.map { .number($0.accuracy) } ?? .empty,
            predictor?.score.map { .number($0.error) } ?? .empty, .number(accuracy.accuracy),
            .number(accuracy.f1), .number(accuracy.majority),
          ]
        })
    }
  }
}

private func mostFrequent(_ predictor: ConceptPredictor) -> Int {
  predictor.counts.indices.max { (predictor.counts[$0], $1) < (predictor.counts[$1], $0) } ?? 0
}

extension ConceptPredictor.Warning {
  /// "shape: no label of heart, which is never predicted"
  fileprivate func text(of predictor: ConceptPredictor) -> String {
    func names(_ values: [Int]) -> String {
      let names = values.prefix(6).map { predictor.values[$0] }.joined(separator: ", ")
      return values.count > 6 ? "\(names) and \(values.count - 6) more" : names
    }
    let text =
      switch self {
      case .singleValue(let value):
        "all labels are \(predictor.values[value]), which is always predicted: take a larger budget=, or data in which it varies"
      case .absent(let values):
        "no label of \(names(values)), so that this is never predicted; a larger budget= has some"
      case .scarce(let values, let folds):
        "\(names(values)) ha\(values.count == 1 ? "s" : "ve") fewer labels than the \(folds) parts"
      case .fewerFolds(let made, let wanted):
        "cross-validation in \(made) parts instead of \(wanted), as labels are few"
      case .silent(let value):
        "no layer that was looked at varies, so that \(predictor.values[value]) is always predicted; take other layers="
      case .unjudged: "one label a value leaves none to judge a layer by: the first was taken"
      }
    return "\(predictor.name): \(text)"
  }
}
