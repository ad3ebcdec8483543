import Programs

extension Rule {
  /// Of a signal and its gate, the signal takes all.
  ///
  /// R_s = R, R_g = 0. Arras et al. 2017.
  static func signalTakeAll(_ settings: RuleSettings) -> Rule {
    Rule("signal-take-all", sharesOut: true) { passage in
      .direct([passage.relevance, passage.builder.fill(0, passage.operands[1].shape)])
    }
  }
}
