import Programs
import Tensors
import TestSupport
import Testing

/// A builder whose inputs come with random values, and what its terms then are.
final class Sheet {
  let builder = Builder()
  let samples: Int
  let conditions: Int
  private(set) var values: [String: NaiveTensor<Double>] = [:]

  init(samples: Int = 1, conditions: Int = 1) {
    self.samples = samples
    self.conditions = conditions
  }

  /// An input with random values, of which no two sheets' n-th differ.
  func input(_ type: Type, in range: ClosedRange<Double> = -1...1) -> Term {
    let shape = type.shape(samples: samples, conditions: conditions)
    return input(type, .random(shape, seed: UInt64(values.count + 1), in: range))
  }

  func input(_ type: Type, _ value: NaiveTensor<Double>) -> Term {
    let name = "input \(values.count)"
    values[name] = value
    return builder.input(name, type)
  }

  /// Σ r · term over everything, with random weights r.
  func weighted(_ term: Term) -> Term {
    (term * input(term.type)).total.sumLeading(term.type.leading)
  }

  func name(of input: Term) -> String {
    if case .input(let name, _) = input.primitive { name } else { "" }
  }

  /// The values of `terms`, in the shape that they have when they vary along `leading`.
  func evaluate(
    _ terms: [Term], varying leading: Leading = [], changing changes: [String: NaiveTensor<Double>] = [:]
  ) throws -> [NaiveTensor<Double>] {
    let program = try builder.program(terms.enumerated().map { ("\($0)", $1) })
    let results = NaiveExecutor.evaluate(
      program, inputs: values.merging(changes) { $1 }, samples: samples, conditions: conditions)
    return try terms.indices.map { index in
      let result = try #require(results["\(index)"])
      return expanded(result, terms[index].type, to: leading.union(terms[index].type.leading))
    }
  }

  private func expanded(_ value: NaiveTensor<Double>, _ type: Type, to leading: Leading) -> NaiveTensor<
    Double
  > {
    let count = type.shape.count
    var values: [Double] = []
    for sample in 0..<(leading.contains(.sample) ? samples : 1) {
      for condition in 0..<(leading.contains(.condition) ? conditions : 1) {
        var row = type.leading.contains(.sample) ? sample : 0
        if type.leading.contains(.condition) { row = row * conditions + condition }
        values += value.values[row * count..<(row + 1) * count]
      }
    }
    let shape = Type(type.shape, varying: leading).shape(samples: samples, conditions: conditions)
    return NaiveTensor(shape, values)
  }

  /// The central difference quotients of `terms`' sum with respect to each entry of `input`.
  func differences(_ objective: Term, _ input: Term, step: Double = 1e-5) throws -> [Double] {
    let name = name(of: input)
    let value = try #require(values[name])
    return try value.values.indices.map { entry in
      let ends = try [step, -step].map { change in
        var changed = value
        changed.values[entry] += change
        return try evaluate([objective], changing: [name: changed])[0].values.reduce(0, +)
      }
      return (ends[0] - ends[1]) / (2 * step)
    }
  }
}

func dot(_ left: NaiveTensor<Double>, _ right: NaiveTensor<Double>) -> Double {
  zip(left.values, right.values).reduce(0) { $0 + $1.0 * $1.1 }
}

/// The largest difference of two lists, relative to the largest entry (or to 1).
func distance(_ left: [Double], _ right: [Double]) -> Double {
  guard left.count == right.count else { return .infinity }
  let scale = max(1, (left + right).map(abs).max() ?? 0)
  let differences = zip(left, right).map { abs($0 - $1) / scale }
  return differences.contains { $0.isNaN } ? .infinity : differences.max() ?? 0
}

/// A convolution or pool to try: channels and extents of the image, filters, groups.
struct Geometry: Sendable, CustomTestStringConvertible {
  var window: Window
  var image: [Int]
  var filters: Int
  var groups: Int

  var testDescription: String { "\(window) over \(image), \(filters) filters, \(groups) groups" }

  var weights: Shape { Shape([filters, image[0] / groups] + window.kernel) }

  static let all = [
    Geometry(window: Window(kernel: [1, 1]), image: [3, 4, 5], filters: 2, groups: 1),
    Geometry(window: Window(kernel: [3, 2]), image: [2, 5, 4], filters: 3, groups: 1),
    Geometry(
      window: Window(kernel: [3, 3], padLow: [1, 1], padHigh: [1, 1]), image: [4, 4, 4], filters: 4, groups: 4
    ),
    // The stride leaves rows and columns over.
    Geometry(window: Window(kernel: [2, 3], strides: [3, 2]), image: [4, 7, 6], filters: 6, groups: 2),
    Geometry(
      window: Window(
        kernel: [3, 2], strides: [2, 1], dilations: [2, 3], padLow: [2, 0], padHigh: [1, 3]),
      image: [2, 6, 5], filters: 4, groups: 2),
    Geometry(
      window: Window(kernel: [1, 4], strides: [1, 2], padLow: [0, 3], padHigh: [0, 1]), image: [3, 1, 8],
      filters: 3, groups: 3),
    Geometry(window: Window(kernel: [1, 1], strides: [2, 3]), image: [1, 4, 5], filters: 2, groups: 1),
  ]
}
