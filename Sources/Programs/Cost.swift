import Tensors

extension Program {
  /// Floating-point operations of the node at `position`, for one sample and one condition.
  ///
  /// A multiply-add counts two. Arrangements count none; exponentials and the like count one, as other elementwise work.
  public func operations(at position: Int) -> Int {
    let node = nodes[position]
    let shapes = node.operands.map { nodes[$0].type.shape }
    switch node.primitive {
    case .input, .constant, .fill, .reshape, .transpose, .broadcast, .slice, .embed, .concatenate, .gather, .detach:
      return 0
    case .unary, .binary, .select:
      return node.type.shape.count
    case .scatter, .sum, .maximum, .sumLeading, .poolGather, .poolScatter:
      return shapes[0].count
    case .matmul(let transposeLeft, _):
      let left = shapes[0]
      return 2 * node.type.shape.count * left[transposeLeft ? left.rank - 2 : left.rank - 1]
    case .convolution:
      return 2 * node.type.shape.count * shapes[1].extents[1...].reduce(1, *)
    case .convolutionTranspose:
      return 2 * shapes[0].count * shapes[1].extents[1...].reduce(1, *)
    case .convolutionWeights:
      return 2 * shapes[1].count * node.type.shape.extents[1...].reduce(1, *)
    case .maxPool(let window), .maxPoolIndex(let window), .sumPool(let window):
      return node.type.shape.count * window.kernel.reduce(1, *)
    case .sumPoolTranspose(let window, _):
      return shapes[0].count * window.kernel.reduce(1, *)
    }
  }
}
