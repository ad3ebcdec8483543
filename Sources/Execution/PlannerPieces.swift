import Programs
import Tensors

/// Values that lie in the concatenation that they are a piece of: written there, they need not be copied.
extension Planner {
  /// Where the result of a node goes: into its place in a concatenation, if it is a piece of one, else into a buffer of
  /// its own.
  mutating func room(for node: Int, _ arrangement: Arrangement) -> View {
    guard let piece = pieces[node], case .concatenate(let axis) = program.nodes[piece.whole].primitive else {
      return result(extents(node), arrangement)
    }
    let whole = wholes[piece.whole] ?? room(for: piece.whole, arrangement)
    wholes[piece.whole] = whole
    return whole.sliced(axis, start: piece.start, count: program.nodes[node].type.shape[axis])
  }

  /// The whole in which the pieces of a concatenation lie that are not to be copied.
  func isInPlace(_ operand: Int, of node: Int) -> Bool {
    guard let whole = wholes[node], let view = views[operand] else { return false }
    return pieces[operand]?.whole == node && view.buffer == whole.buffer
  }
}

extension Program {
  /// A value's place in a concatenation.
  struct Piece {
    let whole: Int
    /// The first index along the axis.
    let start: Int
  }

  /// The values that are computed right into their place in a concatenation: elementwise ones and concatenations, if
  /// whatever else reads them does well with rows that lie apart.
  ///
  /// - Parameters:
  ///   - groups: for each node, the node in whose pass over memory it is computed.
  ///   - separate: nodes that are computed otherwise.
  ///   - overwritten: nodes whose place other results take.
  func pieces(_ groups: [Int], isConstant: [Bool], separate: Set<Int>, overwritten: Set<Int>) -> [Int: Piece] {
    let consumers = consumers
    let kept = Set(outputs.map(\.node))
    func readsApart(_ reader: Int, _ shape: Shape) -> Bool {
      switch nodes[reader].primitive {
      case .concatenate, .sum, .maximum: true
      // A single row has any distance to that of the next sample.
      case .matmul: shape.rank == 2 && shape[0] == 1
      case .reshape, .slice, .transpose:
        shape.extents.dropLast().allSatisfy { $0 == 1 }
          && consumers[reader].allSatisfy { readsApart($0, nodes[reader].type.shape) } && !kept.contains(reader)
      default: nodes[reader].primitive.isElementwise
      }
    }
    var pieces: [Int: Piece] = [:]
    for (index, node) in nodes.enumerated() where !isConstant[index] && !overwritten.contains(index) {
      // Kernels read images as one block.
      guard case .concatenate(let axis) = node.primitive, node.type.shape.rank <= 2 else { continue }
      var start = 0
      for operand in node.operands {
        let (piece, place) = (nodes[operand], start)
        start += piece.type.shape[axis]
        let isComputed =
          if case .concatenate = piece.primitive {
            true
          } else {
            piece.primitive.isElementwise && groups[operand] == operand && !separate.contains(operand)
          }
        guard isComputed, pieces[operand] == nil, !isConstant[operand], !kept.contains(operand),
          !overwritten.contains(operand), piece.type.leading == node.type.leading,
          node.operands.filter({ $0 == operand }).count == 1,
          consumers[operand].allSatisfy({ readsApart($0, piece.type.shape) })
        else { continue }
        pieces[operand] = Piece(whole: index, start: place)
      }
    }
    return pieces
  }
}
