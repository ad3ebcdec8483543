import Foundation
import Programs
import Tensors
import TestSupport
import Testing

/// Weights that lie in a file, aligned or askew, compute what weights in memory compute.
@Suite struct MappedConstantTests {
  /// Random numbers in a file of their own, which is gone from its folder once it is mapped.
  private func mapped(_ shape: Shape, askew: Int, seed: UInt64 = 7) throws -> Constant {
    let values = NaiveTensor<Float>.random(shape, seed: seed).values
    let path = FileManager.default.temporaryDirectory.appending(path: "xpl-constant-\(UUID())").path
    try writeAtomically(
      [UInt8](repeating: 0, count: askew) + values.withUnsafeBytes { [UInt8]($0) }, to: path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return Constant(
      shape, try #require(MappedFloats(try MappedFile(path), offset: askew, count: shape.count)),
      name: "mapped")
  }

  @Test(arguments: 0..<4)
  func products(_ askew: Int) throws {
    for (m, k, n) in [(1, 1, 1), (1, 700, 33), (3, 64, 130), (40, 33, 1), (17, 1, 20)] {
      let (w, t) = (try mapped([k, n], askew: askew), try mapped([n, k], askew: askew))
      let b = try mapped([n], askew: askew)
      try expectEqual([Type([m, k], varying: .sample)]) { x in
        let (w, t, b) = (x[0].builder.constant(w), x[0].builder.constant(t), x[0].builder.constant(b))
        return [
          x[0].matmul(w) + b.reshaped([1, n]), x[0].matmul(t, transposeRight: true),
          t.matmul(x[0], transposeRight: true), w.matmul(x[0], transposeLeft: true, transposeRight: true),
          x[0].matmul(w.positive),
          w.sliced([.init(start: 0, count: k), .init(start: 0, count: 1)]).transposed([1, 0]) + x[0],
        ]
      }
    }
  }

  @Test(arguments: 0..<4)
  func convolutions(_ askew: Int) throws {
    let window = Window(kernel: [3, 3], padLow: [1, 1], padHigh: [1, 1])
    let strided = Window(kernel: [3, 3], strides: [2, 2])
    for groups in [1, 2, 8] {
      let (w, b) = (try mapped([8, 8 / groups, 3, 3], askew: askew), try mapped([8], askew: askew))
      let image = try mapped([8, 9, 9], askew: askew, seed: 3)
      try expectEqual([Type([8, 9, 9], varying: .sample), Type([8, 8 / groups, 3, 3], varying: .sample)]) {
        x in
        let builder = x[0].builder
        let (w, b) = (builder.constant(w), builder.constant(b).reshaped([8, 1, 1]))
        return [
          (x[0].convolution(w, window, groups: groups) + b).positive,
          x[0].convolution(w.positive, strided, groups: groups) * b,
          builder.term(.convolutionTranspose(window, groups: groups, extent: [9, 9]), [x[0], w]),
          builder.constant(image).convolution(x[1], window, groups: groups),
        ]
      }
    }
  }

  @Test(arguments: 0..<4)
  func whateverElseReadsThem(_ askew: Int) throws {
    let (a, row) = (try mapped([4, 6, 5], askew: askew), try mapped([1, 1, 5], askew: askew, seed: 2))
    let one = try mapped([1], askew: askew)
    let indices = NaiveTensor<Float>([3], [2, 0, 3])
    try expectEqual([Type([4, 6, 5], varying: .condition), Type([3])], values: [1: indices]) { x in
      let builder = x[0].builder
      let (a, row, one) = (builder.constant(a), builder.constant(row), builder.constant(one))
      return [
        a, a.transposed([2, 0, 1]), a + 1, x[0] * a + row,
        x[0] * one.reshaped([1, 1, 1]).broadcast(to: [4, 6, 5]),
        x[0] + a.transposed([0, 2, 1]).reshaped([4, 6, 5]), a.sum([0]), (a * a).sum([1, 2]), a.maximum([2]),
        a.gathered(x[1], axis: 0), .concatenated([a, x[0]], axis: 1),
        a.embedded((0..<3).map { .init(start: 1, count: a.shape[$0]) }, in: [6, 8, 7]) + 1,
        a.maxPool(Window(kernel: [2, 2], strides: [2, 2])),
        x[0].sliced([
          .init(start: 0, count: 4), .init(start: 1, count: 2, step: 2), .init(start: 0, count: 5),
        ])
          - a.sliced([
            .init(start: 0, count: 4), .init(start: 0, count: 2, step: 3), .init(start: 0, count: 5),
          ]),
      ]
    }
  }
}
