/// A linear model of outputs over sets of features, with an intercept, penalised by its L1 norm:
/// min Σ w (y - c - z·β)² / (2 Σ w) + penalty · Σ |β|. Tibshirani 1996, by coordinate descent (Friedman et al. 2010).
struct Lasso {
  let penalty: Double

  /// The largest change of a coefficient in a turn at which it ends, as a share of the largest coefficient.
  private static let tolerance = 1e-9
  private static let mostTurns = 10_000

  struct Fit {
    var coefficients: [Double]
    var intercept: Double
    /// The share of the weighted variance of the outputs that the model explains.
    var explained: Double
  }

  func fit(_ sets: [[Bool]], _ outputs: [Double], weights: [Double]) -> Fit {
    let features = sets.first?.count ?? 0
    let total = weights.reduce(0, +)
    let members = (0..<features).map { feature in sets.indices.filter { sets[$0][feature] } }
    let center = zip(weights, outputs).reduce(0) { $0 + $1.0 * $1.1 } / total
    // Features less their means, so that the intercept drops out: z - m, with Σ w (z - m) = 0.
    let means = members.map { $0.reduce(0) { $0 + weights[$1] } / total }
    let variances = means.map { $0 * (1 - $0) }
    var residuals = outputs.map { $0 - center }
    let variance = zip(weights, residuals).reduce(0) { $0 + $1.0 * $1.1 * $1.1 } / total
    var coefficients = [Double](repeating: 0, count: features)
    // The residuals are `residuals` + shift: what a change does to all of them is kept in one number.
    var shift = 0.0
    for _ in 0..<Self.mostTurns {
      var change = 0.0
      for feature in 0..<features where variances[feature] > 0 {
        // Residuals have the weighted mean 0, so that the mean of the feature needs no care here.
        let slope = members[feature].reduce(0) { $0 + weights[$1] * (residuals[$1] + shift) } / total
        let free = slope + variances[feature] * coefficients[feature]
        let new = max(0, abs(free) - penalty) * (free < 0 ? -1 : 1) / variances[feature]
        let step = new - coefficients[feature]
        if step == 0 { continue }
        for index in members[feature] { residuals[index] -= step }
        shift += step * means[feature]
        coefficients[feature] = new
        change = max(change, abs(step))
      }
      if change <= Self.tolerance * (coefficients.map(abs).max() ?? 0) { break }
    }
    let rest = zip(weights, residuals).reduce(0) { $0 + $1.0 * ($1.1 + shift) * ($1.1 + shift) } / total
    return Fit(
      coefficients: coefficients, intercept: center - zip(coefficients, means).reduce(0) { $0 + $1.0 * $1.1 },
      explained: variance > 0 ? 1 - rest / variance : 1)
  }
}
