extension NamedInteraction {
  /// I(g, h) = Σ_{T ⊇ {g, h}} a(T) / (|T| - 1), I(g) = Shapley value. Grabisch and Roubens 1999.
  static let shapleyInteraction = NamedInteraction(
    name: "shapley-interaction", summary: "the Shapley interaction index, exact: all sets of up to 16 groups",
    keys: ["baseline"]
  ) {
    CoalitionIndex(
      baseline: $0.baseline ?? .zeros, single: { 1 / Double($0) }, pair: { 1 / Double($0 - 1) },
      isComplete: false)
  }
}
