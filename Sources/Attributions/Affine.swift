import Models
import Programs

/// A passage through a convolution or a dense layer, as rules for such layers see it.
struct AffinePassage {
  let passage: Passage
  private let operation: any AffineOperation
  private let zeroBias: Bool

  /// Nil where the layer is not of this kind.
  init?(_ passage: Passage, zeroBias: Bool) {
    guard let operation = passage.operation as? any AffineOperation else { return nil }
    self.passage = passage
    self.operation = operation
    self.zeroBias = zeroBias
  }

  var relevance: Term { passage.relevance }
  /// a, the operand.
  var input: Term { passage.operands[0] }
  /// w
  var weights: Term { passage.builder.constant(operation.weights) }
  /// b, shaped like the output; nil where there is none or it counts as zero.
  var bias: Term? {
    zeroBias ? nil : operation.bias.map { operation.aligned(passage.builder.constant($0)) }
  }

  /// w * a
  func linear(_ input: Term, _ weights: Term) -> Term {
    operation.linear(input, weights: weights)
  }

  /// wᵀ s: back to the shape of the operand.
  func transposed(_ ratio: Term, _ weights: Term) -> Term {
    let input = input.detached
    return passage.builder.gradient(of: [(linear(input, weights), ratio)], to: [input])[0]
  }
}

extension Rule {
  /// A rule for convolutions and dense layers. Any other layer gets the gradient.
  static func affine(
    _ name: String, zeroBias: Bool, _ shares: @escaping @Sendable (AffinePassage) -> [Share]
  ) -> Rule {
    Rule(name, sharesOut: true) { passage in
      AffinePassage(passage, zeroBias: zeroBias).map { .shares(shares($0)) }
        ?? .direct(passage.pullback(passage.relevance))
    }
  }
}

/// a + b where b may be missing.
func + (left: Term, right: Term?) -> Term {
  right.map { left + $0 } ?? left
}

/// a - b where b may be missing.
func - (left: Term, right: Term?) -> Term {
  right.map { left - $0 } ?? left
}
