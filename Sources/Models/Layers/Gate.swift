public import Programs
import Tensors

/// A signal times a gate, which says how much of it passes: y = s ⊙ g.
///
/// Operand 0 is the signal, operand 1 the gate.
public struct Gate: Operation {
  public var kind: LayerKind { .gate }

  public func forward(_ operands: [Term]) -> Term { operands[0] * operands[1] }

  public func write(_ graph: inout GraphWriter) -> String {
    let rank = graph.operands.map(\.shape.rank).max() ?? 0
    return graph.node("Mul", [graph.operand(0, rank: rank), graph.operand(1, rank: rank)])
  }
}

extension [Made] {
  /// The same layers where products with what a sigmoid gives are gates.
  var gated: [Made] {
    // Whether each layer's output is a sigmoid's or a part of it, or what that leaves of 1.
    var gates: [Bool] = []
    func isGate(_ operand: Layer.Operand) -> Bool { if case .layer(let index) = operand { gates[index] } else { false } }
    for layer in self.map(\.layer) {
      switch layer.operation {
      case Activation.sigmoid, Activation.hardSigmoid: gates.append(true)
      case let difference as Arithmetic where difference.isRestOfOne: gates.append(isGate(layer.operands[0]))
      case let operation where operation.kind == .arrangement: gates.append(layer.operands.allSatisfy(isGate))
      default: gates.append(false)
      }
    }
    return map { made in
      guard let product = made.layer.operation as? Arithmetic, product.sign == .multiply, product.constant == nil
      else { return made }
      let areGates = made.layer.operands.map(isGate)
      guard let gate = areGates.firstIndex(of: true), areGates.count(where: { $0 }) == 1 else { return made }
      let signal = made.layer.operands[1 - gate]
      guard case .layer(let index) = signal, self[index].layer.shape == made.layer.shape else { return made }
      let operands = [made.layer.operands[1 - gate], made.layer.operands[gate]]
      let layer = Layer(name: made.layer.name, operation: Gate(), operands: operands, shape: made.layer.shape)
      return Made(layer: layer, node: made.node)
    }
  }
}

extension Arithmetic {
  /// Whether this is 1 - x.
  fileprivate var isRestOfOne: Bool {
    guard sign == .subtract, let constant, constant.isLeft else { return false }
    return constant.value.tensor.values.allSatisfy { $0 == 1 }
  }
}
