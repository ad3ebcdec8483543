import Models
import Programs

extension Rule {
  /// A recurrent layer, step by step from the last to the first: each part of a step has the rule that the composite gives
  /// to a layer of its kind.
  ///
  /// - Parameters:
  ///   - steps: the layer unrolled: ``Recurrence/unrolled(steps:features:)``.
  ///   - rules: that of each of its layers.
  static func throughTime(_ steps: Model, _ rules: [Rule]) -> Rule {
    Rule("through-time") { passage in
      let inputs = [passage.operands[0]]
      let outputs = steps.forward(inputs)
      var pass = RelevancePass(model: steps, rules: rules, inputs: inputs, outputs: outputs, masks: [:])
      pass.flow(from: steps.output, passage.relevance)
      return .direct([pass.inputRelevance[0] ?? passage.builder.fill(0, inputs[0].shape)])
    }
  }
}
