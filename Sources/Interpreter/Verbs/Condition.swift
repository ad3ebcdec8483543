import Attributions
import Data
import Models
import Tensors

extension Verb {
  private static let record = Key(
    "record", optional: Kind<Int>.layer.list,
    "the layers whose relevance and activation are kept, beside conditioned ones",
    otherwise: "all with weights, if they fit into 16 MB")
  private static let pair = Key("pair", .flag, "whether condition i is for sample i only", initial: false)

  static let condition = Verb(
    "condition",
    "Explains a prediction by a heatmap, under the condition that relevance passes certain channels",
    keys: [
      Keys.sample, Conditioning.layer, Conditioning.channel, Conditioning.at, Conditioning.y,
      Keys.composite, Keys.rule, record, Keys.initial, Keys.parallel, pair,
    ] + Keys.ruleSettings,
    subject: Keys.sample, reads: [.model, .data, .samples], writes: [.explanation], gives: Heatmaps.self,
    cost: "a pass forward for each sample, and a pass back for each sample and condition",
    example: "condition layer=4 channel=50 y=1",
    paper: "Achtibat et al. 2023, concept relevance propagation; Bach et al. 2015",
    foresee: { arguments, _ in try Conditioning.check(arguments) },
    run: { arguments, run in
      let model = try run.currentModel()
      try Conditioning.check(arguments)
      let conditions = try Conditioning.conditions(arguments, model)
      var propagation = RelevancePropagation(try arguments.composite(run))
      propagation.initial = arguments[Keys.initial] ?? .value
      let indices = run.explainedSamples(arguments)
      let rows = arguments[pair] ? indices.count : conditions.count * indices.count
      propagation.record = arguments[record] ?? usuallyRecorded(model, rows: rows)
      if propagation.record.isEmpty, arguments[record] == nil {
        run.note(
          "only conditioned layers are recorded, since all would take over 16 MB: name others by record=")
      }
      propagation.allowsParallel = arguments[Keys.parallel]
      propagation.wanted = [.heatmap, .layers]
      let elements = rows * (model.inputs.first?.shape.count ?? 0)
      if elements <= 16 << 20 { propagation.wanted.insert(.input) }
      let samples = try run.currentData().samples(indices)
      var attribution = try run.recalled {
        arguments[pair]
          ? try propagation.explain(
            model, samples: run.inputs(indices), pairedWith: conditions, executor: run.executor,
            monitor: run.monitor)
          : try propagation.explain(
            model, samples: run.inputs(indices), conditions: conditions, executor: run.executor,
            monitor: run.monitor)
      }
      attribution.assignments = propagation.composite.assignments(in: model.merged)
      return .result(
        Heatmaps(
          attribution, conditions: conditions, isPaired: arguments[pair], indices: indices, samples: samples,
          composite: propagation.composite, model: model, data: try run.currentData()))
    })

  /// Every layer with weights, as long as what is kept stays below 16 MB: copying more would take longer than the pass.
  private static func usuallyRecorded(_ model: Model, rows: Int) -> [Int] {
    let layers = model.layers.indices.filter { model.layers[$0].operation is any AffineOperation }
    let size = layers.reduce(0) { $0 + model.layers[$1].shape.count }
    return size * rows <= 2 << 20 ? layers : []
  }
}
