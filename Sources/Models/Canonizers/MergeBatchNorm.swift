import Programs
import Tensors

extension Model {
  /// The same network with each batch norm taken into the convolution or dense layer before it, which it is
  /// the only reader of; else into the one after it, if that is exact: nothing else reads the batch norm, and
  /// no zeros are padded.
  ///
  /// The batch norm stays in the list and hands on what it reads, so that indices and names mean what they
  /// meant.
  ///
  ///     w' = w · scale, b' = (b - mean) · scale + β, with scale = γ / √(variance + ε)
  public func mergingBatchNorm() -> Model {
    var readers: [Layer.Operand: [Int]] = [:]
    for (index, layer) in layers.enumerated() {
      for operand in layer.operands { readers[operand, default: []].append(index) }
    }
    var layers = layers
    for (index, layer) in layers.enumerated() {
      guard let norm = layer.operation as? BatchNorm else { continue }
      guard case .layer(let before) = layer.operands[0], before != output, readers[.layer(before)] == [index],
        let merged = layers[before].merging(norm)
      else { continue }
      layers[before] = layers[before].replacing(merged)
      layers[index] = layer.replacing(Identity(kind: .batchNorm))
    }
    return Model(
      name: name, inputs: inputs, layers: layers, output: output, remarks: remarks, freeAxes: freeAxes,
      source: source, unread: unread)
  }
}

extension Layer {
  /// This layer's operation with `norm` applied to what it computes, or nil where that is no layer of its
  /// kind.
  fileprivate func merging(_ norm: BatchNorm) -> (any AffineOperation)? {
    guard let affine = operation as? any AffineOperation, affine is Convolution || shape.rank == 1 else {
      return nil
    }
    let (shape, axis) = (affine.weights.shape, affine.outputAxis)
    guard shape[axis] == norm.scales.count else { return nil }
    let each = shape.strides[axis]
    var weights = affine.weights.tensor
    for index in 0..<weights.count {
      weights.values[index] = Float(norm.scales[index / each % shape[axis]] * Double(weights.values[index]))
    }
    let before = affine.bias?.tensor.values
    let bias = norm.scales.indices.map { channel in
      Float(Double(before?[channel] ?? 0) * norm.scales[channel] + norm.shifts[channel])
    }
    return affine.replacing(
      weights: Constant(weights, name: affine.weights.name),
      bias: Constant(Tensor([bias.count], bias), name: affine.bias?.name ?? norm.shift.name))
  }
}
