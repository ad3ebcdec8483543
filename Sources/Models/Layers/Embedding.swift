import ONNX
public import Programs
import Tensors

/// The rows of a table that whole numbers name: the vectors of tokens.
public struct Embedding: Operation {
  /// [tokens, features]
  public let table: Constant

  public var kind: LayerKind { .embedding }
  public var parameters: [Constant] { [table] }

  /// - Parameter operands: indices, of any shape; the result has the features as a further axis.
  public func forward(_ operands: [Term]) -> Term {
    operands[0].builder.constant(table).gathered(operands[0], axis: 0)
  }
}

extension Model {
  /// The layer that gives the vectors of the tokens that the network reads first; nil where it reads numbers.
  public var vectors: Int? {
    guard case .tokens = inputs.first?.content else { return nil }
    return layers.firstIndex { $0.operation.kind == .embedding && $0.operands == [.input(0)] }
  }
}

extension Embedding {
  static func piece(_ gather: Node) throws(ImportError) -> Piece {
    let indices = try gather.signal(1)
    let table = try gather.weights(0)
    try gather.require(
      gather.integer("axis", 0) == 0 && table.shape.rank > 0,
      "takes entries of a constant along another axis than 0")
    try gather.require(indices.content != .numbers, "takes indices that need not be whole numbers")
    return Piece(
      operation: Embedding(table: table), operands: [indices], batch: indices.batch, content: .numbers,
      isInteger: false)
  }

  public func write(_ graph: inout GraphWriter) -> String {
    let whole = graph.preparation("Cast", [graph.operands[0].value], ["to": .integer(7)])
    return graph.node("Gather", [graph.constant(table.tensor, "weight"), whole], ["axis": .integer(0)])
  }
}
