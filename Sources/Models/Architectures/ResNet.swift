import Tensors

/// Blocks whose output is added to what they read. He et al. 2016.
enum ResNet {
  static func resnet18(_ drawing: inout Drawing) -> Drawing.Signal {
    draw(&drawing, depths: [2, 2, 2, 2], widening: 1)
  }

  static func resnet50(_ drawing: inout Drawing) -> Drawing.Signal {
    draw(&drawing, depths: [3, 4, 6, 3], widening: 4)
  }

  /// - Parameters:
  ///   - depths: the blocks of each stage.
  ///   - widening: how many times as many channels a block hands on as its 3 x 3 convolution has; 1 is a block of two
  ///     convolutions, more is one of three.
  private static func draw(_ drawing: inout Drawing, depths: [Int], widening: Int) -> Drawing.Signal {
    var x = drawing.convolution(drawing.start, "conv1", channels: 64, kernel: 7, stride: 2)
    x = drawing.batchNorm(x, "bn1")
    x = drawing.relu(x, "relu")
    x = drawing.maxPool(x, "maxpool", kernel: 3, stride: 2)
    for (stage, depth) in depths.enumerated() {
      for block in 0..<depth {
        let stride = stage > 0 && block == 0 ? 2 : 1
        x = Self.block(
          &drawing, x, "layer\(stage + 1).\(block)", channels: 64 << stage, stride: stride, widening: widening
        )
      }
    }
    x = drawing.globalAveragePool(x, "avgpool")
    x = drawing.flatten(x)
    return drawing.linear(x, "fc", features: 1000, variance: 1 / Double(3 * x.shape.count))
  }

  private static func block(
    _ drawing: inout Drawing, _ x: Drawing.Signal, _ name: String, channels: Int, stride: Int, widening: Int
  ) -> Drawing.Signal {
    // Channels, kernel and stride of each convolution; of three, the one in the middle takes the stride.
    let convolutions =
      widening == 1
      ? [(channels, 3, stride), (channels, 3, 1)]
      : [(channels, 1, 1), (channels, 3, stride), (channels * widening, 1, 1)]
    var y = x
    for (position, (channels, kernel, stride)) in convolutions.enumerated() {
      // One module is the ReLU after each of them.
      if position > 0 { y = drawing.relu(y, "\(name).relu" + (position > 1 ? "_\(position - 1)" : "")) }
      y = drawing.convolution(
        y, "\(name).conv\(position + 1)", channels: channels, kernel: kernel, stride: stride)
      y = drawing.batchNorm(y, "\(name).bn\(position + 1)")
    }
    var shortcut = x
    if x.shape != y.shape {
      shortcut = drawing.convolution(
        x, "\(name).downsample.0", channels: channels * widening, kernel: 1, stride: stride)
      shortcut = drawing.batchNorm(shortcut, "\(name).downsample.1")
    }
    let sum = drawing.sum(y, shortcut, name)
    return drawing.reluOfSum(sum, "\(name).relu_\(convolutions.count - 1)")
  }
}
