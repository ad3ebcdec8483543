/// How a window of two spatial axes slides over an image: the geometry of convolutions and pools.
///
/// One-dimensional operations use a first extent of 1. All arrays have two entries: rows, columns.
public struct Window: Hashable, Sendable {
  public var kernel: [Int]
  public var strides: [Int]
  public var dilations: [Int]
  public var padLow: [Int]
  public var padHigh: [Int]

  public init(
    kernel: [Int], strides: [Int] = [1, 1], dilations: [Int] = [1, 1], padLow: [Int] = [0, 0],
    padHigh: [Int] = [0, 0]
  ) {
    self.kernel = kernel
    self.strides = strides
    self.dilations = dilations
    self.padLow = padLow
    self.padHigh = padHigh
  }

  /// The extent that one placement of the window spans along `axis`.
  public func span(_ axis: Int) -> Int {
    dilations[axis] * (kernel[axis] - 1) + 1
  }

  /// The number of placements along each axis, or nil where the window does not fit.
  public func placements(over extents: [Int]) -> [Int]? {
    guard isValid, extents.count == 2, extents.allSatisfy({ $0 >= 0 && $0 < 1 << 31 }) else { return nil }
    var result: [Int] = []
    for axis in 0..<2 {
      let room = extents[axis] + padLow[axis] + padHigh[axis] - span(axis)
      guard room >= 0 else { return nil }
      result.append(room / strides[axis] + 1)
    }
    return result
  }

  /// Whether each placement covers at least one entry of the image, never padding alone.
  func alwaysMeets(_ extents: [Int]) -> Bool {
    guard let places = placements(over: extents) else { return false }
    return (0..<2).allSatisfy { axis in
      guard (places[axis] - 1) * strides[axis] - padLow[axis] < extents[axis] else { return false }
      return stride(from: -padLow[axis], to: 0, by: strides[axis]).prefix(places[axis]).allSatisfy { start in
        let skipped = (dilations[axis] - 1 - start) / dilations[axis]
        return skipped < kernel[axis] && start + skipped * dilations[axis] < extents[axis]
      }
    }
  }

  /// Whether the numbers describe a window at all.
  public var isValid: Bool {
    [kernel, strides, dilations].allSatisfy { $0.count == 2 && $0.allSatisfy { $0 >= 1 && $0 < 1 << 20 } }
      && [padLow, padHigh].allSatisfy { $0.count == 2 && $0.allSatisfy { $0 >= 0 && $0 < 1 << 20 } }
      && kernel[0] * kernel[1] < 1 << 31
  }
}
