import Execution
import Tensors

extension NamedInteraction {
  static let hessian = NamedInteraction(
    name: "hessian", summary: "the second derivatives at the sample", keys: ["feature", "smooth"]
  ) { Hessian($0, isScaled: false) }

  static let hessianXInput = NamedInteraction(
    name: "hessian-x-input", summary: "the second derivatives at the sample, times both values",
    keys: ["feature", "smooth"]
  ) { Hessian($0, isScaled: true) }
}

/// ∂²f / ∂x_i ∂x_j at the sample, summed over the groups of i and j; or x_i x_j times that.
struct Hessian: InteractionMethod {
  let settings: MethodSettings
  let isScaled: Bool

  init(_ settings: MethodSettings, isScaled: Bool) {
    (self.settings, self.isScaled) = (settings, isScaled)
  }

  func interact(_ question: Question, groups: FeatureGroups) throws -> Interactions {
    var explained = question
    explained.smooth = settings.smooth
    let form = try CurvatureForm(explained)
    let wanted = settings.only ?? Array(0..<groups.count)
    if let group = wanted.first(where: { !(0..<groups.count).contains($0) }) {
      throw AttributionError.noSuchGroup(group, groups: groups.count)
    }
    let ones = groups.restricting(Tensor(question.shape, repeating: 1))
    // The path's one point is its end.
    let point = CurvatureProgram.Point(reference: 0, t: 1, c: 1, w: 0)
    var values: [Float] = []
    for row in 0..<question.count {
      let changes = isScaled ? groups.restricting(question.values[row]) : ones
      values += try form.values(
        sample: row, reference: Tensor(question.shape, repeating: 0), changes: changes, wanted: wanted,
        points: [point], monitor: question.monitor
      ).matrix.map { Float($0) }
    }
    return Interactions(
      Tensor([question.count, wanted.count, groups.count], values),
      facts: [form.text(changes: wanted.count)]
        + (try explained.hasKinks
          ? ["ReLUs and maxima have no second derivative but at their kinks: add smooth=10 to see them"] : []))
  }
}
