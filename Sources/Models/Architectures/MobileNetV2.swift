import Tensors

/// Blocks that widen, convolve each channel by itself, and narrow. Sandler et al. 2018.
enum MobileNetV2 {
  static func mobilenetV2(_ drawing: inout Drawing) -> Drawing.Signal {
    var x = unit(&drawing, drawing.start, "features.0", channels: 32, kernel: 3, stride: 2)
    var number = 1
    // The paper's table 2: widening, channels, blocks, and the stride of the first of them.
    for (widening, channels, depth, stride) in [
      (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2),
      (6, 320, 1, 1),
    ] {
      for block in 0..<depth {
        x = Self.block(
          &drawing, x, "features.\(number)", widening: widening, channels: channels,
          stride: block == 0 ? stride : 1)
        number += 1
      }
    }
    x = unit(&drawing, x, "features.\(number)", channels: 1280, kernel: 1)
    x = drawing.globalAveragePool(x, "GlobalAveragePool")
    x = drawing.flatten(x)
    return drawing.linear(x, "classifier.1", features: 1000, variance: 1e-4)
  }

  private static func block(
    _ drawing: inout Drawing, _ x: Drawing.Signal, _ name: String, widening: Int, channels: Int, stride: Int
  ) -> Drawing.Signal {
    let width = x.shape[0] * widening
    var number = 0
    func part() -> String {
      defer { number += 1 }
      return "\(name).conv.\(number)"
    }
    var y = x
    if widening > 1 { y = unit(&drawing, y, part(), channels: width, kernel: 1) }
    y = unit(&drawing, y, part(), channels: width, kernel: 3, stride: stride, groups: width)
    y = drawing.convolution(y, part(), channels: channels, kernel: 1)
    y = drawing.batchNorm(y, part())
    return x.shape == y.shape ? drawing.sum(x, y, name) : y
  }

  /// Convolution, batch norm and ReLU6.
  private static func unit(
    _ drawing: inout Drawing, _ x: Drawing.Signal, _ name: String, channels: Int, kernel: Int,
    stride: Int = 1,
    groups: Int = 1
  ) -> Drawing.Signal {
    var y = drawing.convolution(
      x, "\(name).0", channels: channels, kernel: kernel, stride: stride, groups: groups)
    y = drawing.batchNorm(y, "\(name).1")
    return drawing.relu6(y, "\(name).2")
  }
}
