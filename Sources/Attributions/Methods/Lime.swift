import Execution
import Glibc
import Tensors

extension NamedMethod {
  static let lime = NamedMethod(
    name: "lime", summary: "the sparse linear model nearest to the network's outputs around the sample",
    keys: ["baseline", "groups", "n", "penalty", "seed"]
  ) {
    Lime(
      baseline: $0.baseline ?? .zeros, grouping: $0.grouping, count: $0.count ?? 1000, penalty: $0.penalty,
      seed: $0.seed)
  }
}

/// The coefficients of a linear model of f over which groups are kept, each kept with probability 1/2. Ribeiro et al. 2016.
///
/// As in the reference (captum 0.9): draws count exp(-d²/2), where d is one minus the cosine between them and the sample; the
/// model has an intercept and is penalised by its L1 norm (a lasso).
package struct Lime: GroupMethod {
  let baseline: Baseline
  let grouping: Grouping
  let count: Int
  let penalty: Double
  let seed: UInt64

  package init(baseline: Baseline, grouping: Grouping, count: Int, penalty: Double, seed: UInt64) {
    (self.baseline, self.grouping, self.count) = (baseline, grouping, count)
    (self.penalty, self.seed) = (penalty, seed)
  }

  func attribute(_ question: Question, groups: FeatureGroups) throws -> Explanation {
    var random = Random(seed: seed)
    let masks = (0..<count).map { _ in (0..<groups.count).map { _ in random.word() >> 31 == 1 } }
    return try attribute(question, groups: groups, masks: masks)
  }

  /// The same with draws that are given: which groups each keeps.
  package func attribute(_ question: Question, groups: FeatureGroups, masks: [[Bool]]) throws -> Explanation {
    let references = try baseline.references(for: question)
    guard references.count == 1 else { throw AttributionError.severalReferences(references.count) }
    let outputs = try MaskedOutputs(question, groups, references).outputs(masks.count) { masks[$0][$1] }
    var values: [[Double]] = []
    var fits: [Double] = []
    for row in 0..<question.count {
      if question.monitor.isCancelled() { throw CancellationError() }
      let weights = similarities(masks, groups, question.values[row], references.ofSample(row)[0])
      let fit = Lasso(penalty: penalty).fit(masks, outputs[row], weights: weights)
      values.append(fit.coefficients)
      fits.append(fit.explained)
    }
    let worst = (fits.min() ?? 0) * 100
    return Explanation(
      groups, values,
      facts: [
        "\(masks.count) draws, seed \(seed)",
        "the linear model explains \((worst * 10).rounded() / 10) %"
          + (fits.count > 1 ? " or more" : "") + " of the variance of its draws",
      ])
  }

  /// exp(-d²/2) of each draw.
  private func similarities(_ masks: [[Bool]], _ groups: FeatureGroups, _ x: Tensor, _ reference: Tensor)
    -> [Double]
  {
    func sums(_ first: Tensor, _ second: Tensor) -> (each: [Double], all: Double) {
      let products = zip(first.values, second.values).map { Double($0) * Double($1) }
      return (groups.sum(products), products.reduce(0, +))
    }
    let (own, mixed, other) = (sums(x, x), sums(x, reference), sums(reference, reference))
    return masks.map { keeps in
      var (product, square) = (own.all, own.all)
      for group in 0..<groups.count where !keeps[group] {
        product += mixed.each[group] - own.each[group]
        square += other.each[group] - own.each[group]
      }
      let norm = (own.all * max(0, square)).squareRoot()
      let distance = 1 - (norm > 0 ? product / norm : 0)
      return exp(-distance * distance / 2)
    }
  }
}
