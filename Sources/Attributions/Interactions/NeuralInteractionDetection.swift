import Models
import Programs
import Tensors

extension NamedInteraction {
  static let neuralInteractionDetection = NamedInteraction(
    name: "nid",
    summary: "how strongly pairs of features meet in the first layer's weights; for dense networks",
    keys: []
  ) { _ in NeuralInteractionDetection() }
}

/// ω(i, j) = Σ_k z_k min(|W_ki|, |W_kj|), where W is the first dense layer and z = |w|ᵀ |W_L| ... |W_2| says how much its units
/// can matter for the target. Tsang et al. 2018, whose aggregation over pairs this is.
///
/// It is read off the weights: all samples with one target have the same. Groups sum over the pairs of their values. What
/// a network multiplies values by, as where it standardises its input, goes into the weights behind it: W is for features in
/// the units of the data.
struct NeuralInteractionDetection: InteractionMethod {
  func interact(_ question: Question, groups: FeatureGroups) throws -> Interactions {
    try groups.checkPairs()
    let layers = try Self.denseLayers(question)
    let first = layers[0]
    let (units, features) = (first.shape[0], first.shape[1])
    var values: [Float] = []
    for row in 0..<question.count {
      var influence = question.targets[row].values.map { abs(Double($0)) }
      for layer in layers.dropFirst().reversed() { influence = Self.product(influence, layer) }
      if layers.count == 1 {
        // Without a hidden layer nothing meets.
        influence = [Double](repeating: 0, count: units)
      }
      values += strengths(first, influence, features, groups).map { Float($0) }
    }
    var interactions = Interactions(
      Tensor([question.count, groups.count, groups.count], values),
      facts: [
        "from the weights of \(layers.count) dense layers, without a sign; the same wherever the sample lies"
      ])
    interactions.splitsPairs = false
    return interactions
  }

  private func strengths(
    _ weights: Tensor, _ influence: [Double], _ features: Int, _ groups: FeatureGroups
  ) -> [Double] {
    let owners = groups.owners
    let count = groups.count
    var sums = [Double](repeating: 0, count: count * count)
    for (unit, influence) in influence.enumerated() where influence != 0 {
      let row = weights.values[unit * features..<(unit + 1) * features].map { abs(Double($0)) }
      for i in 0..<features where owners[i] < count {
        for j in 0..<features where owners[j] < count && owners[j] != owners[i] {
          sums[owners[i] * count + owners[j]] += influence * min(row[i], row[j])
        }
      }
    }
    return sums
  }

  /// influenceᵀ |weights|
  private static func product(_ influence: [Double], _ weights: Tensor) -> [Double] {
    let columns = weights.shape[1]
    var result = [Double](repeating: 0, count: columns)
    for (row, share) in influence.enumerated() {
      for column in 0..<columns {
        result[column] += share * abs(Double(weights.values[row * columns + column]))
      }
    }
    return result
  }

  /// The weights of each dense layer, [outputs, inputs], from the input to the logits, times the factors of layers that
  /// scale single values.
  ///
  /// - Throws: ``AttributionError/notDense(_:)`` for the first layer that is none, nor works on single values.
  private static func denseLayers(_ question: Question) throws -> [Tensor] {
    guard question.place == .input(0) else { throw AttributionError.notDense("the place") }
    let model = question.model
    var found: [Tensor] = []
    var factors = [Float](repeating: 1, count: question.shape.count)
    for (index, layer) in model.layers[...model.logits].enumerated() {
      let before: Layer.Operand = index == 0 ? .input(0) : .layer(index - 1)
      guard layer.operands == [before] else { throw AttributionError.notDense("layer \(layer.name)") }
      switch layer.operation.kind {
      case .relu, .activation, .arrangement: continue
      case .scaling:
        guard let arithmetic = layer.operation as? Arithmetic, layer.shape.count == factors.count else {
          throw AttributionError.notDense("layer \(layer.name)")
        }
        guard let own = arithmetic.factor else { continue }
        guard [1, factors.count].contains(own.count) else {
          throw AttributionError.notDense("layer \(layer.name)")
        }
        for place in factors.indices { factors[place] *= own.values[place % own.count] }
      case .linear:
        guard let dense = layer.operation as? any AffineOperation, dense.weights.shape.rank == 2,
          layer.shape.count == dense.weights.shape[dense.outputAxis],
          factors.count == dense.weights.shape[1 - dense.outputAxis]
        else { throw AttributionError.notDense("layer \(layer.name)") }
        var weights = dense.outputAxis == 0 ? dense.weights.tensor : dense.weights.tensor.transposed
        for place in weights.values.indices { weights.values[place] *= factors[place % factors.count] }
        found.append(weights)
        factors = [Float](repeating: 1, count: layer.shape.count)
      default: throw AttributionError.notDense("layer \(layer.name)")
      }
    }
    guard var last = found.popLast() else { throw AttributionError.notDense("the network") }
    for place in last.values.indices { last.values[place] *= factors[place / last.shape[1]] }
    return found + [last]
  }
}
