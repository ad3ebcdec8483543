import Models
import Programs

/// A walk over the model's layers from the top down, handing relevance from each to the layers it reads.
struct RelevancePass {
  let model: Model
  let rules: [Rule]
  /// The model's inputs and each layer's output, forward.
  let inputs: [Term]
  let outputs: [Term]
  /// What passes at conditioned layers.
  let masks: [Int: Mask]
  private let carriers: [Bool]

  /// What arrived at each layer before its mask, and at each input.
  private(set) var relevance: [Int: Term] = [:]
  private(set) var inputRelevance: [Int: Term] = [:]
  private(set) var ledger: [LedgerTerms] = []

  init(model: Model, rules: [Rule], inputs: [Term], outputs: [Term], masks: [Int: Mask]) {
    self.model = model
    self.rules = rules
    self.inputs = inputs
    self.outputs = outputs
    self.masks = masks
    carriers = model.layersCarryingSignal
  }

  /// Sends `initial` down from layer `start` to the inputs, whatever way it takes.
  mutating func flow(from start: Int, _ initial: Term) {
    sweep(from: start, initial, allowed: nil)
  }

  /// Sends `initial` down from layer `start` through every one of `waypoints` (from the top down) to the inputs;
  /// relevance on parallel ways is dropped.
  mutating func flow(from start: Int, _ initial: Term, through waypoints: [Int]) throws(AttributionError) {
    var (upper, arriving) = (start, initial)
    for waypoint in waypoints where waypoint != start {
      let above = layersReading(waypoint)
      guard above.contains(upper) else {
        throw .parallelLayers(model.layers[upper].name, model.layers[waypoint].name)
      }
      sweep(from: upper, arriving, allowed: above, until: waypoint)
      arriving = relevance[waypoint] ?? arriving.builder.fill(0, outputs[waypoint].shape)
      upper = waypoint
    }
    sweep(from: upper, arriving, allowed: nil)
  }

  /// Layers that depend on layer `index`, and itself.
  private func layersReading(_ index: Int) -> Set<Int> {
    var result: Set<Int> = [index]
    for (reader, layer) in model.layers.enumerated() where reader > index {
      let reads = layer.operands.contains {
        if case .layer(let operand) = $0 { result.contains(operand) } else { false }
      }
      if reads { result.insert(reader) }
    }
    return result
  }

  private mutating func sweep(from start: Int, _ initial: Term, allowed: Set<Int>?, until end: Int? = nil) {
    var arriving: [Int: Term] = [start: initial]
    for index in stride(from: start, through: 0, by: -1) {
      guard let arrived = arriving[index] else { continue }
      relevance[index] = arrived
      if index == end { continue }
      let passed = masks[index]?(arrived) ?? arrived
      let handed = handOn(index, arrived, passed)
      for (operand, share) in zip(model.layers[index].operands, handed)
      where model.carriesSignal(operand, carriers) {
        switch operand {
        case .layer(let lower):
          if allowed?.contains(lower) ?? true {
            arriving[lower] = arriving[lower].map { $0 + share } ?? share
          }
        case .input(let position):
          if end == nil { inputRelevance[position] = inputRelevance[position].map { $0 + share } ?? share }
        }
      }
    }
  }

  private mutating func handOn(_ index: Int, _ arrived: Term, _ passed: Term) -> [Term] {
    let layer = model.layers[index]
    let operands = layer.operands.map { operand in
      switch operand {
      case .input(let position): inputs[position]
      case .layer(let lower): outputs[lower]
      }
    }
    let carries = layer.operands.map { model.carriesSignal($0, carriers) }
    let passage = Passage(
      operation: layer.operation, operands: operands, carriesSignal: carries, output: outputs[index],
      relevance: passed)
    let (shares, handed) = handed(rules[index](passage), to: operands)
    // What a mask or a position would receive stays where it is.
    let received = zip(handed, carries).map { $1 ? $0 : arrived.builder.fill(0, $0.shape) }
    ledger.append(
      LedgerTerms(layer: index, arrived: arrived, passed: passed, handed: received, shares: shares))
    return received
  }

  private func handed(_ propagation: Propagation, to operands: [Term]) -> (shares: [Share], handed: [Term]) {
    switch propagation {
    case .direct(let handed): return ([], handed)
    case .shares(let shares):
      var handed = operands.map { $0.builder.fill(0, $0.shape) }
      for share in shares {
        handed = zip(handed, share.handBack(share.ratio)).map { $0 + $1 }
      }
      return (shares, handed)
    }
  }
}
