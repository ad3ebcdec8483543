import Models
import Programs

extension Rule {
  /// Uniform: the factors of a product receive equal parts, each in proportion to contributions; what a quotient is divided
  /// by receives nothing.
  ///
  /// z = Σ a b, R_a = a · (∂z/∂a)ᵀ(R / z) / 2. A factor that carries no signal, such as a mask, leaves its part to the other
  /// one. Achtibat et al. 2024.
  static func uniform(_ settings: RuleSettings) -> Rule {
    Rule("uniform", sharesOut: true, sparesDivisors: true) { passage in
      let isQuotient = (passage.operation as? Arithmetic)?.sign == .divide
      let receivers = passage.operands.indices.filter { passage.carriesSignal[$0] && !(isQuotient && $0 > 0) }
      return .shares([
        Share(relevance: passage.relevance, denominator: passage.output, stabilizer: settings.stabilizer) {
          s in
          let gradients = passage.pullback(s / Double(max(1, receivers.count)))
          return passage.operands.indices.map { index in
            let operand = passage.operands[index]
            return receivers.contains(index)
              ? operand * gradients[index] : passage.builder.fill(0, operand.shape)
          }
        }
      ])
    }
  }
}
