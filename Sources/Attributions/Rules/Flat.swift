import Programs

extension Rule {
  /// Flat: every input of a unit gets the same share, whatever input and weight.
  ///
  /// z is the number of inputs inside the image, R_in = 1ᵀ(R / z). Lapuschkin et al. 2019.
  static func flat(_ settings: RuleSettings) -> Rule {
    affine("flat", zeroBias: true) { layer in
      let ones = layer.passage.builder.fill(1, layer.weights.shape)
      return [
        Share(
          relevance: layer.relevance,
          denominator: layer.linear(layer.passage.builder.fill(1, layer.input.shape), ones),
          stabilizer: settings.stabilizer
        ) { s in [layer.transposed(s, ones)] }
      ]
    }
  }
}
