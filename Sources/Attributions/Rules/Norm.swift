import Models
import Programs

extension Rule {
  /// Norm: in proportion to contributions, for layers without weights: average pools and sums of branches.
  ///
  /// z = f(a), R_i = a_i · ∂f/∂a_i ᵀ(R / z). (Zennit 1.0.)
  static func norm(_ settings: RuleSettings) -> Rule {
    Rule("norm", sharesOut: true) { passage in
      .shares([
        Share(
          relevance: passage.relevance, denominator: passage.output, stabilizer: settings.stabilizer,
          bias: (passage.operation as? Arithmetic)?.summand(in: passage.builder)
        ) { s in
          zip(passage.operands, passage.pullback(s)).map { $0 * $1 }
        }
      ])
    }
  }
}
