import Glibc

extension NamedOptimizer {
  static let adam = NamedOptimizer(
    name: "adam", summary: "adaptive moments; decay= is added to the gradient", keys: ["decay"]
  ) { Adam(rate: $0.rate ?? 0.001, decay: $0.decay ?? 0) }
}

/// m and v are running means of g and g², with shares 0.1 and 0.001 of the new; w loses
/// rate · m / (1 - 0.9ⁿ) / (√(v / (1 - 0.999ⁿ)) + 1e-8) in step n. Kingma and Ba 2015, in PyTorch's form.
public struct Adam: Optimizer {
  public var rate: Double
  /// Times a weight is added to its gradient.
  public var decay: Double

  public init(rate: Double = 0.001, decay: Double = 0) {
    (self.rate, self.decay) = (rate, decay)
  }

  public var memory: Int { 2 }

  public func update(
    _ weights: UnsafeMutablePointer<Float>, _ gradients: UnsafePointer<Float>,
    _ memory: UnsafeMutablePointer<Float>, count: Int, step: Int
  ) {
    let (first, second) = (0.9, 0.999)
    let rate = Float(self.rate / (1 - pow(first, Double(step))))
    let root = Float((1 - pow(second, Double(step))).squareRoot())
    let (firstNew, secondOld, secondNew) = (Float(1 - first), Float(second), Float(1 - second))
    let decay = Float(decay)
    let (means, squares) = (memory, memory + count)
    for index in 0..<count {
      let gradient = gradients[index] + decay * weights[index]
      means[index] += (gradient - means[index]) * firstNew
      squares[index] = squares[index] * secondOld + secondNew * gradient * gradient
      weights[index] -= rate * means[index] / (squares[index].squareRoot() / root + 1e-8)
    }
  }
}
