import Data
import Tensors

extension Value {
  /// The value as JSON on one line; tensors of more than `limit` numbers are given by their shape only.
  func json(limit: Int = .max) -> String {
    switch self {
    case .nothing: return "null"
    case .bool(let value): return "\(value)"
    case .number(let value): return value.isFinite ? value.plainText : "null"
    case .text(let text): return text.quotedForJSON
    case .unit(let unit): return unit.description.quotedForJSON
    case .range(let range): return Value.list(range.values.map { .number($0) }).json(limit: limit)
    case .list(let values): return "[" + values.map { $0.json(limit: limit) }.joined(separator: ", ") + "]"
    case .tensor(let tensor): return tensor.json(limit: limit)
    case .result(let result): return result.json(limit: limit)
    }
  }
}

extension Result {
  func json(limit: Int) -> String {
    let own = [("kind", Value.text(Self.kind)), ("summary", .text(summary))]
    let fields = Self.fields.compactMap { field in (try? field.value(self)).map { (field.name, $0) } }
    let entries = (entryNames ?? []).compactMap { name in entry(name).map { (name, $0) } }
    let members = (own + fields + entries).map { "\($0.0.quotedForJSON): \($0.1.json(limit: limit))" }
    return "{" + members.joined(separator: ", ") + "}"
  }
}

extension Tensor {
  fileprivate func json(limit: Int) -> String {
    guard count <= limit else {
      return "{\"shape\": [" + shape.extents.map(String.init).joined(separator: ", ") + "]}"
    }
    return nested(axis: 0, from: 0)
  }

  private func nested(axis: Int, from start: Int) -> String {
    guard axis < rank else { return values[start].isFinite ? values[start].description : "null" }
    let stride = shape.extents[(axis + 1)...].reduce(1, *)
    return "["
      + (0..<shape[axis]).map { nested(axis: axis + 1, from: start + $0 * stride) }.joined(separator: ", ")
      + "]"
  }
}
