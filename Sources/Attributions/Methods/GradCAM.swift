import Execution
import Models
import Programs
import Tensors

extension NamedMethod {
  static let gradCAM = NamedMethod(
    name: "grad-cam", summary: "the maps of a layer's channels, added up by how steep the logit is in each on average",
    keys: ["relu"], site: .layer
  ) { GradCAM(isRectified: $0.isRectified) }
}

/// Σ_c w_c A_c with w_c the mean of ∂f/∂A_c over the positions of channel c: [samples, 1] + the extents of a channel.
/// Selvaraju et al. 2017.
///
/// The paper keeps only what is positive, the reference (captum 0.9) all; ``isRectified`` chooses.
struct GradCAM: AttributionMethod {
  let isRectified: Bool

  /// Slopes are averaged over a channel before values are multiplied by them.
  var meaning: Meaning { .neither }

  func attribute(_ question: Question) throws -> Explanation {
    let shape = question.shape
    guard let layer = question.place.layer else { throw AttributionError.layerNeeded(method: "grad-cam") }
    let name = question.model.layers[layer].name
    guard shape.rank > 1 else { throw AttributionError.noChannels(method: "grad-cam", layer: name, shape) }
    let builder = Builder()
    let maps = builder.input("maps", Type(shape, varying: .sample))
    let gradient = builder.gradient(of: [(question.function(of: maps), builder.fill(1))], to: [maps])[0]
    let positions = Array(1..<shape.rank)
    let sum = (gradient.broadcast(to: shape).mean(positions) * maps).sum([0])
    let program = try builder.program([("map", isRectified ? sum.positive : sum)])

    var inputs = question.programInputs
    inputs["maps"] = question.values
    let results = try question.executor.run(
      program, inputs: program.needed(of: inputs), samples: question.count, monitor: question.monitor)
    let whole = [question.count, 1] + Shape(Array(shape.extents[1...]))
    let map = try (results["map"] ?? Tensor(whole, repeating: 0)).spread(to: whole).finite("the map of layer \(name)")
    return Explanation(map, facts: [isRectified ? "positive part" : "both signs"])
  }
}
