public import Execution
public import Tensors

/// What a layer gives of some samples as points of a plane.
public struct HiddenMap: Codable, Hashable, Sendable {
  public enum Method: String, CaseIterable, Codable, Hashable, Sendable {
    /// Along the two principal components of the standardised columns. Pearson 1901.
    case pca
    /// ``TSNE``
    case tsne
  }

  public let layer: LayerActivations.Layer
  public let method: Method
  /// What is drawn of the layer: all entries, or where it has positions the mean of each channel over them.
  public let view: LayerView
  /// How many numbers of the layer each point stands for.
  public let columns: Int
  /// [samples, 2]
  public let positions: Tensor
  /// Beside the layer's own distances; with t-SNE in the columns as they are, with principal components standardised.
  public let preservation: NeighbourPreservation
  /// KL(P ‖ Q) of t-SNE in nats.
  public let divergence: Double?
  /// The shares of the variance that the two principal components explain.
  public let variance: [Double]?

  /// - Parameters:
  ///   - rows: [samples, columns], more than 20.
  ///   - perplexity: of t-SNE, above 1 and below samples - 1.
  /// - Throws: ``LearningError``, `CancellationError`, `ExecutionError`.
  public init(
    _ rows: Tensor, of layer: LayerActivations.Layer, view: LayerView, method: Method, perplexity: Double,
    seed: UInt64, monitor: Monitor = .silent
  ) throws {
    try rows.checkAsTable("the outputs of layer \(layer.name)")
    (self.layer, self.method, self.view) = (layer, method, view)
    columns = rows.shape[1]
    let distances: RowDistances
    switch method {
    case .tsne:
      distances = try RowDistances(rows, monitor: monitor)
      let map = try TSNE(distances, perplexity: perplexity, seed: seed, monitor: monitor)
      (positions, divergence, variance) = (map.positions, map.divergence, nil)
    case .pca:
      let scaled = Standardization(rows).scaled(rows)
      distances = try RowDistances(scaled, monitor: monitor)
      let found = try PrincipalComponents(scaled, components: 2)
      positions = try LinearAlgebra.multiply(scaled, found.components, transposeRight: true).inPlane
      (divergence, variance) = (nil, found.shares)
    }
    preservation = try NeighbourPreservation(distances, positions: positions)
  }

  /// As many samples as a batch has, or large layers would fill the memory side by side.
  private static let stretch = 16

  /// A map of each layer, in the order of the layers.
  ///
  /// - Parameter perplexity: of t-SNE, above 1 and below samples - 1.
  /// - Throws: ``LearningError``, `CancellationError`, and what the layers' outputs throw.
  public static func all(
    of activations: LayerActivations, method: Method, perplexity: Double, seed: UInt64,
    monitor: Monitor = .silent
  ) throws -> [HiddenMap] {
    var rows: [Int: [Tensor]] = [:]
    var views: [Int: LayerView] = [:]
    let layers = activations.layers
    for start in stride(from: 0, to: activations.count, by: stretch) {
      if monitor.isCancelled() { throw CancellationError() }
      let done = Double(start) / Double(activations.count)
      monitor.report(.init(fraction: 0.1 * done, step: "activations"))
      let range = start..<min(start + stretch, activations.count)
      for (layer, output) in zip(layers, try activations.read(layers.map(\.index), range, monitor.quiet)) {
        guard output.rank > 1, output.shape[0] == range.count else {
          throw LearningError.shape("the outputs of a layer", output.shape, expected: "[\(range.count), ...]")
        }
        // Channels stand before positions only where there are two axes of these.
        let view = output.rank > 3 ? LayerView.mean : .flattened
        views[layer.index] = view
        rows[layer.index, default: []].append(view.entries(of: output))
      }
    }
    let share = 0.9 / Double(max(1, layers.count))
    return try layers.enumerated().map { index, layer in
      guard let parts = rows[layer.index] else { throw LearningError.empty("the rows") }
      return try HiddenMap(
        .joined(parts), of: layer, view: views[layer.index] ?? .flattened,
        method: method, perplexity: perplexity, seed: seed,
        monitor: monitor.part(from: 0.1 + share * Double(index), share: share))
    }
  }
}

extension Tensor {
  /// Two columns: those that are missing are 0.
  fileprivate var inPlane: Tensor {
    let (count, width) = (shape[0], shape[1])
    return Tensor(
      [count, 2],
      (0..<count).flatMap { row in (0..<2).map { $0 < width ? values[row * width + $0] : 0 } })
  }
}
