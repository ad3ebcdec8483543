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

/// Slides a window over the sample and gives its elements the target's logit when all outside the window is zero; where
/// windows overlap, the mean over those that an element lies in.
///
/// With `hidesWindow`, the window itself is zero and its elements get what the logit loses (Zeiler and Fergus 2014).
/// Windows wrap around at the borders, as in the reference (zennit 1.0), which takes the sum where they overlap. The mean is
/// captum's (0.9): it does not grow with the number of windows, which at the border of a picture may be another than inside.
struct Occlusion: AttributionMethod {
  let window: [Int]
  let stride: [Int]
  let hidesWindow: Bool

  /// Each value gets what all of its windows do.
  var meaning: Meaning { .neither }

  func attribute(_ question: Question) throws -> Explanation {
    let shape = question.shape
    for (name, numbers) in [("window", window), ("stride", stride)] where numbers.count > shape.rank {
      throw AttributionError.tooManyAxes(name, numbers.count, rank: shape.rank)
    }
    let places = places(in: shape)

    let builder = Builder()
    let sample = builder.input("sample", Type(shape, varying: .sample))
    let mask = builder.input("mask", Type(shape, varying: .condition))
    let result =
      hidesWindow
      ? question.function(of: sample) - question.function(of: sample * (1 - mask))
      : question.function(of: sample * mask)
    let program = try builder.program([("score", result)])

    var attribution = Tensor(question.values.shape, repeating: 0)
    var windows = [Float](repeating: 0, count: shape.count)
    var inputs = question.programInputs
    inputs["sample"] = question.values
    // A few masks at a time: all of them would take as much room as thousands of images.
    for first in Swift.stride(from: 0, to: places.count, by: 64) {
      let masks = places[first..<min(first + 64, places.count)].map { self.mask(at: $0, in: shape) }
      inputs["mask"] = Tensor.stacked(masks)
      let results = try question.executor.run(
        program, inputs: program.needed(of: inputs), samples: question.count, conditions: masks.count,
        monitor: question.monitor.part(
          from: Double(first) / Double(places.count), share: Double(masks.count) / Double(places.count)))
      for mask in masks {
        for (index, inside) in mask.values.enumerated() { windows[index] += inside }
      }
      guard let scores = results["score"] else { continue }
      for row in 0..<question.count {
        for (column, mask) in masks.enumerated() {
          let score = scores.values[row * masks.count + column]
          for index in 0..<shape.count where mask.values[index] != 0 {
            attribution.values[row * shape.count + index] += score
          }
        }
      }
    }
    for index in attribution.values.indices {
      attribution.values[index] /= max(1, windows[index % shape.count])
    }
    return Explanation(attribution)
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
