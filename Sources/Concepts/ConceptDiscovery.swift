import Attributions
public import Execution
public import Models
import Tensors

/// Finds concepts in a layer without labels: directions of its channels that together rebuild its activations.
public struct ConceptDiscovery: Sendable {
  public var count: Int
  public var seed: UInt64 = 0
  public var tolerance = 1e-5
  /// The most numbers that the factorised matrix may have; beyond that it is made from a seeded choice of samples.
  public var budget = 64 << 20

  public init(count: Int) {
    self.count = count
  }

  /// The layer that is looked at where none is named: the last ReLU with channels and positions, else the last layer with
  /// them, else the last but one.
  public static func defaultLayer(of model: Model) -> Int {
    let spatial = model.layers.indices.filter { model.layers[$0].shape.rank == 3 }
    return spatial.last { model.layers[$0].operation.kind == .relu } ?? spatial.last
      ?? max(0, model.output - 1)
  }

  public func concepts(
    in layer: Int, of model: Model, _ samples: Samples, executor: Executor, monitor: Monitor = .silent
  ) throws -> DiscoveredConcepts {
    try model.check(Unit(layer: layer, channels: []))
    let shape = model.layers[layer].shape
    let channels = shape.extents.first ?? 1
    guard samples.count > 0 else { throw AttributionError.noSamples }
    guard (1...channels).contains(count) else { throw ConceptError.count(count, channels: channels) }

    // Every sample, or a seeded choice of as many as the budget allows.
    let kept = min(samples.count, max(1, budget / max(1, shape.count)))
    var random = Random(seed: seed, stream: 1)
    let chosen = Set(kept < samples.count ? Array(random.shuffled(Array(0..<samples.count)).prefix(kept)) : Array(0..<samples.count))
    var parts: [Tensor] = []
    try samples.forEachStretch { range, batch in
      let activation = try model.activation(of: layer, batch, executor: executor, monitor: monitor)
      let rows = range.filter(chosen.contains).map { $0 - range.lowerBound }
      if !rows.isEmpty { parts.append((rows.count == range.count ? activation : activation.rows(rows)).channelRows) }
    }
    let matrix = Tensor.joined(parts)
    if matrix.firstNonFinite != nil { throw AttributionError.notFinite("the output of layer \(model.layers[layer].name)") }
    guard matrix.energy > 0 else { throw ConceptError.silentLayer(model.layers[layer].name) }

    let found = try factorised(matrix, monitor)
    let summary = try StrengthSummary(found.basis, layer, model, samples, executor, monitor)
    return DiscoveredConcepts(
      layer: layer, basis: found.basis, shares: found.shares, explained: found.explained,
      strengths: summary.strengths, typical: summary.typical, patterns: summary.patterns,
      iterations: found.iterations, tolerance: tolerance, converged: found.converged, seed: seed, fittedOn: kept)
  }

  private struct Found {
    let basis: ConceptBasis
    let shares: [Double]
    let explained: Double
    var iterations = 1
    var converged = true
  }

  private func factorised(_ matrix: Tensor, _ monitor: Monitor) throws -> Found {
    let columns = matrix.shape[1]
    if matrix.values.contains(where: { $0 < 0 }) {
      let found = try PrincipalComponents(matrix, components: count)
      return Found(
        basis: ConceptBasis(method: .principal, directions: found.components, offset: found.mean),
        shares: found.shares, explained: found.shares.reduce(0, +))
    }
    let found = try NonNegativeFactorization(
      matrix, components: count, seed: seed, tolerance: tolerance, monitor: monitor)
    // What a concept explains is how much worse the rebuilt rows are without it:
    // |E + w h|² - |E|² = 2 <E, w h> + |w|²|h|², with E = V - W H.
    let gram = try LinearAlgebra.multiply(found.weights, found.weights, transposeLeft: true).values
    let products = try LinearAlgebra.multiply(found.components, found.components, transposeRight: true).values
    let projections = try LinearAlgebra.multiply(matrix, found.weights, transposeLeft: true).values
    let energy = matrix.energy
    let shares = (0..<count).map { concept in
      let cross = (0..<columns).reduce(0.0) {
        $0 + Double(projections[$1 * count + concept]) * Double(found.components.values[concept * columns + $1])
      }
      let rebuilt = (0..<count).reduce(0.0) {
        $0 + Double(gram[$1 * count + concept]) * Double(products[$1 * count + concept])
      }
      let own = Double(gram[concept * count + concept]) * Double(products[concept * count + concept])
      return (2 * (cross - rebuilt) + own) / energy
    }
    let order = shares.indices.sorted { (-shares[$0], $0) < (-shares[$1], $1) }
    let directions = order.flatMap { concept in
      let row = found.components.values[concept * columns..<(concept + 1) * columns]
      let length = row.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      return row.map { length > 0 ? Float(Double($0) / length) : 0 }
    }
    return Found(
      basis: ConceptBasis(
        method: .nonNegative, directions: Tensor([count, columns], directions),
        offset: Tensor([columns], repeating: 0)),
      shares: order.map { shares[$0] }, explained: 1 - found.residual, iterations: found.iterations,
      converged: found.converged)
  }
}
