public import Tensors

extension Tensor {
  /// The last axes with other extents: each position takes the value of the one that it lies in.
  public func enlarged(to extents: [Int]) -> Tensor {
    let outer = Array(shape.extents.dropLast(extents.count))
    let old = Array(shape.extents.suffix(extents.count))
    let places = zip(old, extents).reduce([0]) { places, axis in
      places.flatMap { place in (0..<axis.1).map { place * axis.0 + $0 * axis.0 / axis.1 } }
    }
    let size = Shape(old).count
    return Tensor(
      Shape(outer + extents),
      (0..<Shape(outer).count).flatMap { map in places.map { values[map * size + $0] } })
  }
}
