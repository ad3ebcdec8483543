import Models

extension Composite {
  /// The plain gradient.
  static func gradient(_ settings: RuleSettings) -> Composite {
    Composite("gradient", [], gives: .rates)
  }

  /// The gradient with guided backpropagation at ReLUs.
  static func guidedBackprop(_ settings: RuleSettings) -> Composite {
    Composite("guided-backprop", [([.relu], .guidedBackprop(settings))], gives: .rates)
  }

  /// The gradient with deconvnet's ReLUs.
  static func deconvnet(_ settings: RuleSettings) -> Composite {
    Composite("deconvnet", [([.relu], .deconvnet(settings))], gives: .rates)
  }

  /// The gradient with smoothed ReLUs.
  static func betaSmooth(_ settings: RuleSettings) -> Composite {
    Composite("beta-smooth", [([.relu], .betaSmooth(settings))], gives: .rates)
  }
}
