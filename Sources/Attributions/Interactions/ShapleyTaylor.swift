extension NamedInteraction {
  /// I(g) = v(g) - v(∅), I(g, h) = Σ_{T ⊇ {g, h}} a(T) / C(|T|, 2), of order 2. Sundararajan et al. 2020.
  static let shapleyTaylor = NamedInteraction(
    name: "shapley-taylor",
    summary: "the Shapley-Taylor index of order 2, exact: all sets of up to 16 groups",
    keys: ["baseline"]
  ) {
    CoalitionIndex(
      baseline: $0.baseline ?? .zeros, single: { $0 == 1 ? 1 : 0 }, pair: { 2 / Double($0 * ($0 - 1)) },
      isComplete: true)
  }
}
