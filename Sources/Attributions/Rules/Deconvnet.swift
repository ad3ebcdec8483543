import Programs

extension Rule {
  /// Deconvnet at a ReLU: only positive signals pass, whether the unit was active or not.
  ///
  /// R_in = max(R, 0). Zeiler and Fergus 2014.
  static func deconvnet(_ settings: RuleSettings) -> Rule {
    Rule("deconvnet") { .direct([$0.relevance.positive]) }
  }
}
