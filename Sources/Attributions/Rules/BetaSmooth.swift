import Programs

extension Rule {
  /// A ReLU with the derivative of softplus: R_in = R · σ(βa), with β = 10.
  ///
  /// Dombrowski et al. 2019.
  static func betaSmooth(_ settings: RuleSettings) -> Rule {
    Rule("beta-smooth") { .direct([$0.relevance * (10 * $0.operands[0]).sigmoid]) }
  }
}
