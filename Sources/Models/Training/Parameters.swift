import Programs
public import Tensors

/// The layers of a network that are trained, and where their parameters lie in a list of all.
///
/// A parameter that several layers have, such as that of all steps of an unrolled recurrence, is listed once.
package struct Parameters {
  struct Entry {
    let layer: Int
    let operation: any TrainableOperation
    /// The places of its parameters.
    let places: [Int]
  }

  let entries: [Entry]
  /// The parameters, and which one of which entry each is first.
  private let listed: [(constant: Constant, entry: Int, number: Int)]

  package init(_ model: Model) {
    var entries: [Entry] = []
    var listed: [(constant: Constant, entry: Int, number: Int)] = []
    var known: [Constant: Int] = [:]
    for (layer, operation) in model.layers.map(\.operation).enumerated() {
      guard let operation = operation as? any TrainableOperation else { continue }
      let places = operation.parameters.enumerated().map { number, parameter in
        // What a batch norm measures is its own, whatever its author shares.
        if !(operation is BatchNorm) {
          if let place = known[parameter] { return place }
          known[parameter] = listed.count
        }
        listed.append((parameter, entries.count, number))
        return listed.count - 1
      }
      entries.append(Entry(layer: layer, operation: operation, places: places))
    }
    self.entries = entries
    self.listed = listed
  }

  package var shapes: [Shape] { listed.map(\.constant.shape) }

  /// The numbers that the network has now.
  package var values: [Tensor] { listed.map(\.constant.tensor) }

  /// Of each parameter, whether it follows a gradient.
  var areLearned: [Bool] { listed.map { $0.number < entries[$0.entry].operation.learnedCount } }

  /// Of each parameter, whether it may not be above 0.
  package var areNonPositive: [Bool] {
    listed.map { entries[$0.entry].operation.hasNonPositiveBias && $0.number == 1 }
  }

  /// The numbers of a network that has learned nothing.
  package func untrained(seed: UInt64) -> [Tensor] {
    let drawn = entries.map { $0.operation.untrained(seed: seed, stream: UInt64($0.places.first ?? 0)) }
    return listed.map { drawn[$0.entry][$0.number] }
  }

  /// The parameters with other numbers, under their names.
  func constants(_ tensors: [Tensor]) -> [Constant] {
    zip(listed, tensors).map { Constant($1, name: $0.constant.name) }
  }
}

extension Model {
  /// How many numbers training changes.
  public var trainableCount: Int { Parameters(self).shapes.reduce(0) { $0 + $1.count } }

  /// The numbers that training changes, as they are, in the order of layers.
  public var trainedTensors: [Tensor] { Parameters(self).values }

  /// The network with these numbers for the parameters of the layers that can be trained, in the order of
  /// layers; those that several layers share come once.
  ///
  /// - Parameter name: what it is called.
  public func with(_ tensors: [Tensor], name: String) -> Model {
    var layers = layers
    let parameters = Parameters(self)
    let constants = parameters.constants(tensors)
    for entry in parameters.entries {
      layers[entry.layer] = layers[entry.layer].replacing(
        entry.operation.with(entry.places.map { constants[$0] }))
    }
    return Model(name: name, inputs: inputs, layers: layers, output: output)
  }
}
