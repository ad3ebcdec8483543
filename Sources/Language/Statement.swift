/// One statement of a script.
public struct Statement: Hashable, Sendable {
  public var kind: Kind
  public var span: Span

  public indirect enum Kind: Hashable, Sendable {
    /// `let name = value`
    case `let`(Name, Datum)
    /// `for name in values { ... }`
    case `for`(Name, in: Datum, [Statement])
    /// `if condition { ... } else if condition { ... } else { ... }`
    case `if`([Branch], else: [Statement]?)
    /// `def name(parameters) { ... }`
    case def(Name, [Parameter], [Statement])
    case `return`(Datum?)
    /// `include "path"`
    case include(Name)
    /// `expect condition key=value ...`
    case expect(Expression, [Argument])
    /// `?verb ...`
    case help([Name])
    case pipeline(Pipeline)
    /// `:name text`: a setting of the session; the text reaches to the end of its line.
    case meta(Name, text: String)
  }

  public struct Branch: Hashable, Sendable {
    public var condition: Expression
    public var body: [Statement]
  }

  /// A parameter of a `def`; without a default the caller must give it.
  public struct Parameter: Hashable, Sendable {
    public var name: Name
    public var initial: Datum?
  }
}

/// A word of the source and its place.
public struct Name: Hashable, Sendable {
  public var text: String
  public var span: Span

  public init(_ text: String, span: Span) {
    self.text = text
    self.span = span
  }
}

/// Commands joined by `|`: each hands its result on to the next as its subject. Never empty.
public struct Pipeline: Hashable, Sendable {
  public var commands: [Command]
  public var span: Span
}

/// A verb with its arguments, in the order in which they were written.
public struct Command: Hashable, Sendable {
  public var verb: Name
  public var arguments: [Argument]
  public var span: Span
}

/// A value on its own or `key=value`.
public struct Argument: Hashable, Sendable {
  public var key: Name?
  public var value: Datum

  public var span: Span { key.map { $0.span.union(value.span) } ?? value.span }
}
