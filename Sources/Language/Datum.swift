/// A value as it is written.
public struct Datum: Hashable, Sendable {
  public var kind: Kind
  public var span: Span

  public indirect enum Kind: Hashable, Sendable {
    case number(Number)
    case string(String)
    /// A bare word: `zeros`, `input-x-gradient`, `features.27`, `./model.onnx`.
    case word(String)
    case bool(Bool)
    case none
    case unit(Unit)
    /// `first..last by step`, both ends included; the parts are numbers or references.
    case range(Datum, Datum, by: Datum?)
    case list([Datum])
    case reference(Reference)
  }
}

/// A number as it was written, and its value.
public struct Number: Hashable, Sendable {
  public var text: String
  /// Finite, except where more than 200 digits were written.
  public var value: Double
}

/// `layer:part@[positions]`: a channel of a layer (`conv2:50`), a rule for it (`conv1:gamma`), neurons.
public struct Unit: Hashable, Sendable {
  /// The name or the index of a layer, as it was written.
  public var layer: Name
  /// The index of a channel or a word.
  public var part: Name
  public var positions: [Datum]?
}

/// A value that is looked up or calculated, and what is taken from it.
public struct Reference: Hashable, Sendable {
  public var root: Root
  public var trails: [Trail]

  public indirect enum Root: Hashable, Sendable {
    /// `$_`, or nothing before the first `.field`
    case last
    /// `$_3`: the result of a cell
    case cell(Int)
    case variable(String)
    /// `(predict y=1)`; also a pipeline that stands alone after `let name =` or `return`
    case pipeline(Pipeline)
    /// `($n + 1)`
    case expression(Expression)
  }

  /// `.field` or `[index]`
  public enum Trail: Hashable, Sendable {
    case field(Name)
    case index(Expression)
  }
}
