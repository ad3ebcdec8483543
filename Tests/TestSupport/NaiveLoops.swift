import Programs
import Tensors

/// Start + Σ index · stride for every index of `shape`, in row-major order.
func offsets(_ shape: Shape, _ strides: [Int], from start: Int = 0) -> [Int] {
  zip(shape.extents, strides).reduce([start]) { offsets, axis in
    offsets.flatMap { offset in (0..<axis.0).map { offset + $0 * axis.1 } }
  }
}

/// Where the entries that `slices` names lie in `shape`.
func offsets(_ slices: [Primitive.Slice], in shape: Shape) -> [Int] {
  let start = zip(slices, shape.strides).reduce(0) { $0 + $1.0.start * $1.1 }
  return offsets(Shape(slices.map(\.count)), zip(slices, shape.strides).map { $0.step * $1 }, from: start)
}

/// The strides of `small`, with 0 along the axes on which it is repeated to fill `large`.
func broadcastStrides(_ small: Shape, _ large: Shape) -> [Int] {
  zip(small.strides, zip(small.extents, large.extents)).map { $1.0 == $1.1 ? $0 : 0 }
}

/// Every place of `whole` that one of `indices` along `axis` names, with its place where the indices stand
/// for the axis.
func forEachIndexed(
  _ whole: Shape, _ axis: Int, _ indices: [Double], _ body: (_ whole: Int, _ part: Int) -> Void
) {
  let outer = whole.extents[..<axis].reduce(1, *)
  let inner = whole.extents[(axis + 1)...].reduce(1, *)
  for i in 0..<outer {
    for (position, index) in indices.enumerated() {
      for j in 0..<inner {
        body((i * whole[axis] + Int(index)) * inner + j, (i * indices.count + position) * inner + j)
      }
    }
  }
}

/// Every pair of a placement and an entry under its window, for images of one channel: offsets in the image
/// and in the placements, and the entry's number in the window.
@inline(__always)
private func forEachTap(
  _ window: Window, height: Int, width: Int, rows: Int, columns: Int,
  _ body: (_ x: Int, _ tap: Int, _ y: Int) -> Void
) {
  for row in 0..<rows {
    for column in 0..<columns {
      for i in 0..<window.kernel[0] {
        let h = row * window.strides[0] + i * window.dilations[0] - window.padLow[0]
        guard h >= 0, h < height else { continue }
        for j in 0..<window.kernel[1] {
          let w = column * window.strides[1] + j * window.dilations[1] - window.padLow[1]
          guard w >= 0, w < width else { continue }
          body(h * width + w, i * window.kernel[1] + j, row * columns + column)
        }
      }
    }
  }
}

/// Every (entry of x, number in the window, entry of y) that meet in a pool from x [C, H, W] to y [C, H',
/// W'].
@inline(__always)
func forEachTap(_ window: Window, _ x: Shape, _ y: Shape, _ body: (_ x: Int, _ tap: Int, _ y: Int) -> Void) {
  for channel in 0..<x[0] {
    forEachTap(window, height: x[1], width: x[2], rows: y[1], columns: y[2]) {
      body(channel * x[1] * x[2] + $0, $1, channel * y[1] * y[2] + $2)
    }
  }
}

/// Every (entry of x, entry of the weights, entry of y) whose product counts in a convolution from x [C, H,
/// W] to y [O, H', W']. It and both of its adjoints are sums over the same triples.
@inline(__always)
func forEachProduct(
  _ window: Window, _ groups: Int, _ x: Shape, _ y: Shape, _ body: (_ x: Int, _ weight: Int, _ y: Int) -> Void
) {
  let (ins, outs, size) = (x[0] / groups, y[0] / groups, window.kernel[0] * window.kernel[1])
  for out in 0..<y[0] {
    for channel in 0..<ins {
      let image = (out / outs * ins + channel) * x[1] * x[2]
      forEachTap(window, height: x[1], width: x[2], rows: y[1], columns: y[2]) {
        body(image + $0, (out * ins + channel) * size + $1, out * y[1] * y[2] + $2)
      }
    }
  }
}
