import Concepts
import Execution
import Figures
import Tensors

/// How well several methods learn concepts from the same labels, over numbers of labels and seeds.
struct ComparedLearners: Result {
  static let kind = "compared concepts"
  static let fields: [Field<ComparedLearners>] = [
    Field("methods", "their names") { .list($0.methods.map { .text($0.name) }) },
    Field("concepts", "the concepts' names") { .list($0.names.map { .text($0) }) },
    Field("budgets", "how many labelled samples were looked at") { .list($0.budgets.map { .number(Double($0)) }) },
    Field("accuracies", "the share of right values, the mean over seeds: [methods, budgets, concepts]") {
      $0.tensor { ($0.concepts.map(\.mean)) }
    },
    Field("deviations", "their standard deviation over seeds: [methods, budgets, concepts]") {
      $0.tensor { ($0.concepts.map(\.deviation)) }
    },
    Field("f1", "the same as F1, the mean over values and seeds: [methods, budgets, concepts]") {
      $0.tensor { ($0.f1.map(\.mean)) }
    },
    Field("mpo", "the share of samples with at least 0, 1, 2, ... wrong concepts, the mean over seeds: [methods, budgets, number]") {
      $0.tensor { ($0.overlaps.map(\.mean)) }
    },
    Field(
      "interventions",
      "the share of right classes with 0, 1, 2, ... concepts corrected, the most important first, the mean over seeds: [methods, budgets, number]"
    ) {
      $0.tensor { ($0.corrections.map(\.mean)) }
    },
    Field("majorities", "what always saying the most frequent value reaches") {
      .list($0.majorities.map { .number($0) })
    },
    Field("fidelity", "the share of samples of which the concepts' model says the network's class: [methods, budgets]") {
      $0.tensor { [$0.fidelity.mean] }
    },
    Field("accuracy", "the share of which it says the true class: [methods, budgets]") {
      $0.hasTruth ? $0.tensor { [$0.accuracy.mean] } : .nothing
    },
  ]

  /// What one method made of one budget, over seeds.
  private struct Cell {
    let method: ConceptMethod
    let budget: Int
    let concepts: [Spread]
    let f1: [Spread]
    let overlaps: [Spread]
    let corrections: [Spread]
    let fidelity: Spread
    /// 0 where the true classes are not known.
    let accuracy: Spread
  }

  /// What one run came to.
  private struct Outcome {
    let accuracies: [ConceptAccuracy]
    let overlaps: [Double]
    let corrections: [Double]
    let fidelity: ConceptModelFidelity

    init(_ learned: LearnedConcepts) throws {
      accuracies = try learned.accuracies()
      overlaps = try MisPredictionOverlap(
        predicted: learned.judged.prediction.values, truth: learned.judged.concepts
      ).shares
      corrections = try InterventionCurve(
        learned.model, learned.judged.corrected, order: .importance, seed: learned.seed
      ).accuracies
      fidelity = try learned.fidelity()
    }
  }

  private let methods: [ConceptMethod]
  private let budgets: [Int]
  private let names: [String]
  private let majorities: [Double]
  private let hasTruth: Bool
  private let networkAccuracy: Double?
  /// Method by method, budget by budget.
  private let cells: [Cell]
  private let seeds: [UInt64]

  static let budget = Key(
    "budget", optional: Kind<Int>.whole(from: 2).list,
    "how many labelled samples are looked at; several make a curve", otherwise: "\(LabelKeys.defaultBudget)")
  static let seeds = Key(
    "seeds", optional: .whole(from: 1, to: 100),
    "how often each is learned, from other samples each time; seeds follow each other", otherwise: "3")

  init(_ methods: [ConceptMethod], _ arguments: Arguments, _ run: Run) throws {
    self.methods = methods
    budgets = arguments[Self.budget] ?? [LabelKeys.defaultBudget]
    let first = run.session.seed
    seeds = (0..<UInt64(arguments[Self.seeds] ?? 3)).map { first &+ $0 }
    var cells: [Cell] = []
    var last: LearnedConcepts?
    let total = Double(methods.count * budgets.count * seeds.count)
    var done = 0.0
    for method in methods {
      for budget in budgets {
        var runs: [Outcome] = []
        for seed in seeds {
          let settings = LearningSettings(arguments, method, budget: budget, seed: seed)
          let learned = try run.recalled {
            try run.learnConcepts(settings, monitor: run.monitor.part(from: done / total, share: 1 / total))
          }
          runs.append(try Outcome(learned))
          last = learned
          done += 1
        }
        func spreads(_ numbers: (Outcome) -> [Double]) -> [Spread] {
          let rows = runs.map(numbers)
          return (rows.first ?? []).indices.compactMap { place in Spread(rows.map { $0[place] }) }
        }
        cells.append(
          Cell(
            method: method, budget: budget, concepts: spreads { $0.accuracies.map(\.accuracy) },
            f1: spreads { $0.accuracies.map(\.f1) }, overlaps: spreads(\.overlaps),
            corrections: spreads(\.corrections),
            fidelity: try spread(runs.map(\.fidelity.fidelity)),
            accuracy: try spread(runs.map { $0.fidelity.accuracy ?? 0 })))
      }
    }
    guard let last else { throw Mistake.failed("no method is given: compare logistic spreading, for instance") }
    self.cells = cells
    names = last.names
    majorities = try last.accuracies().map(\.majority)
    networkAccuracy = try last.fidelity().networkAccuracy
    hasTruth = networkAccuracy != nil
  }

  private func tensor(_ numbers: (Cell) -> [Double]) -> Value {
    let values = cells.map(numbers)
    let width = values.first?.count ?? 0
    let shape: Shape = width == 1 ? [methods.count, budgets.count] : [methods.count, budgets.count, width]
    return .tensor(Tensor(shape, values.flatMap { $0.map { Float($0) } }))
  }

  private func text(_ spread: Spread) -> String {
    percent(spread.mean) + (seeds.count > 1 ? " ± \((100 * spread.deviation).text(decimals: 1))" : "")
  }

  var summary: String {
    let head =
      "\(methods.count) method\(methods.count == 1 ? "" : "s"), \(seeds.count == 1 ? "seed \(seeds[0])" : "seeds \(seeds[0]) to \(seeds[seeds.count - 1]), mean ± standard deviation")"
      + (networkAccuracy.map { "; the network itself is right of \(percent($0))" } ?? "")
    let lines = cells.map { cell in
      let concepts = zip(names, cell.concepts).map { "\($0) \(text($1))" }.joined(separator: ", ")
      let truth = hasTruth ? ", is right of \(text(cell.accuracy))" : ""
      return
        "\(cell.method.name), \(cell.budget) labelled samples: \(concepts); says what the network says of \(text(cell.fidelity))\(truth)"
    }
    let corrected = cells.map { cell in
      "\(cell.method.name), \(cell.budget) labelled samples, with 0, 1, 2, ... concepts corrected: "
        + cell.corrections.map(text).joined(separator: ", ")
    }
    let chance =
      "always the most frequent value: "
      + zip(names, majorities).map { "\($0) \(percent($1))" }.joined(separator: ", ")
    return ([head] + lines + [chance] + corrected).joined(separator: "\n")
  }

  /// Of one budget concepts by methods, the best method of each starred; of several a line for each method.
  var figure: (any Figure)? {
    get throws {
      guard budgets.count == 1 else {
        return try LineChart(
          x: budgets.map(Double.init),
          lines: methods.enumerated().map { number, method in
            let own = cells[number * budgets.count..<(number + 1) * budgets.count]
            return .init(
              method.name, own.map { $0.concepts.reduce(0) { $0 + $1.mean } / Double(max(1, names.count)) },
              number == 0 ? .strong : number == 1 ? .dashed : .pale)
          }, title: "concepts from labels", xTitle: "labelled samples", yTitle: "share of right values, mean over concepts")
      }
      return try ShareMap(
        names.enumerated().map { concept, name in
          let shares = cells.map { $0.concepts[concept].mean }
          return ShareMap.Row(
            name, shares: shares, floor: majorities[concept], chosen: shares.indices.max { (shares[$0], $1) < (shares[$1], $0) })
        }, columns: methods.map(\.name), title: "concepts by method, accuracy, %")
    }
  }

  /// A row for each method and budget.
  var table: Table? {
    get throws {
      try Table(
        columns: ["method", "labels"] + names.flatMap { [$0, "\($0) ±"] } + ["fidelity", "fidelity ±"]
          + (hasTruth ? ["accuracy", "accuracy ±"] : []),
        rows: cells.map { cell in
          [.text(cell.method.name), .integer(cell.budget)]
            + (cell.concepts + [cell.fidelity] + (hasTruth ? [cell.accuracy] : [])).flatMap {
              [.number($0.mean), .number($0.deviation)]
            }
        })
    }
  }
}

private func spread(_ values: [Double]) throws -> Spread {
  guard let spread = Spread(values) else { throw Mistake.failed("there are no runs to average") }
  return spread
}
