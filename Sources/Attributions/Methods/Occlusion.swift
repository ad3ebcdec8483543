import Execution
import Models
import Programs
import Tensors

extension NamedMethod {
  static let occlusion = NamedMethod(
    name: "occlusion", summary: "the logit when only a window of the sample is left (or just that is hidden)",
    keys: ["window", "stride", "hide"]
  ) { Occlusion(window: $0.window, stride: $0.stride, hidesWindow: $0.hidesWindow) }
}

/// Slides a window over the sample and gives its elements the target's logit when all outside the window is zero.
///
/// With `hidesWindow`, the window itself is zero and its elements get what the logit loses (Zeiler and Fergus 2014).
/// Windows wrap around at the borders, as in the reference (zennit 1.0).
struct Occlusion: AttributionMethod {
  let window: [Int]
  let stride: [Int]
  let hidesWindow: Bool

  func attribute(
    _ model: Model, samples: Tensor, target: Condition.Target, executor: Executor, monitor: Monitor
  ) throws -> Tensor {
    let target = try model.oneHot(target, samples, executor, monitor)
    let shape = model.inputs[0].shape
    for (name, numbers) in [("window", window), ("stride", stride)] where numbers.count > shape.rank {
      throw AttributionError.tooManyAxes(name, numbers.count, rank: shape.rank)
    }
    let places = places(in: shape)

    let builder = Builder()
    let sample = builder.input("sample", Type(shape, varying: .sample))
    let mask = builder.input("mask", Type(shape, varying: .condition))
    let weights = builder.input("target", Type([model.classCount], varying: .sample))
    func score(_ x: Term) -> Term { (model.forward([x])[model.logits].reshaped([model.classCount]) * weights).total }
    let result = hidesWindow ? score(sample) - score(sample * (1 - mask)) : score(sample * mask)
    let program = try builder.program([("score", result)])

    var attribution = Tensor(samples.shape, repeating: 0)
    // A few masks at a time: all of them would take as much room as thousands of images.
    for first in Swift.stride(from: 0, to: places.count, by: 64) {
      let masks = places[first..<min(first + 64, places.count)].map { self.mask(at: $0, in: shape) }
      let results = try executor.run(
        program, inputs: ["sample": samples, "mask": Tensor.stacked(masks), "target": target],
        samples: samples.shape[0], conditions: masks.count, monitor: monitor)
      guard let scores = results["score"] else { continue }
      for row in 0..<samples.shape[0] {
        for (column, mask) in masks.enumerated() {
          let score = scores.values[row * masks.count + column]
          for index in 0..<shape.count where mask.values[index] != 0 {
            attribution.values[row * shape.count + index] += score
          }
        }
      }
    }
    return attribution
  }

  /// One number holds for every axis, several for the last ones; axes without a number are covered whole.
  private func aligned(_ numbers: [Int], with shape: Shape) -> [Int] {
    shape.extents.indices.map { axis in
      let index = axis - shape.rank + numbers.count
      let number = numbers.count == 1 ? numbers[0] : index >= 0 ? numbers[index] : shape[axis]
      return max(1, min(number, shape[axis]))
    }
  }

  /// Where the window starts, along each axis.
  private func places(in shape: Shape) -> [[Int]] {
    let steps = aligned(stride, with: shape)
    return (0..<shape.rank).reduce([[]]) { places, axis in
      places.flatMap { place in Swift.stride(from: 0, to: shape[axis], by: steps[axis]).map { place + [$0] } }
    }
  }

  /// 1 inside the window, 0 outside.
  private func mask(at place: [Int], in shape: Shape) -> Tensor {
    let extents = aligned(window, with: shape)
    let strides = shape.strides
    return Tensor(
      shape,
      (0..<shape.count).map { index in
        let inside = (0..<shape.rank).allSatisfy { axis in
          let offset = index / strides[axis] % shape[axis] - place[axis]
          return (offset + shape[axis]) % shape[axis] < extents[axis]
        }
        return inside ? 1 : 0
      })
  }
}
