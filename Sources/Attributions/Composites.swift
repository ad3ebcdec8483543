public import Models

extension Composite {
  /// Every composite by its name in the language.
  public static let all: [(name: String, make: @Sendable (RuleSettings) -> Composite)] = [
    ("alpha-beta-box", alphaBetaBox),
    ("attn-lrp", attnLRP),
    ("beta-smooth", betaSmooth),
    ("deconvnet", deconvnet),
    ("deep-taylor", deepTaylor),
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
  /// The name of the composite that suits a network: attn-lrp where there are layer norms or a softmax in the middle,
  /// epsilon-plus without convolutions, where a flat first layer would make all features alike.
  public static func suiting(_ model: Model) -> String {
    let kinds = Set(model.layers[...model.logits].map(\.operation.kind))
    if kinds.contains(.layerNorm) || kinds.contains(.softmax) { return "attn-lrp" }
    return kinds.contains(.convolution) ? "epsilon-plus-flat" : "epsilon-plus"
  }

  /// The composite of that name, or nil.
  public static func named(_ name: String, _ settings: RuleSettings = RuleSettings()) -> Composite? {
    all.first { $0.name == name }?.make(settings)
  }
}
