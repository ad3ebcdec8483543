public import Tensors

/// A network that is known by name: its layers, without what it has learned.
public struct Architecture: Sendable {
  public let name: String
  public let summary: String
  /// Whether it is made to the measure of the data that it is trained on; the others are for pictures
  /// [3, 224, 224] and 1000 classes.
  public let isMeasured: Bool
  /// How each step of a recurrent network for pictures is wired, as a learner writes it.
  public let wiring: String?
  /// Draws the layers and gives the last one.
  private let draw: @Sendable (inout Drawing, Measure) -> Drawing.Signal

  /// What networks that are made to measure depend on.
  public struct Measure: Sendable {
    /// The shape of a sample.
    public var input: Shape
    public var outputs: Int
    /// The features of each dense layer between input and output.
    public var hidden: [Int]?
    public var activation = HiddenActivation.relu
    /// What a recurrent network takes off each feature of a step, and what it divides the rest by: their mean and
    /// deviation, so that it reads all of them alike.
    public var standard: (mean: [Float], deviation: [Float])?
    /// How many columns of a picture a recurrent network reads in a step.
    public var columns = 7
    /// Another wiring than the network's own.
    public var wiring: Wiring?
    /// The share of values that training drops, and whether steps drop the same ones.
    public var dropout = 0.0
    public var persistsDropout = false

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
    Architecture(measured: "cnn", "convolutions of hidden= channels, max pools, two dense layers", CNN.cnn),
    wired(
      "conv-deep", "conv:5x5x24 | pool:2 | conv:3x3x32 | pool:2 | in:128 | hidden:128 | recur:256 | out:32"),
    wired("conv-r-lstm", "conv:5x5x24 | pool:2 | conv:3x3x32 | pool:2 | in:128 | lstm:96"),
    wired("deep", "in:256 | hidden:128 | recur:256 | out:32"),
    wired("deep-v2", "in:128 | in:256 | hidden:128 | recur:256 | out:32"),
    Architecture("densenet121", "Huang et al. 2017, densely connected", DenseNet.densenet121),
    Architecture(measured: "gru", "layers of hidden= gated recurrent units", RecurrentNetwork.gru),
    Architecture(measured: "lstm", "layers of hidden= LSTM units", RecurrentNetwork.lstm),
    Architecture(measured: "mlp", "dense layers of hidden= features, activation= between them", MLP.mlp),
    Architecture("mobilenet-v2", "Sandler et al. 2018, inverted residuals", MobileNetV2.mobilenetV2),
    wired("r-lstm", "in:256 | lstm:72"),
    Architecture("resnet18", "He et al. 2016, residual, two convolutions a block", ResNet.resnet18),
    Architecture("resnet50", "He et al. 2016, residual, three convolutions a block", ResNet.resnet50),
    Architecture(measured: "rnn", "layers of hidden= plain recurrent units", RecurrentNetwork.rnn),
    wired("shallow", "hidden:256 | recur:256"),
    Architecture(measured: "strided-cnn", "hidden= channels of stride 2 with batch norm", StridedCNN.stridedCNN),
    Architecture("vgg16", "Simonyan and Zisserman 2015, plain and deep", VGG16.vgg16),
  ]

  public static func named(_ name: String) -> Architecture? { all.first { $0.name == name } }

  private init(
    _ name: String, _ summary: String, _ draw: @escaping @Sendable (inout Drawing) -> Drawing.Signal
  ) {
    self.name = name
    self.summary = summary
    isMeasured = false
    wiring = nil
    self.draw = { drawing, _ in draw(&drawing) }
  }

  private init(
    measured name: String, _ summary: String,
    _ draw: @escaping @Sendable (inout Drawing, Measure) -> Drawing.Signal
  ) {
    self.name = name
    self.summary = summary
    isMeasured = true
    wiring = nil
    self.draw = draw
  }

  private init(wired name: String, _ wiring: String) {
    self.name = name
    summary = "recurrent, for deep Taylor decomposition (Chormai 2018): \(wiring)"
    isMeasured = true
    self.wiring = wiring
    draw = { drawing, measure in
      // What is written here parses, as a test says.
      guard let wiring = measure.wiring ?? (try? Wiring(wiring)) else { return drawing.start }
      return WiredNetwork.draw(wiring, &drawing, measure)
    }
  }

  private static func wired(_ name: String, _ wiring: String) -> Architecture {
    Architecture(wired: name, wiring)
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
