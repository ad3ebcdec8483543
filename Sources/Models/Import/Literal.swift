import ONNX
import Programs
import Tensors

/// A tensor that is known at import: a weight, or a number that shapes are computed from.
struct Literal {
  /// A whole number, or one that depends on the samples.
  enum Entry: Hashable {
    case number(Int)
    /// The number of samples, so many times: what a shape has at one place.
    case samples(times: Int)
    /// times · i + plus for the sample of number i: an index into what lies in front of several samples.
    case index(times: Int, plus: Int)

    /// A number that nothing may depend on; its tensor's shape is known.
    case undetermined

    static let batch = samples(times: 1)

    var number: Int? { if case .number(let value) = self { value } else { nil } }
  }

  enum Values {
    case floats([Float])
    /// Weights as the file has them, which stay there where they can be read in place.
    case weights(Constant)
    case entries([Entry])
    case booleans([Bool])

    var count: Int {
      switch self {
      case .floats(let values): values.count
      case .weights(let constant): constant.shape.count
      case .entries(let values): values.count
      case .booleans(let values): values.count
      }
    }
  }

  /// What the file calls it; what is computed from one tensor keeps that one's name.
  let name: String
  let shape: [Int]
  let values: Values
  /// The axis that stands for the samples, each of which gets the same numbers; its extent here is 1.
  var batch: Int?
  /// The matrix that this one is the transpose of.
  var turned: Constant?

  init(name: String, shape: [Int], values: Values, batch: Int? = nil) {
    precondition(values.count == shape.reduce(1, *), "\(values.count) values do not fill \(shape)")
    self.name = name
    self.shape = shape
    self.values = values
    self.batch = batch
  }

  init(name: String, shape: [Int], _ elements: Elements) {
    let values: Values =
      switch elements {
      case .floats(let values): .floats(values)
      case .integers(let values): .entries(values.map(Entry.number))
      case .booleans(let values): .booleans(values)
      }
    self.init(name: name, shape: shape, values: values)
  }

  init(entries: [Entry]) {
    self.init(name: "", shape: [entries.count], values: .entries(entries))
  }

  var count: Int { values.count }

  func reshaped(_ shape: [Int], batch: Int? = nil) -> Literal {
    Literal(name: name, shape: shape, values: values, batch: batch)
  }

  /// The extents that the file counts.
  var entries: [Entry] {
    shape.indices.map { $0 == batch ? .batch : .number(shape[$0]) }
  }

  /// The same literal where each sample gets it along `axis`.
  func varying(along axis: Int?) -> Literal {
    var literal = self
    literal.batch = axis
    return literal
  }

  /// The entries at `positions` in row-major order, as a tensor of `shape`.
  func picking(_ positions: [Int], shape: [Int], batch: Int? = nil) -> Literal {
    let picked: Values =
      switch values {
      case .floats(let values): .floats(positions.map { values[$0] })
      case .weights(let constant):
        switch constant.entries {
        case .memory(let values): .floats(positions.map { values[$0] })
        case .file(let numbers): .floats(positions.map { numbers[$0] })
        }
      case .entries(let values): .entries(positions.map { values[$0] })
      case .booleans(let values): .booleans(positions.map { values[$0] })
      }
    return Literal(name: name, shape: shape, values: picked, batch: batch)
  }

  /// The positions of all entries, in row-major order, of a view of this tensor: `shape` walked in `strides`
  /// from `start`.
  static func positions(_ shape: [Int], strides: [Int], start: Int = 0) -> [Int] {
    var positions = [start]
    for (extent, stride) in zip(shape, strides) {
      positions = positions.flatMap { position in (0..<extent).map { position + $0 * stride } }
    }
    return positions
  }

  var strides: [Int] { Shape(shape).strides }

  // MARK: As other types

  /// Whole numbers, none of which depends on the samples.
  var integers: [Int]? {
    guard case .entries(let entries) = values else { return nil }
    let numbers = entries.compactMap(\.number)
    return numbers.count == entries.count ? numbers : nil
  }

  var floats: [Float]? {
    switch values {
    case .floats(let values): values
    case .weights(let constant): constant.tensor.values
    case .entries: integers?.map(Float.init)
    case .booleans(let values): values.map { $0 ? 1 : 0 }
    }
  }

  /// Truth values: what is not 0 is true.
  var truths: [Bool]? {
    if case .booleans(let values) = values { values } else { floats?.map { $0 != 0 } }
  }

  var tensor: Tensor? { floats.map { Tensor(Shape(shape), $0) } }

  /// A constant of the same numbers, under the same name; what lies in a file stays there.
  var constant: Constant? {
    if case .weights(let constant) = values {
      return constant.shape.extents == shape ? constant : constant.reshaped(Shape(shape))
    }
    return tensor.map { Constant($0, name: name) }
  }

  /// The one number of a tensor that has a single entry.
  var scalar: Float? { count == 1 ? floats?[0] : nil }

  /// What is known of the values.
  var content: Signal.Content {
    switch values {
    case .floats(let values): values.allSatisfy { $0.rounded() == $0 } ? .wholeNumbers : .numbers
    case .weights(let constant):
      constant.shape.count <= 1024 && constant.tensor.values.allSatisfy { $0.rounded() == $0 }
        ? .wholeNumbers : .numbers
    case .entries: .wholeNumbers
    case .booleans: .truths
    }
  }

  var isInteger: Bool { if case .entries = values { true } else { false } }
}
