extension NamedOptimizer {
  static let adamW = NamedOptimizer(
    name: "adamw", summary: "Adam with a decay of weights apart from the gradient", keys: ["decay"]
  ) { AdamW(rate: $0.rate ?? 0.001, decay: $0.decay ?? 0.01) }
}

/// Each weight first loses rate · decay of itself; then Adam's step. Loshchilov and Hutter 2019.
public struct AdamW: Optimizer {
  public var rate: Double
  public var decay: Double

  public init(rate: Double = 0.001, decay: Double = 0.01) {
    (self.rate, self.decay) = (rate, decay)
  }

  public var memory: Int { 2 }

  public func update(
    _ weights: UnsafeMutablePointer<Float>, _ gradients: UnsafePointer<Float>,
    _ memory: UnsafeMutablePointer<Float>, count: Int, step: Int
  ) {
    let kept = Float(1 - rate * decay)
    for index in 0..<count { weights[index] *= kept }
    Adam(rate: rate).update(weights, gradients, memory, count: count, step: step)
  }
}
