import Programs

extension Rule {
  /// The plain derivative, for layers that no other rule speaks of.
  static func gradient(_ settings: RuleSettings) -> Rule {
    Rule("gradient") { .direct($0.pullback($0.relevance)) }
  }
}
