import Execution
import Models
import Programs
import Tensors

extension NamedMethod {
  static let lrp = NamedMethod(
    name: "lrp", summary: "layer-wise relevance propagation by a composite", keys: ["composite", "initial"],
    addsUp: true
  ) { LRP(composite: $0.composite, initial: $0.initial ?? .value) }
}

/// The walk of a composite from the target's logits down to the place. Bach et al. 2015.
struct LRP: AttributionMethod {
  let composite: Composite
  let initial: InitialRelevance

  var meaning: Meaning { composite.meaning }

  func attribute(_ question: Question) throws -> Explanation {
    let model = question.model
    let builder = Builder()
    let inputs = model.inputs.map { $0.term(in: builder) }
    let outputs =
      question.isMoved
      ? question.outputs(of: builder.input(Question.value, Type(question.shape, varying: .sample)))
      : model.forward(inputs)
    var pass = RelevancePass(
      model: model, rules: composite.assignments(in: model).map(\.rule), inputs: inputs, outputs: outputs,
      masks: [:])
    let output = outputs[question.explained]
    let target = builder.input("target", Type([output.shape.count], varying: .sample)).reshaped(output.shape)
    pass.flow(from: question.explained, initial.term(output) * target)
    let program = try builder.program([("relevance", pass.relevance(at: question.place))])

    var tensors = model.named(question.samples)
    tensors["target"] = question.targets
    tensors[Question.value] = question.values
    let results = try question.executor.run(
      program, inputs: program.needed(of: tensors), samples: question.count, monitor: question.monitor)
    let shape = [question.count] + question.shape
    return Explanation(
      try (results["relevance"] ?? Tensor(shape, repeating: 0)).spread(to: shape)
        .finite("the relevance of the input"))
  }
}

extension RelevancePass {
  /// What arrived at a place; nothing where no way leads there.
  fileprivate func relevance(at place: Place) -> Term {
    let arrived: Term? =
      switch place {
      case .input(let position): inputRelevance[position]
      case .output(let layer): relevance[layer]
      case .operand(let layer):
        switch model.layers[layer].operands.first {
        case .input(let position): inputRelevance[position]
        case .layer(let lower): relevance[lower]
        case nil: nil
        }
      }
    return arrived ?? inputs[0].builder.fill(0, model.shape(at: place))
  }
}
