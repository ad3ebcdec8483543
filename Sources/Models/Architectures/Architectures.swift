public import Tensors

/// A network that is known by name: its layers, without what it has learned.
public struct Architecture: Sendable {
  public let name: String
  public let summary: String
  /// Whether it is made to the measure of the data that it is trained on; the others are for pictures
  /// [3, 224, 224] and 1000 classes.
  public let isMeasured: Bool
  /// Draws the layers and gives the last one.
  private let draw: @Sendable (inout Drawing, Measure) -> Drawing.Signal

  /// What networks that are made to measure depend on.
  public struct Measure: Sendable {
    /// The shape of a sample.
    public var input: Shape
    public var outputs: Int
    /// The features of each dense layer between input and output.
    public var hidden = [64, 64, 64]
    public var activation = HiddenActivation.relu

    public init(input: Shape, outputs: Int) {
      (self.input, self.outputs) = (input, outputs)
    }

    fileprivate static let picture = Measure(input: [3, 224, 224], outputs: 1000)
  }

  /// What follows each hidden layer.
  public enum HiddenActivation: String, Hashable, Sendable, CaseIterable {
    case relu, softplus, tanh
  }

  /// Every network that is built in, in alphabetical order.
  public static let all: [Architecture] = [
    Architecture("densenet121", "Huang et al. 2017, densely connected", DenseNet.densenet121),
    Architecture(measured: "mlp", "dense layers of hidden= features, activation= between them", MLP.mlp),
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
    isMeasured = false
    self.draw = { drawing, _ in draw(&drawing) }
  }

  private init(
    measured name: String, _ summary: String,
    _ draw: @escaping @Sendable (inout Drawing, Measure) -> Drawing.Signal
  ) {
    self.name = name
    self.summary = summary
    isMeasured = true
    self.draw = draw
  }

  /// The network for pictures [3, 224, 224] and 1000 classes, in the form and with the names that torchvision gives
  /// it, with random weights.
  ///
  /// Weights are made when they are first asked for.
  ///
  /// - Parameter seed: what the weights follow from.
  public func model(seed: UInt64) -> Model { model(seed: seed, measure: .picture) }

  /// The network, made to measure if it is one of those that are, with random weights.
  public func model(seed: UInt64, measure: Measure) -> Model {
    var drawing = Drawing(seed: seed, input: isMeasured ? measure.input : Measure.picture.input)
    let output = draw(&drawing, measure)
    return Model(
      name: name, inputs: [drawing.input], layers: drawing.layers, output: output.index,
      remarks: ["the weights of \(name) are random, from seed \(seed)"])
  }
}
