import Programs
import Tensors

/// A network being drawn, layer by layer.
///
/// Weights are drawn with a variance of 2 over the number of values that each of them reads or feeds (He et al. 2015),
/// as torchvision draws them, but from a uniform distribution; the last layers' as torchvision's, too, but without
/// bias. Nothing has been trained, so that batch norms know no mean and variance of what they read. They get a mean of 0
/// and the variance that follows from the weights' for inputs of mean square 1. With a variance of 1, as torchvision has
/// it, the largest logit would be near 1e-9 in mobilenet-v2 and 100 in resnet50; so it is between 0.1 and 10 in all.
struct Drawing {
  struct Signal {
    /// The layer's index; -1 is the input.
    let index: Int
    let shape: Shape
    /// The expected mean square of its entries.
    let power: Double

    fileprivate var operand: Layer.Operand { index < 0 ? .input(0) : .layer(index) }
  }

  /// Which way the size of what passes a convolution is kept: forward or backward. He et al. 2015, section 2.2.
  enum Fan {
    case inputs, outputs
  }

  let input: Model.Input
  private(set) var layers: [Layer] = []
  private let seed: UInt64

  private let builder = Builder()
  private var terms: [Term] = []
  private var streams: UInt64 = 0

  init(seed: UInt64, input shape: Shape) {
    self.seed = seed
    input = Model.Input(name: "input", shape: shape)
  }

  /// What the network reads.
  var start: Signal { Signal(index: -1, shape: input.shape, power: 1) }

  /// Puts a layer at the end.
  mutating func append(
    _ name: String, _ operation: any Operation, _ operands: [Signal], power: Double = 1,
    dropout: Dropout? = nil
  ) -> Signal {
    let read = operands.map { $0.index < 0 ? input.term(in: builder) : terms[$0.index] }
    let term = operation.forward(read)
    terms.append(term)
    layers.append(
      Layer(
        name: name, operation: operation, operands: operands.map(\.operand), shape: term.shape,
        dropout: dropout))
    return Signal(index: layers.count - 1, shape: term.shape, power: power)
  }

  /// Weights with a mean of 0.
  mutating func weights(_ shape: Shape, variance: Double, _ name: String) -> Constant {
    let (seed, stream) = (seed, streams)
    streams += 1
    let bound = Float((3 * variance).squareRoot())
    return Constant(shape, name: name) {
      Random.uniform(shape.count, within: bound, seed: seed, stream: stream)
    }
  }

  /// Weights of variance 1 over the number of values that each output reads, and a bias of 0, for layers that share them.
  mutating func dense(_ name: String, _ inputs: Int, _ outputs: Int) -> (weight: Constant, bias: Constant) {
    (
      weights([outputs, inputs], variance: 1 / Double(max(1, inputs)), "\(name).weight"),
      constant(0, outputs, "\(name).bias")
    )
  }

  /// The same for convolutions.
  ///
  /// - Parameter shape: [output channels, input channels, rows, columns]
  mutating func kernel(_ name: String, _ shape: Shape) -> (weight: Constant, bias: Constant) {
    let inputs = shape.count / max(1, shape[0])
    return (
      weights(shape, variance: 1 / Double(max(1, inputs)), "\(name).weight"), constant(0, shape[0], "\(name).bias")
    )
  }

  private func constant(_ value: Float, _ count: Int, _ name: String) -> Constant {
    Constant(Tensor([count], repeating: value), name: name)
  }
}

// MARK: Layers

extension Drawing {
  mutating func convolution(
    _ x: Signal, _ name: String, channels: Int, kernel: Int, stride: Int = 1, groups: Int = 1,
    keeping fan: Fan = .outputs, bias: Bool = false
  ) -> Signal {
    let (inputs, area) = (x.shape[0] / groups, kernel * kernel)
    let variance = 2 / Double(area * (fan == .inputs ? inputs : channels / groups))
    let operation = Convolution(
      weights: weights([channels, inputs, kernel, kernel], variance: variance, "\(name).weight"),
      bias: bias ? constant(0, channels, "\(name).bias") : nil,
      window: window(kernel, stride: stride, padding: kernel / 2), groups: groups, spatialRank: 2)
    return append(name, operation, [x], power: x.power * variance * Double(area * inputs))
  }

  mutating func batchNorm(_ x: Signal, _ name: String) -> Signal {
    let channels = x.shape[0]
    let operation = BatchNorm(
      gamma: constant(1, channels, "\(name).weight"), beta: constant(0, channels, "\(name).bias"),
      mean: constant(0, channels, "\(name).running_mean"),
      variance: constant(Float(x.power), channels, "\(name).running_var"), epsilon: Double(Float(1e-5)))
    return append(name, operation, [x], power: 1)
  }

  /// Half of what is spread evenly around 0 passes.
  mutating func relu(_ x: Signal, _ name: String) -> Signal {
    append(name, Relu(), [x], power: x.power / 2)
  }

  /// Another function of each value; about half of what is spread evenly around 0 passes.
  mutating func activation(_ x: Signal, _ name: String, _ function: Activation) -> Signal {
    append(name, function, [x], power: x.power / 2)
  }

  /// ReLU of a sum: one part is no less than 0, and of the other, a batch norm's, about half is taken away.
  mutating func reluOfSum(_ x: Signal, _ name: String) -> Signal {
    append(name, Relu(), [x], power: x.power - 0.5)
  }

  /// min(max(x, 0), 6)
  mutating func relu6(_ x: Signal, _ name: String) -> Signal {
    append(name, Activation.clip(low: 0, high: 6), [x], power: x.power / 2)
  }

  mutating func maxPool(_ x: Signal, _ name: String, kernel: Int, stride: Int) -> Signal {
    append(
      name, MaxPool(window: window(kernel, stride: stride, padding: (kernel - 1) / 2)), [x], power: x.power)
  }

  /// The means of squares that lie side by side.
  mutating func averagePool(_ x: Signal, _ name: String, kernel: Int) -> Signal {
    let window = window(kernel, stride: kernel, padding: 0)
    guard let pool = AveragePool(window, roundedUp: window, over: Array(x.shape.extents[1...])) else {
      return x
    }
    return append(name, pool, [x], power: x.power)
  }

  mutating func globalAveragePool(_ x: Signal, _ name: String) -> Signal {
    append(name, Mean(axes: [1, 2], shape: [x.shape[0], 1, 1]), [x], power: x.power)
  }

  mutating func sum(_ x: Signal, _ y: Signal, _ name: String) -> Signal {
    append(name, Arithmetic(sign: .add, constant: nil), [x, y], power: x.power + y.power)
  }

  /// Channels behind each other.
  mutating func concatenation(_ signals: [Signal], _ name: String) -> Signal {
    let channels = signals.reduce(0) { $0 + $1.shape[0] }
    let power = signals.reduce(0) { $0 + $1.power * Double($1.shape[0]) / Double(channels) }
    let operation = Concatenation(axis: 0, pieces: signals.map { _ in nil })
    return append(name, operation, signals, power: power)
  }

  mutating func flatten(_ x: Signal) -> Signal {
    append("Flatten", Reshape(shape: [x.shape.count]), [x], power: x.power)
  }

  /// A dense layer.
  mutating func linear(_ x: Signal, _ name: String, features: Int, variance: Double) -> Signal {
    let operation = Linear(
      weights: weights([features, x.shape.count], variance: variance, "\(name).weight"),
      bias: constant(0, features, "\(name).bias"), outputAxis: 0)
    return append(name, operation, [x], power: x.power * variance * Double(x.shape.count))
  }

  private func window(_ kernel: Int, stride: Int, padding: Int) -> Window {
    Window(
      kernel: [kernel, kernel], strides: [stride, stride], padLow: [padding, padding],
      padHigh: [padding, padding])
  }
}
