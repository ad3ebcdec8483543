import ONNX
import Programs
import Tensors

/// A tensor that is known at import: a weight, or a number that shapes are computed from.
struct Literal {
  /// A whole number, or the number of samples, which a shape has at one place.
  enum Entry: Hashable {
    case number(Int)
    case batch

    var number: Int? { if case .number(let value) = self { value } else { nil } }
  }

  enum Values {
    case floats([Float])
    /// Weights, which stay in the file.
    case mapped(MappedFloats)
    case entries([Entry])
    case booleans([Bool])

    var count: Int {
      switch self {
      case .floats(let values): values.count
      case .mapped(let numbers): numbers.count
      case .entries(let values): values.count
      case .booleans(let values): values.count
      }
    }
  }

  /// What the file calls it; what is computed from one tensor keeps that one's name.
  let name: String
  let shape: [Int]
  let values: Values

  init(name: String, shape: [Int], values: Values) {
    precondition(values.count == shape.reduce(1, *), "\(values.count) values do not fill \(shape)")
    self.name = name
    self.shape = shape
    self.values = values
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

  func reshaped(_ shape: [Int]) -> Literal {
    Literal(name: name, shape: shape, values: values)
  }

  /// The entries at `positions` in row-major order, as a tensor of `shape`.
  func picking(_ positions: [Int], shape: [Int]) -> Literal {
    let picked: Values =
      switch values {
      case .floats(let values): .floats(positions.map { values[$0] })
      case .mapped(let numbers): .floats(positions.map { numbers[$0] })
      case .entries(let values): .entries(positions.map { values[$0] })
      case .booleans(let values): .booleans(positions.map { values[$0] })
      }
    return Literal(name: name, shape: shape, values: picked)
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

  /// Whole numbers, none of which is the number of samples.
  var integers: [Int]? {
    guard case .entries(let entries) = values else { return nil }
    let numbers = entries.compactMap(\.number)
    return numbers.count == entries.count ? numbers : nil
  }

  var floats: [Float]? {
    switch values {
    case .floats(let values): values
    case .mapped(let numbers): numbers.values
    case .entries: integers?.map(Float.init)
    case .booleans(let values): values.map { $0 ? 1 : 0 }
    }
  }

  var tensor: Tensor? { floats.map { Tensor(Shape(shape), $0) } }

  /// A constant of the same numbers, under the same name; what lies in a file stays there.
  var constant: Constant? {
    if case .mapped(let numbers) = values { return Constant(Shape(shape), numbers, name: name) }
    return tensor.map { Constant($0, name: name) }
  }

  /// The one number of a tensor that has a single entry.
  var scalar: Float? { count == 1 ? floats?[0] : nil }
}
