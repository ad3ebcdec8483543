import Models
import Programs

extension Rule {
  /// Fixed scale: what a layer norm divides by counts as a constant; the rest is shared out in proportion to contributions.
  ///
  /// z = γ (x - mean) / c + β with c = √(variance + ε), R_in = x · (∂z/∂x at fixed c)ᵀ(R / z). Without a mean and without β
  /// all relevance passes through unchanged. Achtibat et al. 2024.
  static func fixedScale(_ settings: RuleSettings) -> Rule {
    Rule("fixed-scale", sharesOut: true) { passage in
      guard let norm = passage.operation as? LayerNorm else {
        return .direct(passage.pullback(passage.relevance))
      }
      let x = passage.operands[0].detached
      let z = norm.forward(x, square: norm.square(of: passage.operands[0]))
      let shift = norm.shift.map(passage.builder.constant)
      return .shares([
        Share(
          relevance: passage.relevance,
          denominator: settings.zeroBias ? passage.output - shift : passage.output,
          stabilizer: settings.stabilizer, bias: settings.zeroBias ? nil : shift
        ) { s in [x * passage.builder.gradient(of: [(z, s)], to: [x])[0]] }
      ])
    }
  }
}
