import Models
import Programs

extension Rule {
  /// Deep Taylor decomposition of a softmax s(x) at x: R_in = x · (R - s ΣR).
  ///
  /// What the expansion's constant term accounts for goes no further. Where x is -∞, s is 0 and so is the relevance.
  /// Logarithms get the gradient. Achtibat et al. 2024.
  static func softmax(_ settings: RuleSettings) -> Rule {
    Rule("softmax") { passage in
      guard let operation = passage.operation as? Softmax, !operation.isLogarithm else {
        return .direct(passage.pullback(passage.relevance))
      }
      let (s, relevance) = (passage.output, passage.relevance)
      let x = s.select(passage.operands[0], passage.builder.fill(0))
      return .direct([x * (relevance - s * relevance.sum(operation.axes))])
    }
  }
}
