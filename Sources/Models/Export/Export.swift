import ONNX
import Tensors

extension Model {
  /// Writes the network as an ONNX file, weights inside, which ``init(onnx:)`` reads as the same layers.
  ///
  /// The batch size is open and the batch axis the first of every value. Tensors are called after their layers, as
  /// PyTorch calls them: `conv1.weight`, `bn1.running_mean`. A constant that is joined with signals comes back as a layer
  /// of its own, and so does an operand that has fewer axes than the one beside it.
  ///
  /// - Parameter progress: called with the share that is written, several times a second; what it throws ends the
  ///   writing, and then nothing is written.
  /// - Returns: the number of bytes.
  /// - Throws: ``ExportError``, `ONNXError` for a network of more than 2 GB, `FileError`, and what `progress` throws.
  @discardableResult
  public func write(onnx path: String, progress: (Double) throws -> Void = { _ in }) throws -> Int {
    try draft().write(to: path, progress: progress)
  }

  /// The network as an ONNX file states it.
  func draft() throws(ExportError) -> ModelDraft {
    var opsets = GraphWriter.opsets
    for layer in layers {
      let lowest = max(opsets.lowerBound, layer.operation.opsets.lowerBound)
      let highest = min(opsets.upperBound, layer.operation.opsets.upperBound)
      guard lowest <= highest else { throw .noOpset(layer: layer.name) }
      opsets = lowest...highest
    }
    // 17 is what PyTorch's exporters write and every runtime of these years reads.
    let opset = min(max(17, opsets.lowerBound), opsets.upperBound)
    var graph = GraphWriter(
      ModelDraft(name: name, remark: remarks.joined(separator: "; "), opset: opset), inputs)
    for layer in layers { graph.append(layer) }
    return graph.draft(endingIn: output, of: layers[output].shape)
  }
}

/// What keeps a model from becoming a file.
public enum ExportError: Error, Hashable, Sendable {
  case noOpset(layer: String)
}

extension ExportError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noOpset(let layer):
      "no opset of ONNX has an operator for layer '\(layer)' and for all layers before it: "
        + "save what it comes from instead"
    }
  }
}
