import Models

extension Composite {
  /// γ for convolutions, ε for dense layers, z-box for the first convolution.
  static func epsilonGammaBox(_ settings: RuleSettings) -> Composite {
    layered(
      "epsilon-gamma-box", convolution: .gamma(settings), first: .zBox(settings), firstKinds: [.convolution],
      settings)
  }
}
