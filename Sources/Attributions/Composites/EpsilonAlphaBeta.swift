extension Composite {
  /// αβ for convolutions, ε for dense layers.
  static func epsilonAlpha2Beta1(_ settings: RuleSettings) -> Composite {
    layered("epsilon-alpha2-beta1", convolution: .alphaBeta(settings), settings)
  }

  /// αβ for convolutions, ε for dense layers, flat for the first layer.
  static func epsilonAlpha2Beta1Flat(_ settings: RuleSettings) -> Composite {
    layered("epsilon-alpha2-beta1-flat", convolution: .alphaBeta(settings), first: .flat(settings), settings)
  }
}
