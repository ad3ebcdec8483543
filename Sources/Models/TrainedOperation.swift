public import Programs

/// An operation whose numbers were learned, and that can be given others.
public protocol TrainedOperation: Operation {
  /// How many of the parameters were learned, or follow a gradient in training: the first ones. The others were
  /// measured.
  var learnedCount: Int { get }

  /// The same operation with other numbers for its parameters.
  func with(_ parameters: [Constant]) -> any Operation
}

extension Embedding: TrainedOperation {
  public var learnedCount: Int { 1 }

  public func with(_ parameters: [Constant]) -> any Operation {
    Embedding(table: parameters[0])
  }
}

extension LayerNorm: TrainedOperation {
  public var learnedCount: Int { parameters.count }

  public func with(_ parameters: [Constant]) -> any Operation {
    LayerNorm(
      rank: rank, scale: scale == nil ? nil : parameters[0], shift: shift == nil ? nil : parameters.last,
      epsilon: epsilon, isCentred: isCentred)
  }
}

extension Model {
  /// The layers whose numbers were learned, in the order in which they are computed.
  public var trainedLayers: [Int] { layers.indices.filter { layers[$0].operation is any TrainedOperation } }

  /// The same network with what `change` makes of each tensor that a layer has learned.
  public func replacing(parametersOf layer: Int, _ change: (Constant) -> Constant) -> Model {
    guard let operation = layers[layer].operation as? any TrainedOperation else { return self }
    let parameters = operation.parameters.enumerated().map { index, parameter in
      index < operation.learnedCount ? change(parameter) : parameter
    }
    var layers = layers
    layers[layer] = layers[layer].replacing(operation.with(parameters))
    return Model(name: name, inputs: inputs, layers: layers, output: output, remarks: remarks)
  }
}
