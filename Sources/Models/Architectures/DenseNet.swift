import Tensors

/// Layers that read all those before them in their block. Huang et al. 2017.
enum DenseNet {
  static func densenet121(_ drawing: inout Drawing) -> Drawing.Signal {
    var x = drawing.convolution(
      drawing.start, "features.conv0", channels: 64, kernel: 7, stride: 2, keeping: .inputs)
    x = drawing.batchNorm(x, "features.norm0")
    x = drawing.relu(x, "features.relu0")
    x = drawing.maxPool(x, "features.pool0", kernel: 3, stride: 2)
    let depths = [6, 12, 24, 16]
    for (position, depth) in depths.enumerated() {
      let number = position + 1
      x = block(&drawing, x, "features.denseblock\(number)", depth: depth)
      if number < depths.count { x = transition(&drawing, x, "features.transition\(number)") }
    }
    x = drawing.batchNorm(x, "features.norm5")
    x = drawing.relu(x, "Relu")
    x = drawing.globalAveragePool(x, "GlobalAveragePool")
    x = drawing.flatten(x)
    return drawing.linear(x, "classifier", features: 1000, variance: 1 / Double(3 * x.shape.count))
  }

  /// Each layer adds 32 channels, by way of 128.
  private static func block(
    _ drawing: inout Drawing, _ x: Drawing.Signal, _ name: String, depth: Int
  ) -> Drawing.Signal {
    var features = [x]
    for number in 1...depth {
      let layer = "\(name).denselayer\(number)"
      var y = drawing.concatenation(features, layer)
      for (part, channels, kernel) in [(1, 128, 1), (2, 32, 3)] {
        y = drawing.batchNorm(y, "\(layer).norm\(part)")
        y = drawing.relu(y, "\(layer).relu\(part)")
        y = drawing.convolution(
          y, "\(layer).conv\(part)", channels: channels, kernel: kernel, keeping: .inputs)
      }
      features.append(y)
    }
    return drawing.concatenation(features, name)
  }

  /// Half as many channels, at half the resolution.
  private static func transition(
    _ drawing: inout Drawing, _ x: Drawing.Signal, _ name: String
  ) -> Drawing.Signal {
    var y = drawing.batchNorm(x, "\(name).norm")
    y = drawing.relu(y, "\(name).relu")
    y = drawing.convolution(y, "\(name).conv", channels: x.shape[0] / 2, kernel: 1, keeping: .inputs)
    return drawing.averagePool(y, "\(name).pool", kernel: 2)
  }
}
