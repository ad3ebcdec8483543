import Tensors

extension NamedMethod {
  static let featureAblation = NamedMethod(
    name: "feature-ablation",
    summary: "what the logit loses when a group of values is replaced by the baseline",
    keys: ["baseline", "groups"]
  ) { FeatureAblation(baseline: $0.baseline ?? .zeros, grouping: $0.grouping) }
}

/// φ_g = f(x) - f(x with group g as in the baseline), the mean over the references where there are several.
///
/// As in the reference (captum 0.9); the oldest form is Zeiler and Fergus 2014.
struct FeatureAblation: GroupMethod {
  let baseline: Baseline
  let grouping: Grouping

  func attribute(_ question: Question, groups: FeatureGroups) throws -> Explanation {
    let game = try MaskedOutputs(question, groups, baseline.references(for: question))
    let ablated = try game.outputs(groups.count) { mask, group in mask != group }
    let outputs = try question.outputs().values.map(Double.init)
    return Explanation(groups, zip(outputs, ablated).map { output, rest in rest.map { output - $0 } })
  }
}
