import Models

extension Composite {
  /// Deep Taylor decomposition: z⁺ throughout, z-box where the input is read, sums and pools in proportion, and of gates
  /// the signal takes all.
  ///
  /// It conserves relevance in networks whose values are at least 0 and whose biases are at most 0. Montavon et al. 2017;
  /// Chormai 2018.
  static func deepTaylor(_ settings: RuleSettings) -> Composite {
    boxed("deep-taylor", .zPlus(settings), settings)
  }

  /// The same with αβ in place of z⁺, so that what lowers outputs counts, too.
  static func alphaBetaBox(_ settings: RuleSettings) -> Composite {
    boxed("alpha-beta-box", .alphaBeta(settings), settings)
  }

  private static func boxed(_ name: String, _ affine: Rule, _ settings: RuleSettings) -> Composite {
    var composite = Composite(
      name,
      [
        ([.convolution, .linear], affine),
        ([.relu, .activation, .batchNorm], .pass(settings)),
        ([.averagePool, .sum], .norm(settings)),
        ([.gate], .signalTakeAll(settings)),
      ])
    composite.bounded = settings
    return composite
  }
}
