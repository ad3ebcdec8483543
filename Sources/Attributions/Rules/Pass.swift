import Programs

extension Rule {
  /// Pass: relevance goes through unchanged, as through an activation function.
  static func pass(_ settings: RuleSettings) -> Rule {
    Rule("pass") { passage in
      .direct(passage.operands.map { _ in passage.relevance })
    }
  }
}
