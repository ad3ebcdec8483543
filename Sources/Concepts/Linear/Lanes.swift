/// Σ left · right, in eight sums that are added up in the end: the compiler may not reorder a single one.
func dot(_ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>, count: Int) -> Double {
  var sums = SIMD8<Double>.zero
  let (first, second) = (UnsafeRawPointer(left), UnsafeRawPointer(right))
  var index = 0
  while index + 8 <= count {
    sums.addProduct(
      first.loadUnaligned(fromByteOffset: 8 * index, as: SIMD8<Double>.self),
      second.loadUnaligned(fromByteOffset: 8 * index, as: SIMD8<Double>.self))
    index += 8
  }
  var sum = sums.sum()
  while index < count {
    sum += left[index] * right[index]
    index += 1
  }
  return sum
}

/// sum += factor · other
func add(
  _ factor: Double, _ other: UnsafePointer<Double>, to sum: UnsafeMutablePointer<Double>, count: Int
) {
  let (source, target) = (UnsafeRawPointer(other), UnsafeMutableRawPointer(sum))
  let factors = SIMD8<Double>(repeating: factor)
  var index = 0
  while index + 8 <= count {
    let values = UnsafeRawPointer(target).loadUnaligned(fromByteOffset: 8 * index, as: SIMD8<Double>.self)
    target.storeBytes(
      of: values.addingProduct(factors, source.loadUnaligned(fromByteOffset: 8 * index, as: SIMD8<Double>.self)),
      toByteOffset: 8 * index, as: SIMD8<Double>.self)
    index += 8
  }
  while index < count {
    sum[index] += factor * other[index]
    index += 1
  }
}
