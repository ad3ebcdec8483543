import Models

extension Composite {
  /// z⁺ everywhere: the winners' probabilities of excitation backpropagation.
  ///
  /// Zhang et al. 2016.
  static func excitationBackprop(_ settings: RuleSettings) -> Composite {
    Composite(
      "excitation-backprop",
      [([.convolution, .linear], .zPlus(settings)), ([.averagePool, .sum], .norm(settings))])
  }
}
