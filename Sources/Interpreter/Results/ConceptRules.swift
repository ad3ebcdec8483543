import Concepts
import Figures
import Tensors

/// How concepts make the decision: the tree from concepts to classes as rules, or the weights of their values.
struct ConceptRules: Result {
  static let kind = "decision by concepts"
  static let fields: [Field<ConceptRules>] = [
    Field("importances", "the share of each concept in the decision") {
      .list($0.model.importances.map { .number($0) })
    },
    Field("rules", "the rules of the tree; none of a logistic model") { rules in
      .list(rules.model.rules.map { .text(rules.text($0)) })
    },
  ]

  let model: ConceptModel

  private static let mostRules = 12

  private func text(_ rule: ConceptModel.Rule) -> String {
    "\(model.classes[rule.label]) where \(model.text(rule.conditions))"
  }

  private var ranked: [(name: String, share: Double)] {
    zip(model.concepts.map(\.name), model.importances).enumerated()
      .sorted { ($1.element.1, $0.offset) < ($0.element.1, $1.offset) }.map { ($0.element.0, $0.element.1) }
  }

  var summary: String {
    let matters = "what matters: " + ranked.map { "\($0.name) \(percent($0.share))" }.joined(separator: ", ")
    let rules = model.rules.sorted { $0.samples > $1.samples }
    if rules.isEmpty {
      return "logistic from \(model.concepts.count) concepts to \(model.classes.count) classes\n\(matters)"
    }
    let lines = rules.prefix(Self.mostRules).map {
      "\(text($0)) (\($0.samples) samples, \(percent($0.purity)))"
    }
    let more = rules.count > Self.mostRules ? ["and \(rules.count - Self.mostRules) further rules"] : []
    return (["tree with \(rules.count) leaves", matters] + lines + more).joined(separator: "\n")
  }

  var figure: (any Figure)? {
    get throws {
      guard case .tree(let tree) = model.learnt else {
        return try Bars(ranked.map { Bars.Bar($0.name, $0.share) }, title: "concepts that matter")
      }
      let (nodes, isCut) = shown(tree)
      return try DecisionTreeFigure(
        nodes, classes: model.classes,
        title: "from concepts to classes" + (isCut ? "; the first \(nodes.count) of \(tree.nodes.count) nodes" : ""))
    }
  }

  private static let mostNodes = 41

  /// The nodes nearest to the root, as many as can be read.
  private func shown(_ tree: DecisionTree) -> (nodes: [DecisionTreeFigure.Node], isCut: Bool) {
    var (order, isCut) = ([0], false)
    var below: [Int: (yes: Int, no: Int)] = [:]
    var next = 0
    while next < order.count {
      if let split = tree.nodes[order[next]].split {
        if order.count + 2 <= Self.mostNodes {
          below[next] = (order.count, order.count + 1)
          order += [split.left, split.right]
        } else {
          isCut = true
        }
      }
      next += 1
    }
    let nodes = order.enumerated().map { place, index in
      let node = tree.nodes[index]
      return DecisionTreeFigure.Node(
        question: below[place] == nil ? nil : node.split.map { model.question($0) }, yes: below[place]?.yes,
        no: below[place]?.no, samples: node.rows, shares: node.shares)
    }
    return (nodes, isCut)
  }

  /// A row for each rule, or for each weight of a logistic model.
  var table: Table? {
    get throws {
      guard case .logistic = model.learnt else {
        return try Table(
          columns: ["class", "where", "samples", "purity"],
          rows: model.rules.map {
            [
              .text(model.classes[$0.label]), .text(model.text($0.conditions)), .integer($0.samples),
              .number($0.purity),
            ]
          })
      }
      return try Table(
        columns: ["concept", "value"] + model.classes,
        rows: model.concepts.enumerated().flatMap { concept, one in
          one.values.enumerated().map { value, name in
            [.text(one.name), .text(name)]
              + model.classes.indices.map { .number(model.weight(of: concept, value: value, for: $0) ?? 0) }
          }
        })
    }
  }
}

extension ConceptModel {
  /// "scale = 0.5 to 0.7": the values on the left of a split.
  func question(_ split: DecisionTree.Split) -> String {
    let last = concepts[split.feature].values.count - 1
    return text(
      Condition(concept: split.feature, values: 0...min(last, max(0, Int(split.threshold.rounded(.down))))))
  }
}
