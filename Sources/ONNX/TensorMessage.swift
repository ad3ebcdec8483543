/// A tensor's name, shape and the place of its numbers, which are decoded only when they are asked for.
public struct TensorMessage: Sendable {
  public private(set) var name = ""
  public private(set) var shape: [Int] = []
  public private(set) var elementType = 0
  /// Numbers as bytes, little-endian.
  private(set) var raw: FileSlice?
  /// Numbers in fields of their own type, as they come.
  private(set) var typed: [WireReader.Field] = []
  private(set) var external: [String: String]?

  init(_ bytes: FileSlice) throws(ONNXError) {
    var entries: [String: String] = [:]
    var isExternal = false
    try bytes.eachField { (number, field) throws(ONNXError) in
      switch number {
      case 1: shape += try field.integers()
      case 2: elementType = field.integer
      case 4, 5, 7, 10, 11: typed.append(field)
      case 8: name = field.text
      case 9: raw = field.message
      case 13: try entries.add(field)
      case 14: isExternal = field.integer == 1
      default: break
      }
    }
    if isExternal { external = entries }
  }

  /// The number of elements that the shape asks for.
  func count() throws(ONNXError) -> Int {
    var count = 1
    for extent in shape {
      // An empty axis must not hide that the others overflow.
      let (product, overflow) = count.multipliedReportingOverflow(by: max(extent, 1))
      guard extent >= 0, !overflow else { throw .negativeExtent(tensor: name) }
      count = product
    }
    return shape.contains(0) ? 0 : count
  }
}

/// The numbers of a tensor in the types that an importer needs: floats, whole numbers, truth values.
public enum Elements: Hashable, Sendable {
  case floats([Float])
  case integers([Int])
  case booleans([Bool])

  public var count: Int {
    switch self {
    case .floats(let values): values.count
    case .integers(let values): values.count
    case .booleans(let values): values.count
    }
  }
}

/// Element types by their number in the file.
enum StoredType: Int {
  case float32 = 1
  case uint8, int8, uint16, int16, int32, int64
  case boolean = 9
  case float16, float64, uint32, uint64
  case bfloat16 = 16

  /// The bytes of an element.
  var size: Int {
    switch self {
    case .uint8, .int8, .boolean: 1
    case .uint16, .int16, .float16, .bfloat16: 2
    case .float32, .int32, .uint32: 4
    case .int64, .uint64, .float64: 8
    }
  }

  /// The elements that lie in `bytes`.
  func decode(_ bytes: FileSlice) -> Elements {
    switch self {
    case .float32: .floats(bytes.numbers(Float.self))
    case .float64: .floats(bytes.numbers(Double.self).map(Float.init))
    case .float16: .floats(bytes.numbers(UInt16.self).map(Float.init(half:)))
    case .bfloat16: .floats(bytes.numbers(UInt16.self).map { Float(bitPattern: UInt32($0) << 16) })
    case .uint8: .integers(bytes.numbers(UInt8.self).map(Int.init))
    case .int8: .integers(bytes.numbers(Int8.self).map(Int.init))
    case .uint16: .integers(bytes.numbers(UInt16.self).map(Int.init))
    case .int16: .integers(bytes.numbers(Int16.self).map(Int.init))
    case .uint32: .integers(bytes.numbers(UInt32.self).map(Int.init))
    case .int32: .integers(bytes.numbers(Int32.self).map(Int.init))
    case .uint64: .integers(bytes.numbers(UInt64.self).map(Int.init(truncatingIfNeeded:)))
    case .int64: .integers(bytes.numbers(Int.self))
    case .boolean: .booleans(bytes.numbers(UInt8.self).map { $0 != 0 })
    }
  }

  /// The elements that are written in fields of their own; half floats are written as their bits.
  func decode(_ fields: [WireReader.Field]) throws(ONNXError) -> Elements {
    switch self {
    case .float32: return .floats(fields.flatMap(\.floats))
    case .float64: return .floats(fields.flatMap(\.doubles).map(Float.init))
    default: break
    }
    var integers: [Int] = []
    for field in fields { integers += try field.integers() }
    return switch self {
    case .float16: .floats(integers.map { Float(half: UInt16(truncatingIfNeeded: $0)) })
    case .bfloat16: .floats(integers.map { Float(bitPattern: UInt32(truncatingIfNeeded: $0) << 16) })
    case .boolean: .booleans(integers.map { $0 != 0 })
    default: .integers(integers)
    }
  }
}

extension Float {
  /// The number whose IEEE 754 half-precision bits are `half`.
  init(half: UInt16) {
    let sign: Float = half & 0x8000 == 0 ? 1 : -1
    let exponent = Int(half >> 10 & 0x1f)
    let fraction = Float(half & 0x3ff) / 1024
    self =
      switch exponent {
      case 0: sign * fraction * 0x1p-14
      case 31: fraction == 0 ? sign * .infinity : .nan
      default: sign * Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction)
      }
  }
}
