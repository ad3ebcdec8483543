import Programs

extension Rule {
  /// LRP-z⁺: only contributions that raise the output count.
  ///
  /// z = w⁺a⁺ + w⁻a⁻ + b⁺, R_in = a⁺ · w⁺ᵀs + a⁻ · w⁻ᵀs with s = R / z. Montavon et al. 2017.
  static func zPlus(_ settings: RuleSettings) -> Rule {
    affine("z-plus", zeroBias: settings.zeroBias) { [.raising($0, $0.relevance, settings)] }
  }
}

extension Share {
  /// The share of what raises the output.
  static func raising(_ layer: AffinePassage, _ relevance: Term, _ settings: RuleSettings) -> Share {
    let (a, w, b) = (layer.input, layer.weights, layer.bias?.positive)
    let z = layer.linear(a.positive, w.positive) + layer.linear(a.negative, w.negative) + b
    return Share(
      relevance: relevance, denominator: z, stabilizer: settings.stabilizer, bias: b, hasOneSign: true
    ) { s in
      [a.positive * layer.transposed(s, w.positive) + a.negative * layer.transposed(s, w.negative)]
    }
  }

  /// The share of what lowers the output.
  static func lowering(_ layer: AffinePassage, _ relevance: Term, _ settings: RuleSettings) -> Share {
    let (a, w, b) = (layer.input, layer.weights, layer.bias?.negative)
    let z = layer.linear(a.positive, w.negative) + layer.linear(a.negative, w.positive) + b
    return Share(
      relevance: relevance, denominator: z, stabilizer: settings.stabilizer, bias: b, hasOneSign: true
    ) { s in
      [a.positive * layer.transposed(s, w.negative) + a.negative * layer.transposed(s, w.positive)]
    }
  }
}
