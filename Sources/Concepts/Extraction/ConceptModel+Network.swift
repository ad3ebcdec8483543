public import Models
import Programs
import Tensors

extension ConceptModel {
  /// The model as a network of dense layers, which any program reads that reads ONNX: of what it was extracted from it needs
  /// nothing but the concepts.
  ///
  /// It reads the place of each concept's value among the concept's values, [concepts], or, where the model reads
  /// probabilities, those of all values, [values]; it gives the probability of each class. The first layer says with 1 of
  /// each value whether the concept has it or a later one. A leaf of a tree is 1 where all of its conditions hold.
  public var network: Model {
    var layers: [Layer] = []
    func append(_ name: String, _ operation: any Operation, _ outputs: Int) {
      layers.append(
        Layer(
          name: name, operation: operation, operands: [layers.isEmpty ? .input(0) : .layer(layers.count - 1)],
          shape: [outputs]))
    }
    func dense(_ name: String, _ rows: [(weights: [Double], bias: Double)]) {
      let width = rows.first?.weights.count ?? 0
      append(
        name,
        Linear(
          weights: Constant(
            Tensor([rows.count, width], rows.flatMap { $0.weights.map { Float($0) } }), name: "\(name).weight"),
          bias: Constant(Tensor([rows.count], rows.map { Float($0.bias) }), name: "\(name).bias"), outputAxis: 0),
        rows.count)
    }
    /// The steps of each concept: from each value but the first on.
    let firsts = concepts.indices.map { concepts[..<$0].reduce(0) { $0 + $1.steps } }
    let count = concepts.reduce(0) { $0 + $1.steps }
    let readsProbabilities = settings.readsProbabilities && settings.kind == .logistic
    if !readsProbabilities {
      dense(
        "at least",
        concepts.enumerated().flatMap { concept, known in
          (1...known.steps).map { value in
            (weights: concepts.indices.map { $0 == concept ? 1 : 0 }, bias: 1 - Double(value))
          }
        })
      append("steps", Activation.clip(low: 0, high: 1), count)
    }
    switch learnt {
    case .tree(let tree):
      let leaves = rules
      dense(
        "conditions",
        leaves.map { leaf in
          var weights = [Double](repeating: 0, count: count)
          var wanted = 0.0
          for condition in leaf.conditions {
            let (first, steps) = (firsts[condition.concept], concepts[condition.concept].steps)
            if condition.values.lowerBound > 0, condition.values.lowerBound <= steps {
              weights[first + condition.values.lowerBound - 1] += 1
              wanted += 1
            }
            if condition.values.upperBound < steps { weights[first + condition.values.upperBound] -= 1 }
          }
          return (weights, 1 - wanted)
        })
      append("leaves", Relu(), leaves.count)
      let places = classes.indices.flatMap { tree.leaves(predicting: $0) }
      dense(
        "shares", classes.indices.map { label in (weights: places.map { tree.nodes[$0].shares[label] }, bias: 0) })
    case .logistic(let model):
      dense(
        "logits",
        classes.indices.map { label in
          let (weights, intercept) = model.function(of: label)
          guard !readsProbabilities else { return (weights, intercept) }
          var (steps, bias) = ([Double](), intercept)
          var first = 0
          for concept in concepts {
            let own = weights[first..<first + concept.values.count]
            bias += own.first ?? 0
            steps += zip(own.dropFirst(), own).map { $0 - $1 }
            if own.count == 1 { steps.append(0) }
            first += own.count
          }
          return (steps, bias)
        })
      append("probabilities", Softmax(axis: 0), classes.count)
    }
    let width = readsProbabilities ? concepts.reduce(0) { $0 + $1.values.count } : concepts.count
    return Model(
      name: "decision by concepts", inputs: [.init(name: "concepts", shape: [width])], layers: layers,
      output: layers.count - 1)
  }
}

extension ConceptModel.Concept {
  /// From how many values on something may change; one at least.
  fileprivate var steps: Int { max(1, values.count - 1) }
}
