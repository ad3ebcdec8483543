public import Programs
import Tensors

/// The sum, difference, product or quotient of two signals, or of a signal and a constant.
public struct Arithmetic: Operation {
  public enum Sign: String, Sendable {
    case add, subtract, multiply, divide

    func apply(_ x: Term, _ y: Term) -> Term {
      switch self {
      case .add: x + y
      case .subtract: x - y
      case .multiply: x * y
      case .divide: x / y
      }
    }
  }

  public let sign: Sign
  /// A constant operand and whether it is the left one.
  let constant: (value: Constant, isLeft: Bool)?

  public var kind: LayerKind {
    switch sign {
    case _ where constant != nil: .other
    case .add, .subtract: .sum
    case .multiply, .divide: .product
    }
  }

  public var parameters: [Constant] { constant.map { [$0.value] } ?? [] }

  public func forward(_ operands: [Term]) -> Term {
    let x = operands[0]
    guard let constant else { return sign.apply(x, operands[1]) }
    let c = x.builder.constant(constant.value)
    return constant.isLeft ? sign.apply(c, x) : sign.apply(x, c)
  }
}

extension Arithmetic {
  static func add(_ node: Node) throws(ImportError) -> Piece { try read(node, .add) }
  static func subtract(_ node: Node) throws(ImportError) -> Piece { try read(node, .subtract) }
  static func multiply(_ node: Node) throws(ImportError) -> Piece { try read(node, .multiply) }
  static func divide(_ node: Node) throws(ImportError) -> Piece { try read(node, .divide) }

  private static func read(_ node: Node, _ sign: Sign) throws(ImportError) -> Piece {
    switch (try node.operand(0), try node.operand(1)) {
    case (.signal(let x), .signal(let y)):
      let batch = try node.commonBatch(x, y)
      return Piece(operation: Arithmetic(sign: sign, constant: nil), operands: [x, y], batch: batch)
    case (.signal(let x), .literal(let literal)):
      let (constant, batch) = try node.besideSignal(literal, of: 1, x)
      return Piece(operation: Arithmetic(sign: sign, constant: (constant, false)), operands: [x], batch: batch)
    case (.literal(let literal), .signal(let x)):
      let (constant, batch) = try node.besideSignal(literal, of: 0, x)
      return Piece(operation: Arithmetic(sign: sign, constant: (constant, true)), operands: [x], batch: batch)
    case (.literal, .literal):
      throw node.refusal("can't compute with the batch size or with truth values here")
    }
  }
}

extension Node {
  /// The batch axis of what two signals make together when their last axes are aligned.
  func commonBatch(_ x: Signal, _ y: Signal) throws(ImportError) -> Int {
    let rank = max(x.rank, y.rank)
    let batch = x.batch + rank - x.rank
    try require(batch == y.batch + rank - y.rank, "combines different samples: the batch axes of its operands differ")
    return batch
  }

  /// A constant without its entry for the batch axis of the signal it is combined with, and that axis in the result.
  func besideSignal(_ literal: Literal, of position: Int, _ signal: Signal) throws(ImportError) -> (Constant, Int) {
    guard let tensor = literal.tensor else { throw refusal("can't use the batch size as a number") }
    let rank = max(signal.rank, literal.shape.count)
    let batch = signal.batch + rank - signal.rank
    var shape = literal.shape
    let axis = batch - (rank - shape.count)
    guard shape.indices.contains(axis) else { return (Constant(tensor, name: literal.name), batch) }
    let extent = shape.remove(at: axis)
    try require(
      extent == 1 || extent == samples,
      "combines samples with operand \(position), a constant of shape \(Shape(literal.shape))")
    var strides = literal.strides
    let stride = strides.remove(at: axis)
    // A file of fixed batch size may repeat a constant for each sample.
    let rows = (0..<extent).map { row in
      literal.picking(Literal.positions(shape, strides: strides, start: row * stride), shape: shape)
    }
    guard let tensor = rows[0].tensor, rows.dropFirst().allSatisfy({ $0.floats == tensor.values }) else {
      throw refusal("combines each sample with numbers of its own, in operand \(position)")
    }
    return (Constant(tensor, name: literal.name), batch)
  }
}

// MARK: Constants

extension Arithmetic {
  static func foldAdd(_ node: Node) throws(ImportError) -> Literal? {
    try fold(node, neutral: 0, { $0.addingReportingOverflow($1) }, +)
  }

  static func foldSubtract(_ node: Node) throws(ImportError) -> Literal? {
    try fold(node, neutral: 0, commutes: false, { $0.subtractingReportingOverflow($1) }, -)
  }

  static func foldMultiply(_ node: Node) throws(ImportError) -> Literal? {
    try fold(node, neutral: 1, { $0.multipliedReportingOverflow(by: $1) }, *)
  }

  static func foldDivide(_ node: Node) throws(ImportError) -> Literal? {
    try fold(node, neutral: 1, commutes: false, { $0.dividedReportingOverflow(by: $1) }, /)
  }

  /// - Parameters:
  ///   - neutral: the right operand that leaves the batch size as it is.
  ///   - commutes: whether it does so as the left one, too.
  private static func fold(
    _ node: Node, neutral: Int, commutes: Bool = true, _ whole: (Int, Int) -> (partialValue: Int, overflow: Bool),
    _ real: (Float, Float) -> Float
  ) throws(ImportError) -> Literal? {
    let (x, y) = try node.broadcast(try node.literal(0), try node.literal(1))
    guard case .entries(let left) = x.values, case .entries(let right) = y.values else {
      guard let left = x.floats, let right = y.floats else { return nil }
      let name = x.name.isEmpty ? y.name : x.name
      return Literal(name: name, shape: x.shape, values: .floats(zip(left, right).map(real)))
    }
    var entries: [Literal.Entry] = []
    for pair in zip(left, right) {
      switch pair {
      case (.number(let left), .number(let right)):
        let (value, overflow) = whole(left, right)
        try node.require(!overflow, "computes a number that is too large: \(left) and \(right)")
        entries.append(.number(value))
      case (.batch, .number(neutral)): entries.append(.batch)
      case (.number(neutral), .batch) where commutes: entries.append(.batch)
      default: return nil
      }
    }
    return Literal(name: "", shape: x.shape, values: .entries(entries))
  }
}

extension Node {
  /// Two constants, repeated to their common shape.
  func broadcast(_ x: Literal, _ y: Literal) throws(ImportError) -> (Literal, Literal) {
    let shape = try broadcastShape(x.shape, y.shape)
    return (try expanded(x, to: shape), try expanded(y, to: shape))
  }

  /// The shape that two shapes are broadcast to.
  func broadcastShape(_ x: [Int], _ y: [Int]) throws(ImportError) -> [Int] {
    let rank = max(x.count, y.count)
    let left = [Int](repeating: 1, count: rank - x.count) + x
    let right = [Int](repeating: 1, count: rank - y.count) + y
    var shape: [Int] = []
    for (a, b) in zip(left, right) {
      try require(a == b || a == 1 || b == 1, "can't combine shapes \(x) and \(y)")
      shape.append(a == 1 ? b : a)
    }
    return shape
  }

  /// A constant repeated to `shape`, which it can be broadcast to.
  func expanded(_ literal: Literal, to shape: [Int]) throws(ImportError) -> Literal {
    if literal.shape == shape { return literal }
    try requireSize(shape)
    let lead = shape.count - literal.shape.count
    let strides = shape.indices.map { axis in
      axis < lead || literal.shape[axis - lead] == 1 ? 0 : literal.strides[axis - lead]
    }
    return literal.picking(Literal.positions(shape, strides: strides), shape: shape)
  }

  /// Refuses shapes that nothing of this kind has, so that a damaged file can't fill the memory.
  func requireSize(_ shape: [Int], atMost limit: Int = 1 << 24) throws(ImportError) {
    var count = 1
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: max(extent, 1))
      try require(extent >= 0 && !overflow && product <= limit, "makes a tensor of shape \(shape), which is too large")
      count = product
    }
  }
}
