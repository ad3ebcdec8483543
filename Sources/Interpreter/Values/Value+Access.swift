import Language
import Tensors

extension Value {
  /// `.name` of this value.
  func field(_ name: String) throws(Mistake) -> Value {
    if case .result(let result) = self {
      guard let value = try result.field(name) else {
        throw .noField(name, of: type(of: result).kind, fields: type(of: result).fieldNames)
      }
      return value
    }
    let fields = self.fields
    guard let value = fields.first(where: { $0.name == name })?.value else {
      throw .noField(name, of: kind, fields: fields.map(\.name))
    }
    return value
  }

  var fields: [(name: String, value: Value)] {
    switch self {
    case .tensor(let tensor):
      let total = tensor.values.reduce(0.0) { $0 + Double($1) }
      return [
        ("count", .number(Double(tensor.count))),
        ("max", tensor.values.max().map { .number(Double($0)) } ?? .nothing),
        ("mean", tensor.count > 0 ? .number(total / Double(tensor.count)) : .nothing),
        ("min", tensor.values.min().map { .number(Double($0)) } ?? .nothing),
        ("shape", .list(tensor.shape.extents.map { .number(Double($0)) })),
        ("sum", .number(total)),
      ]
    case .list, .range: return [("count", .number(Double(elements?.count ?? 0)))]
    case .nothing, .bool, .number, .text, .unit, .result: return []
    }
  }

  /// `[index]` of this value: a place in a list, a range or a tensor; a name in what has named entries.
  func entry(_ index: Value) throws(Mistake) -> Value {
    if case .result(let result) = self {
      guard let names = result.entryNames else { throw .notIndexable(kind) }
      let name = index.word
      guard let value = result.entry(name) else { throw .noEntry(name, names: names) }
      return value
    }
    guard case .number(let number) = index else { throw .wrongKind(expected: "an index", found: index.kind) }
    if case .tensor(let tensor) = self, tensor.rank > 0 {
      return Value(tensor[try Self.place(number, count: tensor.shape[0], in: "the tensor \(tensor.shape)")])
    }
    guard let elements else { throw .notIndexable(kind) }
    return elements[try Self.place(number, count: elements.count, in: kind)]
  }

  private static func place(_ number: Double, count: Int, in what: String) throws(Mistake) -> Int {
    guard let index = Int(exactly: number), index >= 0, index < count else {
      throw .noPlace(number, count: count, in: what)
    }
    return index
  }

  /// The value as a name: `4` and `"4"` name the same layer.
  var word: String {
    if case .text(let text) = self { return text }
    return description
  }
}
