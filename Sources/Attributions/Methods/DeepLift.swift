extension NamedMethod {
  static let deepLift = NamedMethod(
    name: "deeplift",
    summary: "DeepLIFT by the rescale rule: slopes between a baseline and the sample, times the difference",
    keys: ["baseline"], addsUp: true
  ) { IntegratedGradients(baseline: $0.baseline ?? .zeros, quadrature: .secant, steps: 1, tolerance: nil) }

  static let deepLiftShap = NamedMethod(
    name: "deeplift-shap", summary: "DeepLIFT on average over many baselines",
    keys: ["baseline", "references", "seed"], addsUp: true
  ) {
    ExpectedGradients(
      baseline: $0.baseline ?? .zeros, most: $0.references, seed: $0.seed, quadrature: .secant, steps: 1)
  }
}
