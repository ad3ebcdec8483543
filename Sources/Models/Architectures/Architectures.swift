/// A network that is known by name: its layers, without what it has learned.
public struct Architecture: Sendable {
  public let name: String
  public let summary: String
  /// Draws the layers and gives the last one.
  let draw: @Sendable (inout Drawing) -> Drawing.Signal

  /// Every network that is built in, in alphabetical order.
  public static let all: [Architecture] = [
    Architecture("densenet121", "Huang et al. 2017, densely connected", DenseNet.densenet121),
    Architecture("mobilenet-v2", "Sandler et al. 2018, inverted residuals", MobileNetV2.mobilenetV2),
    Architecture("resnet18", "He et al. 2016, residual, two convolutions a block", ResNet.resnet18),
    Architecture("resnet50", "He et al. 2016, residual, three convolutions a block", ResNet.resnet50),
    Architecture("vgg16", "Simonyan and Zisserman 2015, plain and deep", VGG16.vgg16),
  ]

  public static func named(_ name: String) -> Architecture? { all.first { $0.name == name } }

  private init(
    _ name: String, _ summary: String, _ draw: @escaping @Sendable (inout Drawing) -> Drawing.Signal
  ) {
    self.name = name
    self.summary = summary
    self.draw = draw
  }

  /// The network for pictures [3, 224, 224] and 1000 classes, in the form and with the names that torchvision gives
  /// it, with random weights.
  ///
  /// Weights are made when they are first asked for.
  ///
  /// - Parameter seed: what the weights follow from.
  public func model(seed: UInt64) -> Model {
    var drawing = Drawing(seed: seed)
    let output = draw(&drawing)
    return Model(
      name: name, inputs: [drawing.input], layers: drawing.layers, output: output.index,
      remarks: ["the weights of \(name) are random, from seed \(seed)"])
  }
}
