import Models

extension Composite {
  /// AttnLRP: ε for dense layers and convolutions, products split evenly, softmax by its Taylor expansion, the scale of
  /// layer norms fixed.
  ///
  /// Achtibat et al. 2024.
  static func attnLRP(_ settings: RuleSettings) -> Composite {
    Composite(
      "attn-lrp",
      [
        ([.convolution, .linear], .epsilon(settings)),
        ([.relu, .activation, .batchNorm], .pass(settings)),
        ([.averagePool, .scaling, .sum], .norm(settings)),
        ([.layerNorm], .fixedScale(settings)),
        ([.product, .gate], .uniform(settings)),
        ([.arrangement, .embedding, .maxPool], .gradient(settings)),
        ([.softmax], .softmax(settings)),
      ])
  }
}
