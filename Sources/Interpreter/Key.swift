/// An argument that a verb takes: its name, its kind, and what it is when it is left out.
public struct Key<Content: Sendable>: Parameter {
  public let name: String
  public let kind: Kind<Content>
  public let summary: String
  public let initial: Content?
  public let shownInitial: String?
  public let unit: String?
  public let isLeading: Bool
  public let isRepeated: Bool

  private init(
    _ name: String, _ kind: Kind<Content>, _ summary: String, initial: Content?, shown: String?,
    unit: String?, isLeading: Bool, isRepeated: Bool = false
  ) {
    (self.name, self.kind, self.summary, self.initial) = (name, kind, summary, initial)
    (shownInitial, self.unit, self.isLeading) = (shown, unit, isLeading)
    self.isRepeated = isRepeated
  }

  /// One that has to be given.
  public init(
    _ name: String, _ kind: Kind<Content>, _ summary: String, unit: String? = nil, isRepeated: Bool = false
  ) {
    self.init(
      name, kind, summary, initial: nil, shown: nil, unit: unit, isLeading: false, isRepeated: isRepeated)
  }

  /// One that is `initial` when it is left out; `shown` is how the help writes that.
  public init(
    _ name: String, _ kind: Kind<Content>, _ summary: String, initial: Content, shown: String? = nil,
    unit: String? = nil
  ) {
    self.init(
      name, kind, summary, initial: initial, shown: shown ?? "\(initial)", unit: unit, isLeading: false)
  }

  /// One that is nil when it is left out; `otherwise` says what that means.
  ///
  /// A leading word is the first to be missing when fewer words are given than the verb can take.
  public init<Wrapped>(
    _ name: String, optional kind: Kind<Wrapped>, _ summary: String, otherwise: String? = nil,
    unit: String? = nil,
    isLeading: Bool = false
  ) where Content == Wrapped? {
    self.init(
      name, kind.optional, summary, initial: .some(nil), shown: otherwise, unit: unit, isLeading: isLeading)
  }

  public var isRequired: Bool { initial == nil }
  public var kindName: String { kind.name }

  public func words(in scope: Scope) -> [String] { kind.words(scope) }

  public func content(of value: Value, in scope: Scope) throws(Mistake) -> any Sendable {
    try kind.read(value, scope)
  }
}

/// A `Key` of any content, as the table of verbs holds it.
public protocol Parameter: Sendable {
  var name: String { get }
  var summary: String { get }
  var kindName: String { get }
  /// What it is when it is left out, as text.
  var shownInitial: String? { get }
  var unit: String? { get }
  var isRequired: Bool { get }
  var isLeading: Bool { get }
  /// Whether it also takes the words after its own, as a list. Only a verb's last noun can.
  var isRepeated: Bool { get }

  func words(in scope: Scope) -> [String]
  func content(of value: Value, in scope: Scope) throws(Mistake) -> any Sendable
}
