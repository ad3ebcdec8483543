extension NamedOptimizer {
  static let sgd = NamedOptimizer(
    name: "sgd", summary: "stochastic gradient descent, with momentum=",
    keys: ["decay", "momentum", "nesterov"]
  ) {
    SGD(rate: $0.rate ?? 0.01, momentum: $0.momentum, isNesterov: $0.isNesterov, decay: $0.decay ?? 0)
  }
}

/// g = ∂L/∂w + decay · w; v = momentum · v + g, which begins with g; w loses rate · v, or with Nesterov's
/// momentum rate · (g + momentum · v). Sutskever et al. 2013, in PyTorch's form.
public struct SGD: Optimizer {
  public var rate: Double
  public var momentum: Double
  public var isNesterov: Bool
  public var decay: Double

  public init(rate: Double = 0.01, momentum: Double = 0, isNesterov: Bool = false, decay: Double = 0) {
    (self.rate, self.momentum, self.isNesterov, self.decay) = (rate, momentum, isNesterov, decay)
  }

  public var memory: Int { momentum == 0 ? 0 : 1 }

  public func update(
    _ weights: UnsafeMutablePointer<Float>, _ gradients: UnsafePointer<Float>,
    _ memory: UnsafeMutablePointer<Float>, count: Int, step: Int
  ) {
    let (rate, momentum, decay) = (Float(rate), Float(momentum), Float(decay))
    if momentum == 0 {
      for index in 0..<count { weights[index] -= rate * (gradients[index] + decay * weights[index]) }
      return
    }
    for index in 0..<count {
      let gradient = gradients[index] + decay * weights[index]
      let velocity = step == 1 ? gradient : momentum * memory[index] + gradient
      memory[index] = velocity
      weights[index] -= rate * (isNesterov ? gradient + momentum * velocity : velocity)
    }
  }
}
