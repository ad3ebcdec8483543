import Programs

extension Rule {
  /// LRP-γ, generalised to inputs of either sign: what agrees with the sign of the output counts 1 + γ times.
  ///
  /// Where the output is positive, z = (w + γw⁺)a⁺ + (w + γw⁻)a⁻ + b + γb⁺; where it is negative, with w⁺ and w⁻ changed
  /// about and b + γb⁻; where it is zero nothing is handed on. Montavon et al. 2019; Andéol et al. 2022.
  static func gamma(_ settings: RuleSettings) -> Rule {
    affine("gamma", zeroBias: settings.zeroBias) { layer in
      let gamma = settings.gamma
      let (a, w, b) = (layer.input, layer.weights, layer.bias)
      // w·a + b and what raises it make both denominators: what lowers it is the rest.
      let whole = layer.linear(a, w) + b
      let raising = layer.linear(a.positive, w.positive) + layer.linear(a.negative, w.negative) + b?.positive

      func share(_ side: Term, _ agreeing: Term, _ positive: Term, _ negative: Term, _ bias: Term?) -> Share {
        Share(
          relevance: layer.relevance * side.step, denominator: whole + gamma * agreeing,
          stabilizer: settings.stabilizer, bias: b.flatMap { b in bias.map { b + gamma * $0 } }
        ) { s in
          [
            a.positive * layer.transposed(s, w + gamma * positive) + a.negative
              * layer.transposed(s, w + gamma * negative)
          ]
        }
      }
      // The sign is the layer's own output's, whatever counts as zero in the shares.
      let output = layer.passage.output
      return [
        share(output, raising, w.positive, w.negative, b?.positive),
        share(-output, whole - raising, w.negative, w.positive, b?.negative),
      ]
    }
  }
}
