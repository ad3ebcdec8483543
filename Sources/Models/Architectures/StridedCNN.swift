import Tensors

/// Convolutions of 3 x 3 with stride 2, each with batch norm and ReLU, then three dense layers; called conv1, bn1, relu1, ...
///
/// Cheap where pictures are large: each convolution has a quarter of the positions before. As the networks of which concepts
/// are read in Kazhdan et al. 2020, with batch norm and without dropout.
enum StridedCNN {
  static func stridedCNN(_ drawing: inout Drawing, _ measure: Architecture.Measure) -> Drawing.Signal {
    var x = drawing.picture()
    let channels = measure.hidden ?? [32, 32, 64, 64]
    for (index, channels) in channels.enumerated() {
      let number = index + 1
      x = drawing.convolution(x, "conv\(number)", channels: channels, kernel: 3, stride: 2, keeping: .inputs)
      x = drawing.batchNorm(x, "bn\(number)")
      x = drawing.relu(x, "relu\(number)")
    }
    x = drawing.flatten(x)
    for (index, features) in [128, 64].enumerated() {
      x = drawing.linear(x, "fc\(index + 1)", features: features, variance: 2 / Double(x.shape.count))
      x = drawing.relu(x, "relu\(channels.count + index + 1)")
    }
    return drawing.linear(x, "fc3", features: measure.outputs, variance: 1 / Double(x.shape.count))
  }
}
