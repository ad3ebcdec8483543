import Programs

extension Rule {
  /// w²: relevance in proportion to squared weights, whatever the input.
  ///
  /// z = w² 1 + b², R_in = (w²)ᵀ(R / z). Montavon et al. 2017.
  static func wSquare(_ settings: RuleSettings) -> Rule {
    affine("w-square", zeroBias: settings.zeroBias) { layer in
      let squares = layer.weights * layer.weights
      let bias = layer.bias.map { $0 * $0 }
      return [
        Share(
          relevance: layer.relevance,
          denominator: layer.linear(layer.passage.builder.fill(1, layer.input.shape), squares) + bias,
          stabilizer: settings.stabilizer, bias: bias
        ) { s in [layer.transposed(s, squares)] }
      ]
    }
  }
}
