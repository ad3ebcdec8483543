import Models
import Tensors

extension NamedMethod {
  static let guidedGradCAM = NamedMethod(
    name: "guided-grad-cam", summary: "guided-backprop at the input, times the positive part of grad-cam at a layer",
    keys: [], site: .inputByLayer
  ) { GuidedGradCAM(layer: $0.layer) }
}

/// Guided backpropagation at the input, times Grad-CAM's positive part enlarged to the input. Selvaraju et al. 2017.
///
/// Each position takes the value of the layer's position that it lies in, as in the reference (captum 0.9).
struct GuidedGradCAM: AttributionMethod {
  /// Where Grad-CAM is taken.
  let layer: Place?

  /// Derivatives are weighed by a map of another scale.
  var meaning: Meaning { .neither }

  func attribute(_ question: Question) throws -> Explanation {
    guard let layer else { throw AttributionError.layerNeeded(method: "guided-grad-cam") }
    let maps = try GradCAM(isRectified: true).attribute(question.at(layer)).values
    let guided = try LRP(composite: .guidedBackprop(RuleSettings()), initial: .number(1)).attribute(question).values
    let extents = Array(question.shape.extents.dropFirst())
    guard maps.rank == question.shape.rank + 1 else {
      throw AttributionError.mapsOfOtherRank(maps.rank - 2, input: question.shape.rank - 1)
    }
    let enlarged = maps.enlarged(to: extents)
    let (size, inner) = (question.shape.count, Shape(extents).count)
    let product = guided.values.indices.map { index in
      guided.values[index] * enlarged.values[index / size * inner + index % inner]
    }
    return Explanation(Tensor(guided.shape, product))
  }
}
