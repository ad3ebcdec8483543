import Glibc

/// Whether two groups of numbers have the same mean, without the assumption that they vary as much.
///
/// t = (m₁ - m₂) / √(s₁²/n₁ + s₂²/n₂), with the degrees of freedom of Welch and Satterthwaite. Source: Welch 1947.
public struct WelchTest: Codable, Hashable, Sendable {
  public let t: Double
  public let degrees: Double
  /// The probability of a t as far from 0 if the means were the same; 1 where neither group varies and both are the same, 0
  /// where they differ.
  public let p: Double

  /// - Returns: nil where a group has fewer than two numbers.
  public init?(_ first: [Double], _ second: [Double]) {
    guard first.count > 1, second.count > 1, let one = Spread(first), let other = Spread(second) else { return nil }
    let (v1, v2) = (
      one.deviation * one.deviation / Double(first.count), other.deviation * other.deviation / Double(second.count)
    )
    let (n1, n2) = (Double(first.count - 1), Double(second.count - 1))
    guard v1 + v2 > 0 else {
      (t, degrees, p) = one.mean == other.mean ? (0, n1 + n2, 1) : (one.mean > other.mean ? .infinity : -.infinity, n1 + n2, 0)
      return
    }
    t = (one.mean - other.mean) / (v1 + v2).squareRoot()
    degrees = (v1 + v2) * (v1 + v2) / (v1 * v1 / n1 + v2 * v2 / n2)
    p = incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
  }
}

/// The regularised incomplete beta function I_x(a, b), of which P(|t| > T) = I_{ν/(ν+T²)}(ν/2, 1/2) for Student's t.
///
/// By its continued fraction (Abramowitz and Stegun 1964, 26.5.8), evaluated from the front (Lentz 1976).
func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
  guard x > 0 else { return 0 }
  guard x < 1 else { return 1 }
  // The fraction converges fast below the mean alone.
  if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
  let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
  let tiny = 1e-300
  var (numerator, denominator) = (1.0, 1 - (a + b) * x / (a + 1))
  denominator = 1 / (abs(denominator) < tiny ? tiny : denominator)
  var value = denominator
  for step in 1...500 {
    let m = Double(step)
    var factor = 1.0
    for term in [
      m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
      -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
    ] {
      denominator = 1 + term * denominator
      denominator = 1 / (abs(denominator) < tiny ? tiny : denominator)
      numerator = 1 + term / numerator
      if abs(numerator) < tiny { numerator = tiny }
      factor = numerator * denominator
      value *= factor
    }
    if abs(factor - 1) < 1e-15 { break }
  }
  return front * value
}
