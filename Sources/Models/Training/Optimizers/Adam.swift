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
    // The compiler does not see that none of these overlap, and would take number by number.
    for start in stride(from: 0, to: count, by: 8) {
      let lanes = min(8, count - start)
      let weight = eight(weights + start, lanes)
      let gradient = eight(gradients + start, lanes) + decay * weight
      let mean = eight(means + start, lanes)
      let newMean = mean + (gradient - mean) * firstNew
      let square = eight(squares + start, lanes) * secondOld + secondNew * gradient * gradient
      store(newMean, means + start, lanes)
      store(square, squares + start, lanes)
      store(weight - rate * newMean / (square.squareRoot() / root + 1e-8), weights + start, lanes)
    }
  }

  /// The first of eight numbers; what is no lane is 0.
  private func eight(_ numbers: UnsafePointer<Float>, _ lanes: Int) -> SIMD8<Float> {
    if lanes == 8 { return UnsafeRawPointer(numbers).loadUnaligned(as: SIMD8<Float>.self) }
    var result = SIMD8<Float>.zero
    for lane in 0..<lanes { result[lane] = numbers[lane] }
    return result
  }

  private func store(_ values: SIMD8<Float>, _ numbers: UnsafeMutablePointer<Float>, _ lanes: Int) {
    if lanes == 8 { return UnsafeMutableRawPointer(numbers).storeBytes(of: values, as: SIMD8<Float>.self) }
    for lane in 0..<lanes { numbers[lane] = values[lane] }
  }
}
