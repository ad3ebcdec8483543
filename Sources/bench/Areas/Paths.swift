import Attributions
import Execution
import Models
import Tensors

extension Area {
  static let paths = Area(name: "paths", summary: "attributions and interactions by integrals along paths") {
    [
      .expectedHessians,
      .integratedHessians,
      .tokenInteractions(),
      .tokenInteractions(nodes: 8),
      .integratedGradients(Networks.resNet, cells: 16, .peerResidual),
      .integratedGradients(Networks.resNet, cells: 20, .peerError),
      .integratedGradients(Networks.vgg, cells: 16, .peerResidual),
      .integratedGradients(Networks.vgg, cells: 24, .peerError),
    ]
  }
}

extension Measurement {
  /// Every row of a table against every reference.
  fileprivate static let expectedHessians: Measurement = {
    let (rows, references, columns) = (102, 404, 13)
    @Sendable func tensors(_ repetition: Int) -> [String: Tensor] {
      [
        "samples": Networks.normal([rows, columns], repetition: 2 * repetition),
        "references": Networks.normal([references, columns], repetition: 2 * repetition + 1),
      ]
    }
    var measurement = interactions(
      "paths eh \(rows) x \(columns), \(references) baselines", "eh", Networks.table, smooth: 10, tensors)
    measurement.counterpart?.rows = 8
    measurement.counterpart?.standard = .error(1e-2)
    return measurement
  }()

  /// All pairs of many columns, of one row.
  fileprivate static let integratedHessians: Measurement = {
    let columns = 500
    return interactions("paths ih 1 x \(columns)", "ih", Networks.wide, smooth: 10) { pair([columns], $0) }
  }()

  /// All pairs of a text's tokens, with as many nodes as the usual tolerance takes, or with few.
  fileprivate static func tokenInteractions(nodes: Int? = nil) -> Measurement {
    var measurement = interactions(
      "paths ih \(Encoder.tokens) tokens" + (nodes.map { ", \($0) nodes" } ?? ""), "ih", Networks.encoder,
      byTokens: true, nodes: nodes
    ) { pair([Encoder.tokens, Encoder.width], $0) }
    if nodes != nil { measurement.counterpart?.standard = .peerError }
    return measurement
  }

  /// Secants on networks of ReLUs, whose sums are exact for any number of cells.
  fileprivate static func integratedGradients(
    _ network: Networks.Entry, cells: Int, _ standard: Accuracy.Standard
  ) -> Measurement {
    @Sendable func tensors(_ repetition: Int) -> [String: Tensor] { pair([3, 224, 224], repetition) }
    return Measurement(
      name: "paths ig \(network.name), \(cells) cells", repetitions: 2,
      counterpart: Counterpart(
        script: "paths.py", network: network.name, work: ["ig"], standard: standard, repetitions: 1
      ) { tensors(0) }
    ) {
      let (model, executor) = (try Networks.model(network.name), Executor())
      guard let named = NamedMethod.all.first(where: { $0.name == "ig" }) else {
        throw Failure("there is no method ig")
      }
      return { repetition in
        let tensors = tensors(repetition)
        var settings = MethodSettings()
        settings.baseline = tensors["references"].map { .values($0) }
        settings.steps = cells
        let method = named.make(settings)
        return {
          try method.attribute(
            Question(
              model, samples(tensors), target: .classes([Networks.target]), executor: executor, monitor: $0)
          ).values
        }
      }
    }
  }

  private static func interactions(
    _ name: String, _ method: String, _ network: String, byTokens: Bool = false, smooth: Double? = nil,
    nodes: Int? = nil,
    _ tensors: @escaping @Sendable (_ repetition: Int) -> [String: Tensor]
  ) -> Measurement {
    Measurement(
      name: name,
      counterpart: Counterpart(
        script: "paths.py", network: network, work: [byTokens ? "tokens" : method], target: 0,
        standard: .error(1e-3), repetitions: 1
      ) { tensors(0) }
    ) {
      let (model, executor) = (try Networks.model(network), Executor())
      guard let named = NamedInteraction.all.first(where: { $0.name == method }) else {
        throw Failure("there is no method \(method)")
      }
      return { repetition in
        let tensors = tensors(repetition)
        var settings = MethodSettings()
        settings.baseline = tensors["references"].map { .values($0) }
        settings.smooth = smooth
        settings.steps = nodes
        let method = named.make(settings)
        return {
          let question = try Question(
            model, samples(tensors), target: .classes([0]), executor: executor, monitor: $0)
          let groups =
            byTokens ? FeatureGroups(rowsOf: question.shape) : FeatureGroups(elementsOf: question.shape)
          return try method.interact(question, groups: groups).values
        }
      }
    }
  }

  /// A sample, and another as the baseline: what is 0 has no layer norm, and a network of ReLUs without biases is linear
  /// on the way from it.
  private static func pair(_ shape: Shape, _ repetition: Int) -> [String: Tensor] {
    [
      "samples": Networks.normal([1] + shape, repetition: 2 * repetition),
      "references": Networks.normal([1] + shape, repetition: 2 * repetition + 1),
    ]
  }

  private static func samples(_ tensors: [String: Tensor]) -> Inputs {
    Inputs(tensors["samples"].map { [$0] } ?? [])
  }
}
