public import Models
package import Programs
public import Tensors

/// Where in a network values are explained.
public enum Place: Hashable, Sendable {
  /// The model's input of this position.
  case input(Int)
  /// What a layer hands on.
  case output(of: Int)
  /// What a layer reads; the first where it reads several values.
  case operand(of: Int)

  /// The layer that it is at; nil for an input.
  public var layer: Int? {
    switch self {
    case .input: nil
    case .output(let layer), .operand(let layer): layer
    }
  }
}

extension Model {
  /// - Throws: ``AttributionError`` unless the place exists.
  func check(_ place: Place) throws(AttributionError) {
    switch place {
    case .input(let position):
      guard inputs.indices.contains(position) else { throw .noSuchInput(position, inputs: inputs.count) }
    case .output(let layer), .operand(let layer):
      try check(Unit(layer: layer, channels: []))
    }
  }

  /// The shape of the values at a place, for one sample.
  public func shape(at place: Place) -> Shape {
    switch place {
    case .input(let position): inputs[position].shape
    case .output(let layer): layers[layer].shape
    case .operand(let layer):
      switch layers[layer].operands.first {
      case .input(let position): inputs[position].shape
      case .layer(let lower): layers[lower].shape
      case nil: []
      }
    }
  }

  /// The values at a place, in terms of the model's inputs.
  package func value(at place: Place, _ inputs: [Term]) -> Term {
    switch place {
    case .input(let position): inputs[position]
    case .output(let layer): forward(inputs)[layer]
    case .operand(let layer):
      switch layers[layer].operands.first {
      case .input(let position): inputs[position]
      case .layer(let lower): forward(inputs)[lower]
      case nil: inputs[0].builder.fill(0)
      }
    }
  }

  /// The output of each layer when the values at a place are `value` instead of what the inputs make them.
  package func forward(_ inputs: [Term], replacing place: Place, by value: Term) -> [Term] {
    switch place {
    case .input(let position):
      var inputs = inputs
      inputs[position] = value
      return forward(inputs)
    case .output(let layer):
      return forward(inputs, overriding: [layer: value])
    case .operand(let layer):
      // Only this layer reads the replaced value; others that read the same keep theirs.
      let outputs = forward(inputs)
      let operands = layers[layer].operands.enumerated().map { position, operand in
        switch operand {
        case _ where position == 0: value
        case .input(let position): inputs[position]
        case .layer(let lower): outputs[lower]
        }
      }
      return forward(inputs, overriding: [layer: layers[layer].operation.forward(operands)])
    }
  }
}
