extension NamedScore {
  static let pixelFlipping = NamedScore(
    name: "pixel-flipping",
    summary: "how much the logit falls on average while what matters most is removed first",
    keys: ["baseline", "chance", "groups", "output", "seed", "steps"], better: .higher
  ) { PixelFlipping(curves: RemovalCurves($0, baseline: .zeros, measure: .logit, inserts: false)) }
}

/// AOPC = 1/(L + 1) Σ_k f(x) - f(x with the k most relevant parts at the baseline), k = 0 ... L. The curve is
/// that of Bach et al. 2015, the mean over it of Samek et al. 2017.
struct PixelFlipping: Score {
  let curves: RemovalCurves

  func judge(_ explained: Explained) throws -> Judgement {
    try curves.judge(explained) { _, outputs in
      outputs.reduce(0) { $0 + outputs[0] - $1 } / Double(outputs.count)
    }
  }
}
