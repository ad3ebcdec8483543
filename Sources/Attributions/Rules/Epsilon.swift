import Programs

extension Rule {
  /// LRP-ε: relevance in proportion to each input's contribution; ε dampens weak or contradictory ones.
  ///
  /// z = w a + b, R_in = a · wᵀ(R / z). Bach et al. 2015.
  static func epsilon(_ settings: RuleSettings) -> Rule {
    affine("epsilon", zeroBias: settings.zeroBias) { layer in
      let a = layer.input
      let w = layer.weights
      return [
        Share(
          relevance: layer.relevance, denominator: layer.linear(a, w) + layer.bias,
          stabilizer: settings.epsilon, bias: layer.bias
        ) { s in [a * layer.transposed(s, w)] }
      ]
    }
  }
}
