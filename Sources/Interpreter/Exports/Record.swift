import Data
import Figures
import Tensors

extension Value {
  /// What a saved notebook keeps of a value, so that it can be compared when the notebook runs again: its kind,
  /// its words and its fields. Of many numbers it keeps shape, bounds, mean and norm, and the digest of them all.
  var record: JSON {
    switch self {
    case .nothing: return .null
    case .bool(let value): return .bool(value)
    case .number(let value): return .number(value)
    case .text(let text): return .text(text)
    case .unit(let unit): return .text(unit.description)
    case .tensor(let tensor): return tensor.record
    case .range, .list:
      if let tensor = plainTensor, tensor.count > Tensor.mostRecorded { return tensor.record }
      return .list((elements ?? []).map(\.record))
    case .result(let result): return result.record
    }
  }
}

extension Result {
  fileprivate var record: JSON {
    let fields = Self.fields.compactMap { field in
      (try? field.value(self)).map { (key: field.name, value: $0.record) }
    }
    let entries = (entryNames ?? []).compactMap { name in entry(name).map { (key: name, value: $0.record) } }
    return .object(
      [(key: "kind", value: .text(Self.kind)), (key: "summary", value: .text(summary))] + fields + entries)
  }
}

extension Tensor {
  /// Tensors of up to so many numbers are kept whole.
  fileprivate static let mostRecorded = 64

  fileprivate var record: JSON {
    if count <= Self.mostRecorded { return nested(axis: 0, from: 0) }
    let finite = values.filter(\.isFinite)
    let sum = finite.reduce(0.0) { $0 + Double($1) }
    let squares = finite.reduce(0.0) { $0 + Double($1) * Double($1) }
    func number(_ value: Double) -> JSON { .number(Double(value.text(significant: 9)) ?? value) }
    let facts: [(key: String, value: JSON)] = [
      ("shape", .list(shape.extents.map { .number(Double($0)) })),
      ("least", .number(Double(shortest: finite.min() ?? 0))),
      ("largest", .number(Double(shortest: finite.max() ?? 0))),
      ("mean", number(sum / Double(max(1, finite.count)))),
      ("norm", number(squares.squareRoot())),
      ("digest", .text("\(values.withUnsafeBytes { Digest($0) })")),
    ]
    return .object(facts + (finite.count < count ? [("finite", .number(Double(finite.count)))] : []))
  }

  private func nested(axis: Int, from start: Int) -> JSON {
    guard axis < rank else {
      return values[start].isFinite ? .number(Double(shortest: values[start])) : .null
    }
    let stride = shape.extents[(axis + 1)...].reduce(1, *)
    return .list((0..<shape[axis]).map { nested(axis: axis + 1, from: start + $0 * stride) })
  }
}
