import Tensors

/// Convolutions of 3 x 3 with ReLU and max pool, then two dense layers; called conv1, relu1, pool1, ..., fc1, fc2.
enum CNN {
  static func cnn(_ drawing: inout Drawing, _ measure: Architecture.Measure) -> Drawing.Signal {
    var x = drawing.picture()
    for (index, channels) in (measure.hidden ?? [32, 64]).enumerated() {
      let number = index + 1
      x = drawing.convolution(x, "conv\(number)", channels: channels, kernel: 3, keeping: .inputs, bias: true)
      x = drawing.relu(x, "relu\(number)")
      if min(x.shape[1], x.shape[2]) > 1 { x = drawing.maxPool(x, "pool\(number)", kernel: 2, stride: 2) }
    }
    x = drawing.flatten(x)
    x = drawing.linear(x, "fc1", features: 128, variance: 2 / Double(x.shape.count))
    x = drawing.relu(x, "relu\((measure.hidden ?? [32, 64]).count + 1)")
    return drawing.linear(x, "fc2", features: measure.outputs, variance: 1 / Double(x.shape.count))
  }
}

extension Drawing {
  /// The input as [channels, height, width]; features and tables are pictures of one row or channel.
  mutating func picture() -> Signal {
    let (x, shape) = (start, start.shape)
    guard shape.rank < 3 else { return x }
    return append(
      "picture", Reshape(shape: [1, shape.rank == 2 ? shape[0] : 1, shape.extents.last ?? 1]), [x])
  }
}
