import Programs
import Tensors

/// Where the relevance that arrived at a layer went: every entry a sum over the layer, for one row of an attribution.
public struct LedgerEntry: Codable, Hashable, Sendable {
  public let layer: Int
  /// What arrived at the layer's output.
  public let arrived: Float
  /// What the condition's mask took away.
  public let masked: Float
  /// What the operands received.
  public let handedOn: Float
  /// What the biases kept.
  public let bias: Float
  /// What arrived where nothing contributed: the denominator was exactly zero.
  public let zeroDenominator: Float
  /// What the stabiliser kept, and what a rule that does not share out (a gradient) added or took.
  public var rest: Float { arrived - masked - handedOn - bias - zeroDenominator }
}

/// A ledger entry in a program under construction.
struct LedgerTerms {
  let layer: Int
  let arrived: Term
  let passed: Term
  let handed: [Term]
  let shares: [Share]

  /// Sums in the order: arrived, passed, handed on, bias, zero denominator.
  var sums: [Term] {
    let nothing = arrived.builder.fill(0)
    func total(_ terms: [Term]) -> Term {
      terms.map(\.total).reduce(nothing, +)
    }
    let zeros = shares.map { $0.relevance * $0.denominator.combined(.equal, nothing) }
    // Where a share's relevance was dropped on purpose (gamma at an output of exactly 0), no denominator speaks for it.
    let dropped = shares.isEmpty ? nothing : passed.total - total(shares.map(\.relevance))
    let biases = shares.compactMap { share in
      share.bias.map { share.ratio * $0 * (1 - share.denominator.combined(.equal, nothing)) }
    }
    return [arrived.total, passed.total, total(handed), total(biases), total(zeros) + dropped]
  }

  static let names = ["arrived", "passed", "handed", "bias", "zero"]
}
