import ONNX
import Programs
import Tensors

/// A node of the file as the makers of layers see it: attributes and operands, in the types that they ask
/// for.
struct Node {
  let message: NodeMessage
  let place: ImportError.Place
  /// nil is an operand that is left out.
  let operands: [Value?]
  let file: ModelFile
  /// The batch size, where the file fixes it.
  let samples: Int?
  /// The network's first input, for layers that read nothing.
  let input: Signal

  var opset: Int { place.opset }

  func refusal(_ reason: String) -> ImportError {
    .unsupported(place, reason: reason)
  }

  func require(_ condition: Bool, _ reason: @autoclosure () -> String) throws(ImportError) {
    if !condition { throw refusal(reason()) }
  }
}

// MARK: Attributes

extension Node {
  func integer(_ name: String, _ standard: Int) -> Int {
    if case .integer(let value) = message.attributes[name] { value } else { standard }
  }

  func integers(_ name: String) -> [Int]? {
    if case .integers(let values) = message.attributes[name] { values } else { nil }
  }

  func float(_ name: String, _ standard: Float) throws(ImportError) -> Float {
    guard case .float(let value) = message.attributes[name] else { return standard }
    try require(value.isFinite, "has \(name)=\(value), where it needs a finite number")
    return value
  }

  func text(_ name: String, _ standard: String) -> String {
    if case .text(let value) = message.attributes[name] { value } else { standard }
  }

  func texts(_ name: String) -> [String] {
    if case .texts(let values) = message.attributes[name] { values } else { [] }
  }

  func tensor(_ name: String) throws(ImportError) -> Literal? {
    guard case .tensor(let message) = message.attributes[name] else { return nil }
    return try Literal(message, in: file)
  }

  /// Whole numbers that newer opsets pass as an operand and older ones as an attribute; nil where there are
  /// neither.
  func integers(_ name: String, orOperand position: Int) throws(ImportError) -> [Int]? {
    guard let literal = try optionalLiteral(position) else { return integers(name) }
    guard let integers = literal.integers else { throw refusal("needs whole numbers as operand \(position)") }
    return integers
  }
}

// MARK: Operands

extension Node {
  func operand(_ position: Int) throws(ImportError) -> Value {
    guard position < operands.count, let value = operands[position] else {
      throw .missingOperand(place, position: position)
    }
    return value
  }

  func signal(_ position: Int) throws(ImportError) -> Signal {
    guard case .signal(let signal) = try operand(position) else {
      throw refusal("has a constant as operand \(position), where it needs something computed from the input")
    }
    return signal
  }

  func literal(_ position: Int) throws(ImportError) -> Literal {
    guard case .literal(let literal) = try operand(position) else {
      throw refusal("needs a constant as operand \(position), not something computed from the input")
    }
    return literal
  }

  func optionalLiteral(_ position: Int) throws(ImportError) -> Literal? {
    position < operands.count && operands[position] != nil ? try literal(position) : nil
  }

  /// An operand that is left out, or the one number it holds.
  func scalar(_ position: Int) throws(ImportError) -> Float? {
    guard let literal = try optionalLiteral(position) else { return nil }
    guard let scalar = literal.scalar else { throw refusal("needs a single number as operand \(position)") }
    return scalar
  }

  /// A weight, under its name in the file.
  func weights(_ position: Int) throws(ImportError) -> Constant {
    guard let constant = try literal(position).constant else {
      throw refusal("can't use the batch size as a number")
    }
    return constant
  }

  /// A signal whose first axis is the batch, with `ranks` further axes.
  func batchFirst(_ position: Int, ranks: ClosedRange<Int>) throws(ImportError) -> Signal {
    let signal = try signal(position)
    try require(ranks.contains(signal.shape.rank), "can't take operand \(position) of \(signal.rank) axes")
    try require(
      signal.batch == 0 && !signal.isFolded, "needs the batch axis first in operand \(position), on its own")
    return signal
  }

  /// The signal's axis that the file counts as `axis`; the batch axis is refused.
  func axis(_ axis: Int, of signal: Signal) throws(ImportError) -> Int {
    try require(
      (-signal.rank..<signal.rank).contains(axis), "has no axis \(axis): its operand has \(signal.rank)")
    guard let axis = signal.axis(axis) else { throw refusal("works along the batch axis, across samples") }
    return axis
  }

  /// `axis` counted from the front, where -1 is the last of `rank`.
  func axis(_ axis: Int, rank: Int) throws(ImportError) -> Int {
    try require((-rank..<rank).contains(axis), "has no axis \(axis): its operand has \(rank)")
    return axis < 0 ? axis + rank : axis
  }
}

// MARK: Literals

extension Literal {
  init(_ message: TensorMessage, in file: ModelFile) throws(ImportError) {
    do throws(ONNXError) {
      if let numbers = try file.mappedFloats(of: message) {
        let weights = Constant(Shape(message.shape), numbers, name: message.name)
        self.init(name: message.name, shape: message.shape, values: .weights(weights))
      } else {
        self.init(name: message.name, shape: message.shape, try file.elements(of: message))
      }
    } catch {
      throw .file(error)
    }
  }
}
