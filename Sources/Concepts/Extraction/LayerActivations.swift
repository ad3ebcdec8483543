import Attributions
public import Execution
public import Models
public import Tensors

/// The outputs of a network's layers for some rows, computed when they are asked for.
public struct LayerActivations: Sendable {
  public struct Layer: Codable, Hashable, Sendable {
    /// Its number in the network.
    public let index: Int
    public let name: String

    public init(index: Int, name: String) {
      self.index = index
      self.name = name
    }
  }

  public let layers: [Layer]
  /// The number of rows.
  public let count: Int
  let read: @Sendable (_ layers: [Int], _ rows: Range<Int>, _ monitor: Monitor) throws -> [Tensor]

  /// - Parameter read: the outputs of layers of these numbers for a range of rows: [rows, ...] each.
  public init(
    layers: [Layer], count: Int,
    read: @escaping @Sendable (_ layers: [Int], _ rows: Range<Int>, _ monitor: Monitor) throws -> [Tensor]
  ) {
    self.layers = layers
    self.count = count
    self.read = read
  }

  /// - Parameter layers: the numbers of the layers to look at.
  public init(_ model: Model, _ samples: Samples, layers: [Int], executor: Executor) {
    self.init(layers: layers.map { Layer(index: $0, name: model.layers[$0].name) }, count: samples.count) {
      layers, rows, monitor in
      try model.layerOutputs(samples.read(rows), of: layers, executor: executor, monitor: monitor)
    }
  }

  /// The output of one layer for all rows, read in stretches.
  func all(of layer: Int, _ monitor: Monitor) throws -> Tensor {
    var parts: [Tensor] = []
    try forEachStretch([layer], monitor) { _, outputs in parts.append(outputs[0]) }
    return parts.count == 1 ? parts[0] : .joined(parts)
  }

  /// Stretches of rows that cover all in order, with the outputs of some layers.
  func forEachStretch(_ layers: [Int], _ monitor: Monitor, _ body: (Range<Int>, [Tensor]) throws -> Void)
    throws
  {
    guard count > 0 else { throw LearningError.empty("the rows") }
    for start in stride(from: 0, to: count, by: 256) {
      if monitor.isCancelled() { throw CancellationError() }
      let range = start..<min(start + 256, count)
      monitor.report(Monitor.Progress(fraction: Double(start) / Double(count), step: "activations"))
      let outputs = layers.isEmpty ? [] : try read(layers, range, monitor.quiet)
      guard outputs.count == layers.count else {
        throw LearningError.unequalCounts("outputs", outputs.count, "layers", layers.count)
      }
      for output in outputs where output.rank == 0 || output.shape[0] != range.count {
        throw LearningError.shape("the outputs of a layer", output.shape, expected: "[\(range.count), ...]")
      }
      try body(range, outputs)
    }
  }
}
