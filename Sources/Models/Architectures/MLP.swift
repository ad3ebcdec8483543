import Tensors

/// Dense layers with a function between them, called fc1, relu1, fc2, ...
enum MLP {
  static func mlp(_ drawing: inout Drawing, _ measure: Architecture.Measure) -> Drawing.Signal {
    let hidden = measure.hidden ?? [64, 64, 64]
    var x = drawing.start
    if x.shape.rank > 1 { x = drawing.flatten(x) }
    for (index, features) in hidden.enumerated() {
      x = drawing.linear(x, "fc\(index + 1)", features: features, variance: 2 / Double(max(1, x.shape.count)))
      let name = "\(measure.activation.rawValue)\(index + 1)"
      x =
        switch measure.activation {
        case .relu: drawing.relu(x, name)
        case .softplus: drawing.activation(x, name, .softplus)
        case .tanh: drawing.activation(x, name, .tanh)
        }
    }
    return drawing.linear(
      x, "fc\(hidden.count + 1)", features: measure.outputs,
      variance: 1 / Double(max(1, x.shape.count)))
  }
}
