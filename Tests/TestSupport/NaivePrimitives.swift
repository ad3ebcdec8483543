import Programs
import Tensors

extension Primitive {
  /// The values of the result, of shape `shape`, for one sample and one condition.
  func evaluate(_ operands: [Entry], _ shape: Shape) -> [Double] {
    func operand(_ index: Int) -> [Double] { operands[index].values }
    func extents(_ index: Int) -> Shape { operands[index].shape }
    /// The operand's values, repeated along its axes of extent 1 where the result is larger.
    func repeated(_ index: Int) -> [Double] {
      extents(index) == shape
        ? operand(index) : offsets(shape, broadcastStrides(extents(index), shape)).map { operand(index)[$0] }
    }
    var result = [Double](repeating: 0, count: shape.count)

    switch self {
    case .input, .sumLeading: preconditionFailure("the executor computes these")
    case .constant(let constant): return constant.tensor.values.map { Double($0) }
    case .fill(let number, _): return result.map { _ in number.value }

    case .unary(let operation): return operand(0).map { operation.apply($0) }
    case .binary(let operation): return zip(repeated(0), repeated(1)).map { operation.apply($0, $1) }
    case .select:
      let (yes, no) = (repeated(1), repeated(2))
      return repeated(0).enumerated().map { $1 != 0 ? yes[$0] : no[$0] }

    case .reshape, .detach: return operand(0)
    case .broadcast: return repeated(0)
    case .transpose(let order):
      let strides = extents(0).strides
      return offsets(shape, order.map { strides[$0] }).map { operand(0)[$0] }
    case .slice(let slices): return offsets(slices, in: extents(0)).map { operand(0)[$0] }
    case .embed(let slices, _):
      for (value, place) in zip(operand(0), offsets(slices, in: shape)) { result[place] = value }
    case .concatenate(let axis):
      var start = 0
      for part in operands {
        let slices = part.shape.extents.indices.map {
          Slice(start: $0 == axis ? start : 0, count: part.shape[$0])
        }
        for (value, place) in zip(part.values, offsets(slices, in: shape)) { result[place] = value }
        start += part.shape[axis]
      }

    case .gather(let axis):
      forEachIndexed(extents(0), axis, operand(1)) { whole, part in result[part] = operand(0)[whole] }
    case .scatter(let axis, _):
      forEachIndexed(shape, axis, operand(1)) { whole, part in result[whole] += operand(0)[part] }

    case .sum:
      for (value, place) in zip(operand(0), offsets(extents(0), broadcastStrides(shape, extents(0)))) {
        result[place] += value
      }
    case .maximum:
      result = result.map { _ in -.infinity }
      for (value, place) in zip(operand(0), offsets(extents(0), broadcastStrides(shape, extents(0)))) {
        result[place] = max(result[place], value)
      }

    case .matmul(let transposeLeft, let transposeRight):
      let (m, n) = (shape[shape.rank - 2], shape[shape.rank - 1])
      let k = extents(0)[shape.rank - (transposeLeft ? 2 : 1)]
      let batch = Shape(shape.extents.dropLast(2))
      // Where each matrix of the batch starts in an operand.
      func starts(_ index: Int) -> [Int] {
        let outer = Shape(extents(index).extents.dropLast(2))
        let size = extents(index).extents.suffix(2).reduce(1, *)
        return offsets(batch, broadcastStrides(outer, batch)).map { $0 * size }
      }
      let (x, y) = (operand(0), operand(1))
      for (matrix, (left, right)) in zip(starts(0), starts(1)).enumerated() {
        for row in 0..<m {
          for column in 0..<n {
            for i in 0..<k {
              result[(matrix * m + row) * n + column] +=
                x[left + (transposeLeft ? i * m + row : row * k + i)]
                * y[right + (transposeRight ? column * k + i : i * n + column)]
            }
          }
        }
      }

    case .convolution(let window, let groups):
      let (x, weights) = (operand(0), operand(1))
      forEachProduct(window, groups, extents(0), shape) { result[$2] += x[$0] * weights[$1] }
    case .convolutionTranspose(let window, let groups, _):
      let (y, weights) = (operand(0), operand(1))
      forEachProduct(window, groups, shape, extents(0)) { result[$0] += y[$2] * weights[$1] }
    case .convolutionWeights(let window, let groups):
      let (x, y) = (operand(0), operand(1))
      forEachProduct(window, groups, extents(0), extents(1)) { result[$1] += x[$0] * y[$2] }

    case .maxPool(let window):
      result = result.map { _ in -.infinity }
      forEachTap(window, extents(0), shape) { x, _, y in result[y] = max(result[y], operand(0)[x]) }
    case .maxPoolIndex(let window):
      var best: [Double?] = result.map { _ in nil }
      forEachTap(window, extents(0), shape) { x, tap, y in
        if best[y].map({ operand(0)[x] > $0 }) ?? true { (best[y], result[y]) = (operand(0)[x], Double(tap)) }
      }
    case .poolGather(let window):
      forEachTap(window, extents(0), shape) { x, tap, y in
        if operand(1)[y] == Double(tap) { result[y] = operand(0)[x] }
      }
    case .poolScatter(let window, _):
      forEachTap(window, shape, extents(0)) { x, tap, y in
        if operand(1)[y] == Double(tap) { result[x] += operand(0)[y] }
      }
    case .sumPool(let window):
      forEachTap(window, extents(0), shape) { x, _, y in result[y] += operand(0)[x] }
    case .sumPoolTranspose(let window, _):
      forEachTap(window, shape, extents(0)) { x, _, y in result[x] += operand(0)[y] }
    }
    return result
  }
}
