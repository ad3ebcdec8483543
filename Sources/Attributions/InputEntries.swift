import Models
import Tensors

extension Model {
  /// The entries of a layer's operand that are entries of the network's input, moved but not changed.
  enum InputEntries: Hashable {
    case none, all
    /// Of a vector, these.
    case ranges([Range<Int>])
  }

  func inputEntries(ofOperandOf layer: Int) -> InputEntries {
    layers[layer].operands.first.map(inputEntries) ?? .none
  }

  private func inputEntries(_ operand: Layer.Operand) -> InputEntries {
    guard case .layer(let index) = operand else { return .all }
    let layer = layers[index]
    guard layer.operation.kind == .arrangement, layer.operation.parameters.isEmpty || layer.operands.count == 1
    else { return .none }
    let found = layer.operands.map(inputEntries)
    if found.allSatisfy({ $0 == .all }) { return .all }
    // Vectors behind each other, of which some are the input's.
    guard layer.operation is Concatenation, layer.shape.rank == 1 else { return .none }
    var ranges: [Range<Int>] = []
    var start = 0
    for (operand, entries) in zip(layer.operands, found) {
      let count =
        switch operand {
        case .input(let input): inputs[input].shape.count
        case .layer(let index): layers[index].shape.count
        }
      if entries == .all { ranges.append(start..<start + count) }
      start += count
    }
    return ranges.isEmpty ? .none : .ranges(ranges)
  }
}
