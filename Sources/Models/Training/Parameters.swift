import Programs
public import Tensors

/// The layers of a network that are trained, and where their parameters lie in a list of all.
package struct Parameters {
  struct Entry {
    let layer: Int
    let operation: any TrainableOperation
    /// The places of its parameters.
    let places: Range<Int>
  }

  let entries: [Entry]

  package init(_ model: Model) {
    var entries: [Entry] = []
    for (layer, operation) in model.layers.map(\.operation).enumerated() {
      guard let operation = operation as? any TrainableOperation else { continue }
      let start = entries.last?.places.upperBound ?? 0
      entries.append(
        Entry(layer: layer, operation: operation, places: start..<start + operation.parameters.count))
    }
    self.entries = entries
  }

  package var shapes: [Shape] { entries.flatMap { $0.operation.parameters.map(\.shape) } }

  /// The numbers that the network has now.
  package var values: [Tensor] { entries.flatMap { $0.operation.parameters.map(\.tensor) } }

  /// The numbers of a network that has learned nothing.
  package func untrained(seed: UInt64) -> [Tensor] {
    entries.flatMap { $0.operation.untrained(seed: seed, stream: UInt64($0.places.lowerBound)) }
  }
}

extension Model {
  /// How many numbers training changes.
  public var trainableCount: Int { Parameters(self).shapes.reduce(0) { $0 + $1.count } }

  /// The network with these numbers for the parameters of the layers that can be trained, in the order of
  /// layers.
  ///
  /// - Parameter name: what it is called.
  public func with(_ parameters: [Tensor], name: String) -> Model {
    var layers = layers
    for entry in Parameters(self).entries {
      let constants = zip(entry.operation.parameters, parameters[entry.places]).map { old, new in
        Constant(new, name: old.name)
      }
      layers[entry.layer] = layers[entry.layer].replacing(entry.operation.with(constants))
    }
    return Model(name: name, inputs: inputs, layers: layers, output: output)
  }
}
