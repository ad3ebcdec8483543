import Tensors

/// What a layer hands on, and where the file has its batch axis.
struct Signal {
  let operand: Layer.Operand
  /// The shape for one sample, without the batch axis.
  let shape: Shape
  /// The batch axis among the axes that the file counts.
  let batch: Int

  /// The number of axes that the file counts.
  var rank: Int { shape.rank + 1 }

  /// The extents that the file counts.
  var entries: [Literal.Entry] {
    var entries = shape.extents.map(Literal.Entry.number)
    entries.insert(.batch, at: batch)
    return entries
  }

  /// The axis of one sample that is `axis` in the file, where -1 is the last; nil for the batch axis.
  func axis(_ axis: Int) -> Int? {
    let axis = axis < 0 ? axis + rank : axis
    return axis == batch ? nil : axis < batch ? axis : axis - 1
  }
}

/// What a name in the file stands for.
enum Value {
  case literal(Literal)
  case signal(Signal)

  var literal: Literal? { if case .literal(let literal) = self { literal } else { nil } }
}

/// A layer as its maker sees it, before it has a name.
struct Piece {
  let operation: any Operation
  let operands: [Signal]
  /// The batch axis of what it hands on, among the axes that the file counts.
  let batch: Int
}
