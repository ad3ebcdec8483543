import Models
import Programs

/// How one layer hands the relevance of its output to its operands.
public struct Rule: Sendable {
  /// The name in the language, with the settings that matter: `epsilon`, `gamma 0.25`.
  public let name: String
  private let propagation: @Sendable (Passage) -> Propagation

  init(_ name: String, _ propagation: @escaping @Sendable (Passage) -> Propagation) {
    self.name = name
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
  let output: Term
  let relevance: Term

  var builder: Builder { output.builder }

  /// The derivative of the output with respect to each operand, weighted by `cotangent`.
  func pullback(_ cotangent: Term) -> [Term] {
    var seen: [Term] = []
    return zip(operands, builder.gradient(of: [(output, cotangent)], to: operands)).map { operand, gradient in
      // An operand that is given twice has one derivative, which already counts both.
      if seen.contains(where: { $0.isSame(as: operand) }) { return builder.fill(0, operand.shape) }
      seen.append(operand)
      return gradient
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
  /// From s = R / z to the relevance of each operand.
  let handBack: (Term) -> [Term]

  var ratio: Term { relevance / stabilizer(denominator) }
}
