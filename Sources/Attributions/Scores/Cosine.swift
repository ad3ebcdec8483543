import Execution
import Tensors

extension NamedScore {
  static let cosine = NamedScore(
    name: "cosine",
    summary: "how well relevance names the parts that make the class, as cosine, of data that knows them",
    keys: [], better: .higher, needsTruth: true
  ) { Cosine(truth: $0.truth ?? KnownParts(owners: [], masks: [], labels: [])) }
}

/// cos(m, R) = m · R / (|m| |R|) of the parts' relevance R and the mask m, which is 1 for parts that make the class.
/// Chormai 2018.
///
/// Of derivatives the squares count, which is what sensitivity analysis and guided backpropagation are judged by there.
/// Explanations without any relevance have no angle. Chance is the same relevance for all parts, √(Σ m / parts). The share
/// inside is Σ m |R| / Σ |R|.
struct Cosine: Score {
  let truth: KnownParts

  func judge(_ explained: Explained) throws -> Judgement {
    let question = explained.question
    let areSquared = explained.meaning == .rates
    var explanation = explained.explanation
    if areSquared { explanation.values = explanation.values.map { $0 * $0 } }
    let explained = Explained(question, explanation, by: explained.method)
    let classes = question.targets.shape[1]
    let count = truth.masks.first?.count ?? 0
    guard truth.masks.count == question.count, truth.owners.count == question.shape.count else {
      throw AttributionError.noTruth(samples: question.count, question.shape)
    }
    let members = (0..<count).map { part in truth.owners.indices.filter { truth.owners[$0] == part } }
    let groups = try FeatureGroups(members, of: question.shape)
    var (values, inside, uniform): ([Double], [Double], [[Double]]) = ([], [], [])
    for (row, mask) in truth.masks.enumerated() {
      if question.monitor.isCancelled() { throw CancellationError() }
      let (mask, relevance) = (mask.map { Double($0) }, explained.relevance(of: groups, row: row))
      values.append(
        mask.product(relevance) / (mask.product(mask) * relevance.product(relevance)).squareRoot())
      let sizes = relevance.map(abs)
      inside.append(mask.product(sizes) / sizes.reduce(0, +))
      uniform.append([(mask.product(mask) / Double(count)).squareRoot()])
    }
    let others = truth.labels.enumerated().count { row, label in
      (row * classes..<(row + 1) * classes).contains {
        question.targets.values[$0] != 0 && $0 % classes != label
      }
    }
    let zeros = values.count { $0.isNaN }
    let chance = Judgement.Chance(uniform, of: "the same relevance for all \(count) parts")
    var judgement = Judgement(values, chance: chance)
    judgement.inside = inside
    if areSquared { judgement.facts.append("derivatives count by their squares") }
    if others > 0 {
      judgement.facts.append(
        "\(others) of \(values.count) are explained for another class than their parts make")
    }
    if zeros > 0 {
      judgement.facts.append("\(zeros) of \(values.count) have no relevance and do not count")
    }
    return judgement
  }
}

extension [Double] {
  fileprivate func product(_ other: [Double]) -> Double { zip(self, other).reduce(0) { $0 + $1.0 * $1.1 } }
}
