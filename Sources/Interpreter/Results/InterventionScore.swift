import Concepts
import Figures

/// How the accuracy of the task rises while concepts are corrected, with the concepts' model as it is and learned anew.
struct InterventionScore: Result {
  static let kind = "interventions"
  static let fields: [Field<InterventionScore>] = [
    Field("fixed", "the accuracy with 0, 1, ... concepts corrected, the model as it is") {
      .list($0.fixed.map { .number($0) })
    },
    Field("refitted", "the same with the model learned anew, as it was first, from equally corrected samples") {
      .list($0.refitted.map { .number($0) })
    },
    Field("gain", "what correcting all concepts adds to the accuracy, the model as it is") {
      .number(($0.fixed.last ?? 0) - ($0.fixed.first ?? 0))
    },
  ]

  static let order = Key(
    "order", optional: Kind.entry("order", of: InterventionCurve.Order.allCases) { $0.rawValue },
    "which concepts are corrected first: the most important, the least certain of each sample, or a random one",
    otherwise: "importance")

  private let fixed: [Double]
  private let refitted: [Double]
  private let order: InterventionCurve.Order
  private let what: String

  init(_ arguments: Arguments, _ run: Run) throws {
    let learned = try run.currentLearnedConcepts()
    let order = arguments[Self.order] ?? .importance
    self.order = order
    func curve(refitting: InterventionCurve.Samples?) throws -> [Double] {
      try InterventionCurve(
        learned.model, learned.judged.corrected, order: order, seed: learned.seed, refitting: refitting,
        monitor: run.monitor
      ).accuracies
    }
    fixed = try curve(refitting: nil)
    refitted = try curve(refitting: learned.relearned)
    what =
      "\(learned.draw.judged.count) samples, "
      + (learned.judged.labels == nil ? "right is what the network says" : "right is the true class")
      + (order == .random ? ", seed \(learned.seed)" : "")
  }

  private static func texts(_ values: [Double]) -> String {
    values.map { percent($0) }.joined(separator: ", ")
  }

  var summary: String {
    """
    corrected concepts, \(order.rawValue) first, 0 to \(fixed.count - 1); \(what)
    the model as it is: \(Self.texts(fixed))
    learned anew: \(Self.texts(refitted))
    """
  }

  var figure: (any Figure)? {
    get throws {
      try LineChart(
        x: fixed.indices.map(Double.init),
        lines: [.init("as it is", fixed, .strong), .init("learned anew", refitted, .dashed)],
        title: "corrections, \(order.rawValue) first", xTitle: "concepts corrected", yTitle: "share right")
    }
  }

  var table: Table? {
    get throws {
      try Table(
        columns: ["corrected", "as it is", "learned anew"],
        rows: fixed.indices.map { [.integer($0), .number(fixed[$0]), .number(refitted[$0])] })
    }
  }
}
