import Models
import Programs

/// How one layer hands the relevance of its output to its operands.
public struct Rule: Sendable {
  /// The name in the language, with the settings that matter: `epsilon`, `gamma 0.25`.
  public let name: String
  /// Whether relevance is shared out in proportion to contributions, so that only biases and stabilisers keep some.
  public let sharesOut: Bool
  /// Whether what a quotient is divided by receives nothing.
  let sparesDivisors: Bool
  private let propagation: @Sendable (Passage) -> Propagation

  init(
    _ name: String, sharesOut: Bool = false, sparesDivisors: Bool = false,
    _ propagation: @escaping @Sendable (Passage) -> Propagation
  ) {
    self.name = name
    self.sharesOut = sharesOut
    self.sparesDivisors = sparesDivisors
    self.propagation = propagation
  }

  func callAsFunction(_ passage: Passage) -> Propagation {
    propagation(passage)
  }
}

/// A layer on the way back: what went through it forward, and the relevance that arrived at its output.
struct Passage {
  let operation: any Operation
  let operands: [Term]
  /// Of each operand, whether it carries a signal, as masks do not.
  let carriesSignal: [Bool]
  let output: Term
  let relevance: Term

  var builder: Builder { output.builder }

  /// The derivative of this layer's output with respect to each operand, weighted by `cotangent`.
  ///
  /// Operands are detached first: the builder may have seen through one of them (two reshapes in a row are one), and
  /// one may depend on another.
  func pullback(_ cotangent: Term) -> [Term] {
    let operands = operands.map(\.detached)
    let gradients = builder.gradient(of: [(operation.forward(operands), cotangent)], to: operands)
    return zip(operands.indices, gradients).map { index, gradient in
      // An operand that is given twice has one derivative, which already counts both.
      let isRepeated = operands[..<index].contains { $0.isSame(as: operands[index]) }
      return isRepeated ? builder.fill(0, operands[index].shape) : gradient
    }
  }
}

/// What a rule makes of a passage.
enum Propagation {
  /// Relevance is shared out in proportion to contributions; the operand receives the sum over the branches.
  case shares([Share])
  /// Each operand receives this.
  case direct([Term])
}

/// One fraction of a rule: relevance R is divided by the stabilised denominator z, and handed back.
///
/// What the operands' contributions to z do not cover, the bias and the stabiliser keep.
struct Share {
  let relevance: Term
  let denominator: Term
  let stabilizer: Stabilizer
  /// The part of the denominator that belongs to no operand.
  var bias: Term?
  /// Whether a denominator of exactly zero means that nothing contributes, since all terms have one sign.
  ///
  /// Nothing is then handed on. A ratio to the stabiliser alone would be a million times the relevance; exact products would
  /// cancel it, but the rounding of fast ones does not.
  var hasOneSign = false
  /// From s = R / z to the relevance of each operand.
  let handBack: (Term) -> [Term]

  var ratio: Term {
    let stabilized = stabilizer(denominator)
    let nothing = relevance.builder.fill(.infinity)
    return relevance / (hasOneSign ? denominator.select(stabilized, nothing) : stabilized)
  }
}
