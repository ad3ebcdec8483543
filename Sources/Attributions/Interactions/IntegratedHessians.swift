import Execution
import Glibc
import Programs
import Tensors

extension NamedInteraction {
  static let integratedHessians = NamedInteraction(
    name: "ih", summary: "integrated Hessians: integrated gradients of the integrated gradients",
    keys: ["baseline", "feature", "smooth", "steps", "tolerance"]
  ) { IntegratedHessians($0, isExpected: false) }

  static let expectedHessians = NamedInteraction(
    name: "eh", summary: "expected Hessians: integrated Hessians on average over many baselines",
    keys: ["baseline", "feature", "references", "seed", "smooth", "steps"]
  ) { IntegratedHessians($0, isExpected: true) }
}

/// Γ_ij = Δ_i Δ_j ∫ t (-ln t) ∂²_ij f(x' + tΔ) dt + δ_ij Δ_i ∫ (-ln t) ∂_i f(x' + tΔ) dt with Δ = x - x', or its mean over
/// references. Rows sum to integrated gradients, all entries to f(x) - f(x'). Janizek et al. 2021.
///
/// The double integral of the paper, over α and β, depends on their product t alone, whose density is -ln t.
struct IntegratedHessians: InteractionMethod {
  let settings: MethodSettings
  let isExpected: Bool

  init(_ settings: MethodSettings, isExpected: Bool) {
    (self.settings, self.isExpected) = (settings, isExpected)
  }

  func interact(_ question: Question, groups: FeatureGroups) throws -> Interactions {
    var explained = question
    explained.smooth = settings.smooth
    let all = try (settings.baseline ?? .zeros).references(for: question)
    guard isExpected || all.count == 1 else { throw AttributionError.severalReferences(all.count) }
    if let group = settings.only?.first(where: { !(0..<groups.count).contains($0) }) {
      throw AttributionError.noSuchGroup(group, groups: groups.count)
    }
    let draw = ReferenceDraw(all, most: settings.references, seed: settings.seed)
    var interactions: Interactions
    if try explained.hasKinks {
      interactions = try KinkedPaths(question, draw, groups, only: settings.only).interactions()
    } else {
      let paths = CurvedPaths(explained, draw.references, groups, settings)
      interactions = try isExpected ? paths.expected(of: question, draw) : paths.integrated(of: question)
    }
    if let warning = try question.vanishingNorm(at: all) { interactions.facts.append(warning) }
    return interactions
  }
}
