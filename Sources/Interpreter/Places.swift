import Attributions
import Models
import Tensors

/// Where in the network a command explains values: the input, or what a layer reads or hands on.
enum Places {
  static let layer = Key(
    "layer", optional: .layer, "the layer whose values are explained", otherwise: "the input is explained")
  static let side = Key(
    "side", .choice("side of a layer", of: ["input", "output"]),
    "whether what the layer reads or what it hands on is explained", initial: "output", shown: "output")
  static let keys: [any Parameter] = [layer, side]

  static func check(_ arguments: Arguments) throws {
    if arguments.isGiven(side), !arguments.isGiven(layer) {
      throw ArgumentError(side, .missing("layer=", verb: "side", what: "a layer"))
    }
  }

  /// The input, or, where that holds tokens, the vectors that stand for them.
  static func usual(of model: Model) -> Place { model.vectors.map { .output(of: $0) } ?? .input(0) }

  /// The place that a command names, or the usual one.
  static func place(_ arguments: Arguments, _ model: Model) -> Place {
    guard let layer = arguments[layer] else { return usual(of: model) }
    return arguments[side] == "input" ? .operand(of: layer) : .output(of: layer)
  }
}

extension Model {
  /// The layer that gives the vectors of the tokens that the network reads first; nil where it reads numbers.
  fileprivate var vectors: Int? {
    guard case .tokens = inputs.first?.content else { return nil }
    return layers.firstIndex { $0.operation.kind == .embedding && $0.operands == [.input(0)] }
  }

  /// "the input", "the output of conv2", as a reader would say it.
  func name(of place: Place) -> String {
    switch place {
    case .input(let position): inputs.count == 1 ? "the input" : "the input \(inputs[position].name)"
    case .output(let layer): "the output of \(layers[layer].name)"
    case .operand(let layer): "the input of \(layers[layer].name)"
    }
  }
}
