/// What an argument may be: how it is called, and how it is read from a value.
public struct Kind<Content: Sendable>: Sendable {
  /// As a reader would say it: "a whole number".
  public let name: String
  /// The words that can stand here, for completion.
  public let words: @Sendable (Scope) -> [String]
  public let read: @Sendable (Value, Scope) throws(Mistake) -> Content

  public init(
    _ name: String, words: @escaping @Sendable (Scope) -> [String] = { _ in [] },
    read: @escaping @Sendable (Value, Scope) throws(Mistake) -> Content
  ) {
    self.name = name
    self.words = words
    self.read = read
  }

  /// The same, or `none`.
  public var optional: Kind<Content?> {
    Kind<Content?>(name, words: words) { (value, scope) throws(Mistake) in
      if case .nothing = value { return nil }
      return try read(value, scope)
    }
  }

  /// One or a list of them; a range stands for its numbers.
  public var list: Kind<[Content]> {
    Kind<[Content]>("\(name), or a list", words: words) { (value, scope) throws(Mistake) in
      guard let elements = value.elements else { return [try read(value, scope)] }
      if elements.isEmpty { throw .wrongKind(expected: name, found: "an empty list") }
      var contents: [Content] = []
      for element in elements { contents.append(try read(element, scope)) }
      return contents
    }
  }
}
