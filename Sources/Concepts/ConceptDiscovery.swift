import Attributions
public import Execution
public import Models
import Tensors

/// Finds concepts in a layer without labels: directions of its channels that together rebuild its activations.
public struct ConceptDiscovery: Sendable {
  /// What finds the concepts; by their names in the language.
  public enum Method: String, CaseIterable, Codable, Hashable, Sendable {
    case dictionary
    case independent = "ica"
    case clusters = "kmeans"
    case nonNegative = "nmf"
    case principal = "pca"
    case autoencoder = "sae"
  }

  public var count: Int
  /// Non-negative factorisation where the layer has nothing below 0, else principal components, where nil.
  public var method: Method?
  /// The penalty of a dictionary's strengths, as a share of the rows' mean length.
  public var penalty = 0.1
  /// The most units of an autoencoder that are active in a row; an eighth of the channels where nil.
  public var active: Int?
  /// The minibatches that an autoencoder is trained on.
  public var steps = 2000
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
    guard count > 0, isOvercomplete || count <= channels else { throw ConceptError.count(count, channels: channels) }

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

    if method == .clusters, count > matrix.shape[0] { throw ConceptError.rows(count, matrix.shape[0]) }
    let found = try factorised(matrix, model.layers[layer].name, monitor)
    let summary = try StrengthSummary(found.basis, layer, model, samples, executor, monitor)
    return DiscoveredConcepts(
      layer: layer, basis: found.basis, shares: found.shares, explained: found.explained,
      strengths: summary.strengths, typical: summary.typical, patterns: summary.patterns,
      iterations: found.iterations, tolerance: tolerance, converged: found.converged, seed: seed, fittedOn: kept,
      variance: found.codes.variance, active: found.codes.active, hoyer: found.codes.hoyer, dead: found.codes.dead,
      revived: found.revived)
  }

  private var isOvercomplete: Bool { method == .autoencoder || method == .clusters || method == .dictionary }

  private struct Found {
    let basis: ConceptBasis
    let shares: [Double]
    let explained: Double
    let codes: CodeSummary
    var iterations = 1
    var converged = true
    var revived = 0
  }

  /// Concepts of a basis by what each explains, the most first.
  private func ordered(
    _ method: ConceptBasis.Method, _ directions: Tensor, offset: Tensor? = nil, _ encoder: ConceptBasis.Encoder,
    _ matrix: Tensor, iterations: Int, converged: Bool, revived: Int = 0, _ monitor: Monitor
  ) throws -> Found {
    let isNonNegative = !matrix.values.contains { $0 < 0 }
    let columns = matrix.shape[1]
    func basis(_ order: [Int]) -> ConceptBasis {
      let encoder: ConceptBasis.Encoder =
        switch encoder {
        case .largest(let weights, let biases, let active):
          .largest(weights.rows(order), biases: Tensor([order.count], order.map { biases.values[$0] }), active: active)
        case .linear(let weights): .linear(weights.rows(order))
        case .nearest(let centres): .nearest(centres.rows(order))
        case .penalty: encoder
        }
      return ConceptBasis(
        method: method, directions: directions.rows(order), offset: offset ?? Tensor([columns], repeating: 0),
        encoder: encoder, isNonNegative: isNonNegative)
    }
    let all = Array(0..<directions.shape[0])
    let codes = try CodeSummary(basis(all), matrix, isCentred: offset != nil, monitor)
    let order = all.sorted { (-codes.shares[$0], $0) < (-codes.shares[$1], $1) }
    return Found(
      basis: basis(order), shares: order.map { codes.shares[$0] }, explained: codes.explained, codes: codes,
      iterations: iterations, converged: converged, revived: revived)
  }

  private func factorised(_ matrix: Tensor, _ layer: String, _ monitor: Monitor) throws -> Found {
    let columns = matrix.shape[1]
    let isNonNegative = !matrix.values.contains { $0 < 0 }
    switch method ?? (isNonNegative ? .nonNegative : .principal) {
    case .autoencoder:
      let found = try SparseAutoencoder(
        matrix, units: count, active: active ?? max(1, columns / 8), steps: steps, seed: seed, monitor: monitor)
      return try ordered(
        .autoencoder, found.directions, offset: found.offset,
        .largest(found.encoder, biases: found.biases, active: found.active), matrix, iterations: steps, converged: true,
        revived: found.revived, monitor)
    case .clusters:
      let found = try KMeans(matrix, clusters: count, seed: seed, restarts: 4, monitor: monitor)
      let lengths = found.centres.rowSquares.map { $0.squareRoot() }
      var directions = found.centres
      for index in directions.values.indices where lengths[index / columns] > 0 {
        directions.values[index] /= lengths[index / columns]
      }
      return try ordered(
        .clusters, directions, .nearest(found.centres), matrix, iterations: found.iterations, converged: found.converged,
        monitor)
    case .dictionary:
      let length = (matrix.energy / Double(max(1, matrix.shape[0]))).squareRoot()
      let found = try SparseDictionary(
        matrix, components: count, penalty: penalty * length, isNonNegative: isNonNegative, seed: seed,
        tolerance: tolerance, monitor: monitor)
      return try ordered(
        .dictionary, found.directions, .penalty(Float(penalty * length)), matrix, iterations: found.iterations,
        converged: found.converged, monitor)
    case .independent:
      let found = try IndependentComponents(
        matrix, components: count, seed: seed, tolerance: tolerance, monitor: monitor)
      return try ordered(
        .independent, found.directions, offset: found.mean, .linear(found.unmixing), matrix,
        iterations: found.iterations, converged: found.converged, monitor)
    case .principal:
      let found = try PrincipalComponents(matrix, components: count)
      let basis = ConceptBasis(
        method: .principal, directions: found.components, offset: found.mean, isNonNegative: isNonNegative)
      return Found(
        basis: basis, shares: found.shares, explained: found.shares.reduce(0, +),
        codes: try CodeSummary(basis, matrix, isCentred: true, monitor))
    case .nonNegative:
      guard isNonNegative else { throw ConceptError.negative(layer) }
      return try nonNegative(matrix, monitor)
    }
  }

  private func nonNegative(_ matrix: Tensor, _ monitor: Monitor) throws -> Found {
    let columns = matrix.shape[1]
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
    let basis = ConceptBasis(
      method: .nonNegative, directions: Tensor([count, columns], directions), offset: Tensor([columns], repeating: 0),
      isNonNegative: true)
    return Found(
      basis: basis, shares: order.map { shares[$0] }, explained: 1 - found.residual,
      codes: try CodeSummary(basis, matrix, isCentred: false, monitor), iterations: found.iterations,
      converged: found.converged)
  }
}
