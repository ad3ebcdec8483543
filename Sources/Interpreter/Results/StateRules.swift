import Concepts
import Figures

/// How a machine decides what follows one of its states: its tree, and which inputs matter.
struct StateRules: Result {
  static let kind = "transitions"
  static let fields: [Field<StateRules>] = [
    Field("importances", "the share of each input in the decision, in the order of inputs") { rules in
      .list(rules.machine.importances(of: rules.state).map { .number($0.share) })
    }
  ]

  let machine: StateMachine
  /// nil is before the first step.
  let state: Int?

  private var ranked: [(feature: MachineFeature, share: Double)] {
    machine.importances(of: state).enumerated().sorted {
      ($1.element.share, $0.offset) < ($0.element.share, $1.offset)
    }
    .map(\.element)
  }

  var summary: String {
    let ways = machine.edges(from: state).map { edge in
      let rules = edge.rules.isEmpty ? "never by itself" : edge.rules.joined(separator: "; or ")
      return "to \(machine.states[edge.to].name) (\(percent(edge.share))): \(rules)"
    }
    let inputs = ranked.filter { $0.share > 0 }.map { "\($0.feature.name) \(percent($0.share))" }
    return
      ([state.map { "from \(machine.states[$0].name)" } ?? "at the first step"] + ways
      + (inputs.isEmpty ? [] : ["what matters: " + inputs.joined(separator: ", ")])).joined(separator: "\n")
  }

  var figure: (any Figure)? {
    get throws {
      let title = state.map { "what follows \(machine.states[$0].name)" } ?? "what comes first"
      guard case .tree(let tree) = machine.transition(from: state) else {
        return try Bars(
          ranked.map { Bars.Bar($0.feature.name, $0.share) }, title: "\(title): inputs that matter")
      }
      let features = machine.windowFeatures
      let nodes = tree.nodes.map { node in
        let question = node.split.map { split in
          let unit = features[split.feature].unit.map { " \($0)" } ?? ""
          return "\(features[split.feature].name) <= \(split.threshold.text(significant: 4))\(unit)"
        }
        return DecisionTreeFigure.Node(
          question: question, yes: node.split?.left, no: node.split?.right, samples: node.rows,
          shares: node.shares)
      }
      return try DecisionTreeFigure(nodes, classes: machine.states.map(\.name), title: title)
    }
  }

  var table: Table? {
    get throws {
      try Table(
        columns: ["input", "importance"], rows: ranked.map { [.text($0.feature.name), .number($0.share)] })
    }
  }
}
