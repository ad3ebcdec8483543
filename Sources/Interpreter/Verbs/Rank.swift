import Attributions
import Data
import Models

extension Verb {
  static let rank = Verb(
    "rank", "Orders the channels of a layer by their share of the relevance for a class",
    keys: [Keys.sample, Keys.layer, Keys.y, Keys.composite, Keys.rule, Keys.initial] + Keys.ruleSettings,
    subject: Keys.sample, reads: [.model, .data, .samples], writes: [.explanation], gives: Ranking.self,
    cost: "a pass forward and one back for each sample",
    example: "rank layer=4 y=1", paper: "Achtibat et al. 2023"
  ) { arguments, run in
    let (model, data) = (try run.currentModel(), try run.currentData())
    var propagation = RelevancePropagation(try arguments.composite(run))
    propagation.initial = arguments[Keys.initial] ?? .value
    let indices = run.explainedSamples(arguments)
    let importance = try run.recalled {
      try propagation.rank(
        model, samples: run.inputs(indices), layer: arguments[Keys.layer], target: arguments.target,
        executor: run.executor, monitor: run.monitor)
    }
    return .result(
      Ranking(
        importance: importance, indices: indices, layer: model.layers[arguments[Keys.layer]].name,
        composite: propagation.composite.name,
        facts: propagation.composite.assignments(in: model.merged).gradientFacts(model)))
  }
}
