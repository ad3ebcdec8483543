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
      let shape = Value.list(tensor.shape.extents.map { .number(Double($0)) })
      return (Self.measures(of: tensor.values.map { Double($0) }) + [("shape", shape)]).sorted {
        $0.name < $1.name
      }
    case .list, .range:
      let elements = elements ?? []
      let numbers = elements.compactMap { if case .number(let number) = $0 { number } else { nil } }
      return numbers.count == elements.count
        ? Self.measures(of: numbers) : [("count", .number(Double(elements.count)))]
    case .nothing, .bool, .number, .text, .unit, .result: return []
    }
  }

  /// The deviation is that of a sample: of fewer than two numbers there is none.
  private static func measures(of numbers: [Double]) -> [(name: String, value: Value)] {
    let (count, total) = (Double(numbers.count), numbers.reduce(0, +))
    let squares = numbers.reduce(0) { $0 + ($1 - total / count) * ($1 - total / count) }
    return [
      ("count", .number(count)),
      ("deviation", numbers.count > 1 ? .number((squares / (count - 1)).squareRoot()) : .nothing),
      ("max", numbers.max().map { .number($0) } ?? .nothing),
      ("mean", numbers.isEmpty ? .nothing : .number(total / count)),
      ("min", numbers.min().map { .number($0) } ?? .nothing),
      ("sum", .number(total)),
    ]
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
