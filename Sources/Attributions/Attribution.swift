public import Tensors

/// What an explanation found. Rows are samples times conditions, sample-major.
public struct Attribution: Codable, Sendable {
  public let samples: Int
  public let conditions: Int
  /// The relevance of the input: [rows] + the input's shape; empty unless asked for.
  public let input: Tensor
  /// The relevance of the input, summed over channels: [rows, height, width], or [rows, features]; empty unless
  /// asked for.
  public let heatmap: Tensor
  /// By layer, what arrived at its output before any mask: [rows] + the layer's shape.
  public let relevance: [LayerValues]
  /// By layer, its output: [samples] + the layer's shape.
  public let activation: [LayerValues]
  /// By layer, the relevance of each channel, summed over its positions: [rows, channels].
  public let channels: [LayerValues]
  /// The logits: [samples, classes].
  public let prediction: Tensor
  /// Which layer got which rule. It follows from the composite, and is not written with the rest.
  public var assignments: [RuleAssignment] = []
  /// For each row, the layers in the order in which relevance reached them; empty unless asked for.
  public let ledger: [[LedgerEntry]]

  private enum CodingKeys: CodingKey {
    case samples, conditions, input, heatmap, relevance, activation, channels, prediction, ledger
  }

  public struct LayerValues: Codable, Hashable, Sendable {
    public let layer: Int
    public let values: Tensor
  }
}
