import Models
import Programs

extension Rule {
  /// Norm: in proportion to contributions, for layers without weights: average pools, sums of branches, and signals that a
  /// constant scales or is added to, which keeps its part as a bias does.
  ///
  /// z = f(a), R_i = a_i · ∂f/∂a_i ᵀ(R / z). (Zennit 1.0.)
  static func norm(_ settings: RuleSettings) -> Rule {
    Rule("norm", sharesOut: true) { passage in
      let summand = (passage.operation as? Arithmetic)?.summand(in: passage.builder)
      return .shares([
        Share(
          relevance: passage.relevance,
          denominator: settings.zeroBias ? passage.output - summand : passage.output,
          stabilizer: settings.stabilizer, bias: settings.zeroBias ? nil : summand
        ) { s in
          zip(passage.operands, passage.pullback(s)).map { $0 * $1 }
        }
      ])
    }
  }
}
