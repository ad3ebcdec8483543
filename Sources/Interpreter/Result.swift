public import Figures
public import Tensors

/// What a verb gives back when it is more than a number, a text or a tensor: a model, a prediction.
///
/// A new kind of result is one type that says what it is called, which fields a script can take from it, how it
/// reads, how it looks and what `save` writes. What it can't be saved as it leaves nil.
public protocol Result: Sendable {
  /// What a reader calls it: "prediction".
  static var kind: String { get }

  /// What `.name` takes from it.
  static var fields: [Field<Self>] { get }

  /// What `["name"]` takes from it, by layer or by concept; nil for results without such entries.
  var entryNames: [String]? { get }
  func entry(_ name: String) -> Value?

  /// Plain text, short and true, with units.
  var summary: String { get }

  var figure: (any Figure)? { get throws }
  var table: Table? { get throws }
  /// What a `.npy` file holds.
  var tensor: Tensor? { get throws }
  /// What a `.npz` file holds.
  var archive: [(key: String, tensor: Tensor)]? { get throws }
}

/// One field of a result.
public struct Field<Owner>: Sendable {
  public let name: String
  public let summary: String
  public let value: @Sendable (Owner) throws -> Value

  public init(_ name: String, _ summary: String, _ value: @escaping @Sendable (Owner) throws -> Value) {
    self.name = name
    self.summary = summary
    self.value = value
  }
}

extension Result {
  public var entryNames: [String]? { nil }
  public func entry(_ name: String) -> Value? { nil }
  public var figure: (any Figure)? { nil }
  public var table: Table? { nil }
  public var tensor: Tensor? { nil }
  public var archive: [(key: String, tensor: Tensor)]? { nil }

  static var fieldNames: [String] { fields.map(\.name) }

  func field(_ name: String) throws(Mistake) -> Value? {
    guard let field = Self.fields.first(where: { $0.name == name }) else { return nil }
    do { return try field.value(self) } catch { throw .failed("\(error)") }
  }
}
