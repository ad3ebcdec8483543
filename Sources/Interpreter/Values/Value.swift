public import Tensors

/// What a script can hold, hand on and save.
public enum Value: Sendable {
  case nothing
  case bool(Bool)
  case number(Double)
  /// A quoted text or a bare word.
  case text(String)
  case unit(Unit)
  case range(NumberRange)
  case list([Value])
  case tensor(Tensor)
  case result(any Result)

  /// `layer:part@[positions]` with its references looked up.
  public struct Unit: Hashable, Sendable {
    public var layer: String
    public var part: String
    public var positions: [Int]?
  }

  /// What the value is, as a reader would say it.
  public var kind: String {
    switch self {
    case .nothing: "nothing"
    case .bool: "true or false"
    case .number: "a number"
    case .text: "text"
    case .unit: "a unit"
    case .range: "a range"
    case .list: "a list"
    case .tensor: "a tensor"
    case .result(let result): "a result (\(type(of: result).kind))"
    }
  }

  /// The values that a list, a range or a tensor goes through; nil where there is nothing to go through.
  public var elements: [Value]? {
    switch self {
    case .list(let values): values
    case .range(let range): range.values.map { .number($0) }
    case .tensor(let tensor) where tensor.rank > 0:
      (0..<tensor.shape[0]).map { Value(tensor[$0]) }
    case .nothing, .bool, .number, .text, .unit, .tensor, .result: nil
    }
  }

  /// A tensor without axes is a number.
  public init(_ tensor: Tensor) {
    self = tensor.rank == 0 ? .number(Double(tensor.values[0])) : .tensor(tensor)
  }
}

extension Value: CustomStringConvertible {
  /// The value in short, as it is shown at the prompt and quoted in complaints.
  public var description: String {
    switch self {
    case .nothing: "none"
    case .bool(let value): "\(value)"
    case .number(let value): value.plainText
    case .text(let text): "\"\(text)\""
    case .unit(let unit): unit.description
    case .range(let range): range.description
    case .list(let values):
      values.count > 20
        ? "[" + values.prefix(20).map(\.description).joined(separator: ", ") + ", ... \(values.count) in all]"
        : "[" + values.map(\.description).joined(separator: ", ") + "]"
    case .tensor(let tensor): tensor.summary
    case .result(let result): result.summary
    }
  }
}

extension Value.Unit: CustomStringConvertible {
  public var description: String {
    "\(layer):\(part)" + (positions.map { "@[" + $0.map(String.init).joined(separator: ",") + "]" } ?? "")
  }
}

extension Double {
  /// As a person writes it: whole numbers without a decimal point.
  var plainText: String {
    Int(exactly: self).map(String.init) ?? description
  }
}
