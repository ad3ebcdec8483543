import Execution
import Tensors

/// The network's answer while groups of values are replaced by a baseline, or put into it, in the order of an
/// explanation: those first that matter most.
///
/// Of groups that matter the same, such as all that got 0, the first in order goes first: row by row in a picture. quantus
/// (0.6) leaves their order to its sort.
struct RemovalCurves {
  let baseline: Baseline
  let grouping: Grouping?
  let steps: Int
  let measure: ScoreSettings.Measure
  let inserts: Bool
  /// How many random orders are taken beside.
  let draws: Int
  let seed: UInt64
  /// What becomes of what is missing.
  private let words: String

  init(_ settings: ScoreSettings, baseline: Baseline, measure: ScoreSettings.Measure, inserts: Bool) {
    (self.baseline, self.measure, self.inserts) = (
      settings.baseline ?? baseline, settings.measure ?? measure, inserts
    )
    (grouping, draws, seed) = (settings.grouping, settings.chance, settings.seed)
    steps = settings.steps ?? 50
    words = settings.words(baseline)
  }

  /// - Parameter value: what is made of a curve, whose places are shares of the groups from 0 to 1.
  func judge(
    _ explained: Explained, _ value: (_ places: [Double], _ outputs: [Double]) -> Double
  ) throws -> Judgement {
    let question = explained.question
    let references = try baseline.references(for: question)
    let rows = try (0..<question.count).map { row in
      var single = try question.rows([row])
      single.readsProbabilities = measure == .probability && question.hasProbabilities
      return (question: single, groups: try explained.groups(grouping, of: single))
    }
    // All curves have as many points.
    let steps = min(self.steps, rows.map(\.groups.count).min() ?? 1)
    var judgement = Judgement(
      [], chance: .init([], of: "random orders"),
      curves: Judgement.Curves(
        across: inserts ? "share that is inserted" : "share that is removed",
        up: rows.first?.question.measureName ?? "",
        places: (0...steps).map { Double($0) / Double(steps) }, values: [], chance: []))
    for (row, (single, groups)) in rows.enumerated() {
      let share = 1 / Double(question.count)
      let counts = (0...steps).map { Int((Double($0 * groups.count) / Double(steps)).rounded()) }
      var random = Random(seed: seed, stream: UInt64(row))
      let ranks =
        [explained.relevance(of: groups, row: row).descendingRanks]
        + (0..<draws).map { _ in random.shuffled(0..<groups.count) }
      var part = single
      part.monitor = question.monitor.part(from: Double(row) * share, share: share)
      let game = try MaskedOutputs(part, groups, references.rows([row]))
      let outputs = try game.outputs(ranks.count * counts.count) { mask, group in
        (ranks[mask / counts.count][group] < counts[mask % counts.count]) == inserts
      }[0]
      let curves = stride(from: 0, to: outputs.count, by: counts.count).map { start in
        Array(outputs[start..<start + counts.count])
      }
      let places = counts.map { Double($0) / Double(groups.count) }
      let values = curves.map { value(places, $0) }
      judgement.values.append(values[0])
      judgement.chance.values.append(Array(values[1...]))
      judgement.curves?.values.append(curves[0])
      judgement.curves?.chance.append(
        counts.indices.map { point in curves[1...].reduce(0) { $0 + $1[point] } / Double(draws) })
    }
    judgement.facts = [
      "of the \(judgement.curves?.up ?? "")",
      "\(rows.map(\.groups.count).range("group")) in \(steps.of("step"))",
      "\(inserts ? "missing" : "removed"): \(words)", "seed \(seed)",
    ]
    return judgement
  }

  /// The area under a curve, by trapezoids.
  static func area(_ places: [Double], _ outputs: [Double]) -> Double {
    zip(places.indices.dropFirst(), places.indices).reduce(0) { area, pair in
      area + (places[pair.0] - places[pair.1]) * (outputs[pair.0] + outputs[pair.1]) / 2
    }
  }
}
