import Models

extension Composite {
  /// Deep Taylor decomposition: z⁺ throughout, z-box where the input is read, sums and pools in proportion, and of gates
  /// the signal takes all.
  ///
  /// It conserves relevance in networks whose values are at least 0 and whose biases are at most 0. Montavon et al. 2017;
  /// Chormai 2018.
  static func deepTaylor(_ settings: RuleSettings) -> Composite {
    var composite = Composite(
      "deep-taylor",
      [
        ([.convolution, .linear], .zPlus(settings)),
        ([.relu, .activation, .batchNorm], .pass(settings)),
        ([.averagePool, .sum], .norm(settings)),
        ([.gate], .signalTakeAll(settings)),
      ])
    composite.bounded = settings
    return composite
  }
}
