import Models

extension Model {
  /// Of each layer, whether its output carries what relevance belongs to: values that change with the vectors of tokens or
  /// with numbers given, as masks do not. Vectors of positions and of segments come from tables as those of tokens do, and count
  /// as signals where they are looked up; those that are constants of the network do not.
  var layersCarryingSignal: [Bool] {
    var carriers: [Bool] = []
    for layer in layers {
      let carries =
        switch layer.operation {
        case is Embedding: true
        case is Comparison, is Repeated: false
        default: layer.operands.contains { carriesSignal($0, carriers) }
        }
      carriers.append(carries)
    }
    return carriers
  }

  /// Whether an operand does, given which layers do.
  func carriesSignal(_ operand: Layer.Operand, _ carriers: [Bool]) -> Bool {
    switch operand {
    case .layer(let index): carriers[index]
    case .input(let position): !readsTokens || inputs[position].content == .numbers
    }
  }

  private var readsTokens: Bool {
    inputs.contains { if case .tokens = $0.content { true } else { false } }
  }
}
