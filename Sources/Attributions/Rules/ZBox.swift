import Programs

extension Rule {
  /// zᴮ: for inputs that are bounded below and above, such as pixels.
  ///
  /// z = w a - w⁺ l - w⁻ h, R_in = a · wᵀs - l · w⁺ᵀs - h · w⁻ᵀs with s = R / z; the bias cancels. Montavon et al. 2017.
  static func zBox(_ settings: RuleSettings) -> Rule {
    affine("z-box", zeroBias: true) { layer in
      let (a, w) = (layer.input, layer.weights)
      let low = settings.low.term(like: a)
      let high = settings.high.term(like: a)
      return [
        Share(
          relevance: layer.relevance,
          denominator: layer.linear(a, w) - layer.linear(low, w.positive) - layer.linear(high, w.negative),
          stabilizer: settings.stabilizer
        ) { s in
          [
            a * layer.transposed(s, w) - low * layer.transposed(s, w.positive)
              - high * layer.transposed(s, w.negative)
          ]
        }
      ]
    }
  }
}
