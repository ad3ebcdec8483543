import Programs

extension Rule {
  /// Guided backpropagation at a ReLU: only positive signals pass, and only where the unit was active.
  ///
  /// R_in = max(R, 0) · [a > 0]. Springenberg et al. 2015.
  static func guidedBackprop(_ settings: RuleSettings) -> Rule {
    Rule("guided-backprop") { .direct([$0.relevance.positive * $0.operands[0].step]) }
  }
}
