public import Programs
public import Tensors

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

    var operatorName: String {
      switch self {
      case .add: "Add"
      case .subtract: "Sub"
      case .multiply: "Mul"
      case .divide: "Div"
      }
    }
  }

  public let sign: Sign
  /// A constant operand and whether it is the left one.
  let constant: (value: Constant, isLeft: Bool)?

  public var kind: LayerKind {
    switch sign {
    case .divide where constant?.isLeft == true: .other
    case _ where constant != nil: .scaling
    case .add, .subtract: .sum
    case .multiply, .divide: .product
    }
  }

  public var parameters: [Constant] { constant.map { [$0.value] } ?? [] }

  /// The constant that is added to the signal or that it is taken from, or that is taken from it, with its sign.
  public func summand(in builder: Builder) -> Term? {
    guard let constant, [.add, .subtract].contains(sign) else { return nil }
    let c = builder.constant(constant.value)
    return sign == .subtract && !constant.isLeft ? -c : c
  }

  /// What the signal is multiplied by; nil where a constant is only added, or where the signal divides one.
  public var factor: Tensor? {
    guard let constant else { return nil }
    return switch sign {
    case .multiply: constant.value.tensor
    case .divide where !constant.isLeft: constant.value.tensor.map { 1 / $0 }
    default: nil
    }
  }

  public func forward(_ operands: [Term]) -> Term {
    let x = operands[0]
    guard let constant else { return sign.apply(x, operands[1]) }
    let c = x.builder.constant(constant.value)
    return constant.isLeft ? sign.apply(c, x) : sign.apply(x, c)
  }
}

extension Arithmetic {
  public func write(_ graph: inout GraphWriter) -> String {
    let rank = (graph.operands.map(\.shape.rank) + parameters.map(\.shape.rank)).max() ?? 0
    let x = graph.operand(0, rank: rank)
    let operands: [String]
    if let constant {
      let c = graph.constant(constant.value.tensor, "constant")
      operands = constant.isLeft ? [c, x] : [x, c]
    } else {
      operands = [x, graph.operand(1, rank: rank)]
    }
    return graph.node(sign.operatorName, operands)
  }

  static func add(_ node: Node) throws(ImportError) -> Piece { try read(node, .add) }
  static func subtract(_ node: Node) throws(ImportError) -> Piece { try read(node, .subtract) }
  static func multiply(_ node: Node) throws(ImportError) -> Piece { try read(node, .multiply) }
  static func divide(_ node: Node) throws(ImportError) -> Piece { try read(node, .divide) }

  private static func read(_ node: Node, _ sign: Sign) throws(ImportError) -> Piece {
    var piece = try piece(node, sign)
    let operands = [try node.operand(0), try node.operand(1)]
    let areInteger = operands.allSatisfy(\.isInteger)
    try node.require(
      !(sign == .divide && areInteger), "divides whole numbers of the input, which is not done")
    let areWhole = operands.allSatisfy { $0.content != .numbers } && sign != .divide
    piece.content = areWhole ? .wholeNumbers : .numbers
    return piece
  }

  private static func piece(_ node: Node, _ sign: Sign) throws(ImportError) -> Piece {
    switch (try node.operand(0), try node.operand(1)) {
    case (.signal(let x), .signal(let y)):
      let batch = try node.commonBatch(x, y)
      return Piece(operation: Arithmetic(sign: sign, constant: nil), operands: [x, y], batch: batch)
    case (.signal(let x), .literal(let literal)):
      let (constant, batch) = try node.besideSignal(literal, of: 1, x)
      return Piece(
        operation: Arithmetic(sign: sign, constant: (constant, false)), operands: [x], batch: batch)
    case (.literal(let literal), .signal(let x)):
      let (constant, batch) = try node.besideSignal(literal, of: 0, x)
      return Piece(operation: Arithmetic(sign: sign, constant: (constant, true)), operands: [x], batch: batch)
    case (.literal, .literal):
      throw node.refusal("can't compute with the batch size or with truth values here")
    }
  }
}

// MARK: Constants

extension Arithmetic {
  static func foldAdd(_ node: Node) throws(ImportError) -> Literal? {
    try fold(
      node, neutral: 0, { $0.addingReportingOverflow($1) }, +,
      depending: {
        switch ($0, $1) {
        case (.index(let times, let plus), .number(let number)),
          (.number(let number), .index(let times, let plus)):
          .index(times: times, plus: plus &+ number)
        default: nil
        }
      })
  }

  static func foldSubtract(_ node: Node) throws(ImportError) -> Literal? {
    try fold(node, neutral: 0, commutes: false, { $0.subtractingReportingOverflow($1) }, -)
  }

  static func foldMultiply(_ node: Node) throws(ImportError) -> Literal? {
    try fold(
      node, neutral: 1, { $0.multipliedReportingOverflow(by: $1) }, *,
      depending: {
        switch ($0, $1) {
        case (.samples(let times), .number(let number)), (.number(let number), .samples(let times)):
          number > 0 ? .samples(times: times &* number) : nil
        case (.index(let times, let plus), .number(let number)),
          (.number(let number), .index(let times, let plus)):
          .index(times: times &* number, plus: plus &* number)
        default: nil
        }
      })
  }

  static func foldDivide(_ node: Node) throws(ImportError) -> Literal? {
    try fold(
      node, neutral: 1, commutes: false, { $0.dividedReportingOverflow(by: $1) }, /,
      depending: {
        guard case .samples(let times) = $0, case .number(let number) = $1, number > 0, times % number == 0
        else { return nil }
        return .samples(times: times / number)
      })
  }

  static func remainder(_ node: Node) throws(ImportError) -> Piece {
    throw node.refusal("computes a remainder of what depends on the input, which is done of constants only")
  }

  static func foldRemainder(_ node: Node) throws(ImportError) -> Literal? {
    let (x, y) = try node.broadcast(try node.literal(0), try node.literal(1))
    guard let left = x.integers, let right = y.integers, right.allSatisfy({ $0 != 0 && $0 != -1 }) else {
      return nil
    }
    let truncates = node.integer("fmod", 0) != 0
    let entries = zip(left, right).map { left, right -> Literal.Entry in
      let remainder = left % right
      return .number(
        !truncates && remainder != 0 && (remainder < 0) != (right < 0) ? remainder + right : remainder)
    }
    return Literal(name: "", shape: x.shape, values: .entries(entries), batch: x.batch)
  }

  /// - Parameters:
  ///   - neutral: the right operand that leaves what depends on the samples as it is.
  ///   - commutes: whether it does so as the left one, too.
  ///   - depending: what comes of a number that depends on the samples, or nil where that can't be told.
  private static func fold(
    _ node: Node, neutral: Int, commutes: Bool = true,
    _ whole: (Int, Int) -> (partialValue: Int, overflow: Bool),
    _ real: (Float, Float) -> Float,
    depending: (Literal.Entry, Literal.Entry) -> Literal.Entry? = { _, _ in nil }
  ) throws(ImportError) -> Literal? {
    let (x, y) = try node.broadcast(try node.literal(0), try node.literal(1))
    guard case .entries(let left) = x.values, case .entries(let right) = y.values else {
      guard let left = x.floats, let right = y.floats else { return nil }
      let name = x.name.isEmpty ? y.name : x.name
      return Literal(name: name, shape: x.shape, values: .floats(zip(left, right).map(real)), batch: x.batch)
    }
    var entries: [Literal.Entry] = []
    for pair in zip(left, right) {
      switch pair {
      case (.number(let left), .number(let right)):
        let (value, overflow) = whole(left, right)
        try node.require(!overflow, "computes a number that is too large: \(left) and \(right)")
        entries.append(.number(value))
      case (let entry, .number(neutral)): entries.append(entry)
      case (.number(neutral), let entry) where commutes: entries.append(entry)
      case (.undetermined, _), (_, .undetermined): entries.append(.undetermined)
      default:
        guard let entry = depending(pair.0, pair.1) else { return nil }
        entries.append(entry)
      }
    }
    return Literal(name: "", shape: x.shape, values: .entries(entries), batch: x.batch)
  }
}
