import Models

extension Composite {
  /// z⁺ for convolutions, ε for dense layers.
  static func epsilonPlus(_ settings: RuleSettings) -> Composite {
    layered("epsilon-plus", convolution: .zPlus(settings), settings)
  }

  /// z⁺ for convolutions, ε for dense layers, flat for the first layer.
  static func epsilonPlusFlat(_ settings: RuleSettings) -> Composite {
    layered("epsilon-plus-flat", convolution: .zPlus(settings), first: .flat(settings), settings)
  }

  /// What the LRP composites share: ε for dense layers, activations passed, pools and sums in proportion.
  static func layered(
    _ name: String, convolution: Rule, first: Rule? = nil, firstKinds: Set<LayerKind> = [.convolution, .linear],
    _ settings: RuleSettings
  ) -> Composite {
    Composite(
      name, first: first.map { (firstKinds, $0) },
      [
        ([.convolution], convolution),
        ([.linear], .epsilon(settings)),
        ([.relu, .activation, .batchNorm], .pass(settings)),
        ([.averagePool, .sum], .norm(settings)),
        ([.gate], .signalTakeAll(settings)),
      ])
  }
}
