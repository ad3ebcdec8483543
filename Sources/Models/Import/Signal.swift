import Tensors

/// What a layer hands on, and where the file has its batch axis.
struct Signal {
  /// What is known of the values, whatever element type the file has for them.
  enum Content {
    case numbers, wholeNumbers
    /// 0 or 1.
    case truths
  }

  /// How the file counts the batch axis.
  enum Folding {
    /// On its own.
    case none
    /// As one axis with the sample's axis of the number `batch`, all of whose entries follow each other in a sample:
    /// the positions of all samples as the rows of a matrix, or the heads of all samples as one stack.
    case samplesOutside
    /// As one axis with that axis, where all samples of an entry follow each other.
    case samplesInside
  }

  let operand: Layer.Operand
  /// The shape for one sample, without the batch axis.
  let shape: Shape
  /// The batch axis among the axes that the file counts.
  let batch: Int
  var folding = Folding.none
  var content = Content.numbers
  /// Whether the file computes with the values as integers, where a quotient is cut to a whole number.
  var isInteger = false

  var isFolded: Bool { folding != .none }

  /// The number of axes that the file counts.
  var rank: Int { shape.rank + (isFolded ? 0 : 1) }

  /// The extents that the file counts.
  var entries: [Literal.Entry] {
    var entries = shape.extents.map(Literal.Entry.number)
    if isFolded {
      entries[batch] = .samples(times: shape[batch])
    } else {
      entries.insert(.batch, at: batch)
    }
    return entries
  }

  /// The axis of one sample that is `axis` in the file, where -1 is the last; nil for the batch axis.
  func axis(_ axis: Int) -> Int? {
    let axis = axis < 0 ? axis + rank : axis
    return axis == batch ? nil : axis < batch || isFolded ? axis : axis - 1
  }

  /// The axis in the file that is `axis` of one sample.
  func fileAxis(_ axis: Int) -> Int { axis < batch || isFolded ? axis : axis + 1 }
}

extension [Literal.Entry] {
  /// The shape of one sample that these extents make, an axis that is counted with the samples included.
  var sample: Shape {
    Shape(
      compactMap { entry in
        switch entry {
        case .number(let number): number
        case .samples(let times): times > 1 ? times : nil
        case .index, .undetermined: nil
        }
      })
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
  /// How that axis is counted; nil is as in the first operand.
  var folding: Signal.Folding?
  /// What is known of the values; nil is as in the operands, where the layer moves entries, and numbers else.
  var content: Signal.Content?
  /// Whether the file has integers; nil is as in the first operand.
  var isInteger: Bool?
}

extension Value {
  var content: Signal.Content {
    switch self {
    case .literal(let literal): literal.content
    case .signal(let signal): signal.content
    }
  }

  var isInteger: Bool {
    switch self {
    case .literal(let literal): literal.isInteger
    case .signal(let signal): signal.isInteger
    }
  }
}
