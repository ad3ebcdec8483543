import Concepts
import Figures

/// What the concepts of one sample decide before and after a person changes some of them.
struct CorrectedConcepts: Result {
  static let kind = "corrected concepts"
  static let fields: [Field<CorrectedConcepts>] = [
    Field("before", "the value of each concept as predicted") { $0.list($0.values) },
    Field("after", "the same with the changes") { $0.list($0.changed) },
    Field("class_before", "the class that the concepts decide on before") {
      .number(Double($0.before.label))
    },
    Field("class", "and after") { .number(Double($0.after.label)) },
    Field("network", "the class that the network says") { .number(Double($0.network)) },
    Field("path", "the conditions on the way through the tree, after") { corrected in
      .list(corrected.after.path.map { .text(corrected.model.text($0)) })
    },
  ]

  let model: ConceptModel
  /// The values as predicted, with the changes, and the true ones where they are known.
  let values: [Int]
  let changed: [Int]
  let truth: [Int?]
  let before: ConceptModel.Decision
  let after: ConceptModel.Decision
  let network: Int
  let label: Int?
  let index: Int

  private func list(_ values: [Int]) -> Value {
    .list(zip(model.concepts, values).map { .text($0.values[$1]) })
  }

  private func name(_ concept: Int, _ value: Int?) -> String {
    value.map { model.concepts[concept].values[$0] } ?? "unknown"
  }

  private func decision(_ decision: ConceptModel.Decision) -> String {
    let share = decision.probabilities[decision.label]
    let way = decision.path.isEmpty ? "" : ": \(model.text(decision.path))"
    return "\(model.classes[decision.label]) (\(percent(share)))\(way)"
  }

  var summary: String {
    let concepts = model.concepts.indices.map { concept in
      let change = values[concept] == changed[concept] ? "" : " -> \(name(concept, changed[concept]))"
      return
        "\(model.concepts[concept].name): \(name(concept, values[concept]))\(change), in truth \(name(concept, truth[concept]))"
    }
    let label =
      label.map { ", in truth \(model.classes.indices.contains($0) ? model.classes[$0] : "class \($0)")" }
      ?? ""
    return
      (["sample \(index): the network says \(model.classes[network])\(label)"] + concepts
      + ["before: \(decision(before))", "after: \(decision(after))"]).joined(separator: "\n")
  }

  var figure: (any Figure)? {
    get throws {
      try BeforeAfter(
        labels: model.classes, before: before.probabilities, after: after.probabilities,
        title: "sample \(index): what its concepts decide")
    }
  }

  /// A row for each concept.
  var table: Table? {
    get throws {
      try Table(
        columns: ["concept", "predicted", "changed to", "true"],
        rows: model.concepts.indices.map { concept in
          [
            .text(model.concepts[concept].name), .text(name(concept, values[concept])),
            values[concept] == changed[concept] ? .empty : .text(name(concept, changed[concept])),
            .text(name(concept, truth[concept])),
          ]
        })
    }
  }
}
