import Attributions
import Figures
import Models

/// Which layer gets which relevance rule, and why.
struct RuleTable: Result {
  static let kind = "rules"
  static let fields: [Field<RuleTable>] = []

  private let rules: Table

  init(_ model: Model, _ composite: Composite) throws {
    rules = try Table(
      columns: ["index", "layer", "kind", "rule", "because"],
      rows: zip(model.layers, composite.assignments(in: model)).enumerated().map { index, entry in
        let (layer, assignment) = entry
        return [
          .integer(index), .text(layer.name), .text(layer.operation.kind.rawValue),
          .text(assignment.rule.name),
          .text(assignment.reason.text),
        ]
      }, title: "rules of \(composite.name)")
  }

  var summary: String { rules.summary }
  var table: Table? { rules }
}

extension RuleAssignment.Reason {
  fileprivate var text: String {
    switch self {
    case .named: "rule= names it"
    case .first: "it is the first layer with weights"
    case .readsInput: "it reads the input"
    case .kind(let kind): "it is of kind \(kind.rawValue)"
    case .noSignal: "no relevance reaches it: it computes masks or positions"
    case .onlyDivisor: "no relevance reaches it: what a quotient is divided by receives nothing"
    case .none: "the composite has no rule for its kind: plain gradient"
    }
  }
}
