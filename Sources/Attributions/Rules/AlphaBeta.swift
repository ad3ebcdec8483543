import Programs

extension Rule {
  /// LRP-αβ: α times what raises the output less β times what lowers it, with α - β = 1.
  ///
  /// Bach et al. 2015.
  static func alphaBeta(_ settings: RuleSettings) -> Rule {
    affine("alpha-beta", zeroBias: settings.zeroBias) { layer in
      [
        .raising(layer, settings.alpha * layer.relevance, settings),
        .lowering(layer, -settings.beta * layer.relevance, settings),
      ]
    }
  }
}
