import Models
import Tensors

extension Model {
  /// The entries of a layer's output that are entries of the network's input, moved but not changed.
  enum InputEntries: Hashable {
    case none, all
    /// Of a vector, these.
    case ranges([Range<Int>])
  }

  /// Those of each layer's first operand.
  var inputEntriesOfOperands: [InputEntries] {
    var outputs: [InputEntries] = []
    func entries(_ operand: Layer.Operand) -> InputEntries {
      if case .layer(let index) = operand { outputs[index] } else { .all }
    }
    func count(_ operand: Layer.Operand) -> Int {
      switch operand {
      case .input(let input): inputs[input].shape.count
      case .layer(let index): layers[index].shape.count
      }
    }
    return layers.map { layer in
      let found = layer.operands.map(entries)
      if layer.operation.kind != .arrangement || !layer.operation.parameters.isEmpty {
        outputs.append(.none)
      } else if found.allSatisfy({ $0 == .all }) {
        outputs.append(.all)
      } else if layer.operation is Concatenation, layer.shape.rank == 1 {
        // Vectors behind each other, of which some are the input's.
        var ranges: [Range<Int>] = []
        var start = 0
        for (operand, entries) in zip(layer.operands, found) {
          if entries == .all { ranges.append(start..<start + count(operand)) }
          start += count(operand)
        }
        outputs.append(ranges.isEmpty ? .none : .ranges(ranges))
      } else {
        outputs.append(.none)
      }
      return found.first ?? .none
    }
  }
}
