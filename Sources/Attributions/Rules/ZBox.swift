import Models
import Programs
import Tensors

extension Rule {
  /// zᴮ: for inputs that are bounded below and above, such as pixels.
  ///
  /// z = w a - w⁺ l - w⁻ h, R_in = a · wᵀs - l · w⁺ᵀs - h · w⁻ᵀs with s = R / z; the bias cancels. Montavon et al. 2017.
  static func zBox(_ settings: RuleSettings) -> Rule { zBox(settings, of: .all) }

  /// The same where only some entries are the input's, with its bounds; the others are at least 0, and no larger than
  /// they are, which makes them those of z⁺.
  static func zBox(_ settings: RuleSettings, of entries: Model.InputEntries) -> Rule {
    affine("z-box", zeroBias: true) { layer in
      let (a, w) = (layer.input, layer.weights)
      var (low, high) = (settings.low.term(like: a), settings.high.term(like: a))
      if case .ranges(let ranges) = entries {
        let isInput = Constant(
          Tensor(a.shape, (0..<a.shape.count).map { index in ranges.contains { $0.contains(index) } ? 1 : 0 }),
          name: "entries of the input")
        let mask = a.builder.constant(isInput)
        (low, high) = (mask.select(low, a.builder.fill(0)), mask.select(high, a))
      }
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
