extension NamedInteraction {
  /// The coefficients of the polynomial of degree 2 nearest to v, in Shapley's weights: to a({g}) and a({g, h}) each larger
  /// set T of t groups adds -⅔ C(t-1, 2) / C(t+1, 3) and ½ C(t-1, 2) / C(t+1, 4) of a(T). Tsai et al. 2023.
  static let faithShapley = NamedInteraction(
    name: "faith-shap",
    summary: "the faithful Shapley interaction index of order 2, exact: all sets of up to 16 groups",
    keys: ["baseline"]
  ) {
    CoalitionIndex(
      baseline: $0.baseline ?? .zeros,
      single: { size in
        let t = Double(size)
        return size == 1 ? 1 : size == 2 ? 0 : -2 * (t - 2) / ((t + 1) * t)
      },
      pair: { size in
        let t = Double(size)
        return size == 2 ? 1 : 6 / ((t + 1) * t)
      }, isComplete: true)
  }
}
