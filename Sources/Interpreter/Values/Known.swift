/// What can be said of a value before it is calculated.
enum Known: Sendable {
  /// During a run, every value is this.
  case value(Value)
  /// What a verb will give: its fields are known, what they hold is not.
  case result(any Result.Type)
  case unknown

  var value: Value? {
    if case .value(let value) = self { return value }
    return nil
  }

  func field(_ name: String) throws(Mistake) -> Known {
    switch self {
    case .value(let value): return .value(try value.field(name))
    case .result(let type):
      guard type.fieldNames.contains(name) else {
        throw .noField(name, of: type.kind, fields: type.fieldNames)
      }
      return .unknown
    case .unknown: return .unknown
    }
  }
}
