extension Composite {
  /// Every composite by its name in the language.
  public static let all: [(name: String, make: @Sendable (RuleSettings) -> Composite)] = [
    ("attn-lrp", attnLRP),
    ("beta-smooth", betaSmooth),
    ("deconvnet", deconvnet),
    ("epsilon-alpha2-beta1", epsilonAlpha2Beta1),
    ("epsilon-alpha2-beta1-flat", epsilonAlpha2Beta1Flat),
    ("epsilon-gamma-box", epsilonGammaBox),
    ("epsilon-plus", epsilonPlus),
    ("epsilon-plus-flat", epsilonPlusFlat),
    ("excitation-backprop", excitationBackprop),
    ("gradient", gradient),
    ("guided-backprop", guidedBackprop),
  ]
}

extension Composite {
  /// The composite of that name, or nil.
  public static func named(_ name: String, _ settings: RuleSettings = RuleSettings()) -> Composite? {
    all.first { $0.name == name }?.make(settings)
  }
}
