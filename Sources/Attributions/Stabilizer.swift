public import Programs
import Tensors

/// Keeps denominators away from zero: z + sgn(z) · ε, with sgn(0) = +1.
///
/// With `clip`, sgn(z) · max(|z|, ε). With `normScale`, ε is first multiplied by the root mean square of z. (Zennit 1.0.)
public struct Stabilizer: Hashable, Sendable, ExpressibleByFloatLiteral {
  public var epsilon: Double
  public var clip: Bool
  public var normScale: Bool

  public init(_ epsilon: Double, clip: Bool = false, normScale: Bool = false) {
    self.epsilon = epsilon
    self.clip = clip
    self.normScale = normScale
  }

  public init(floatLiteral epsilon: Double) {
    self.init(epsilon)
  }

  public func callAsFunction(_ z: Term) -> Term {
    let axes = Array(0..<z.shape.rank)
    let epsilon = normScale ? (z * z).mean(axes).sqrt * self.epsilon : z.builder.fill(self.epsilon)
    return clip ? (1 - 2 * (-z).step) * z.absolute.maximum(epsilon) : z.combined(.stabilize, epsilon)
  }
}
