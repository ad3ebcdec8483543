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
      let favoured = w + gamma * w.positive
      let opposed = w + gamma * w.negative

      func share(_ side: Term, _ withPositive: Term, _ withNegative: Term, _ bias: Term?) -> Share {
        Share(
          relevance: layer.relevance * side.step,
          denominator: layer.linear(a.positive, withPositive) + layer.linear(a.negative, withNegative) + bias,
          stabilizer: settings.stabilizer, bias: bias
        ) { s in
          [a.positive * layer.transposed(s, withPositive) + a.negative * layer.transposed(s, withNegative)]
        }
      }
      // The sign is the layer's own output's, whatever counts as zero in the shares.
      let output = layer.passage.output
      return [
        share(output, favoured, opposed, b.map { $0 + gamma * $0.positive }),
        share(-output, opposed, favoured, b.map { $0 + gamma * $0.negative }),
      ]
    }
  }
}
