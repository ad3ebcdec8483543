/// The arguments of a command, read: what reaches a verb is of the kinds that it declared.
public struct Arguments: Sendable {
  private var contents: [String: any Sendable] = [:]
  /// What was given but can't be known yet.
  private var pending: Set<String> = []

  package init() {}

  /// The argument for `key`, or what it is when it is left out.
  public subscript<Content>(key: Key<Content>) -> Content {
    if let content = contents[key.name] as? Content { return content }
    guard let initial = key.initial else {
      preconditionFailure("'\(key.name)' is neither declared by the verb nor has it an initial value")
    }
    return initial
  }

  public func isGiven(_ parameter: some Parameter) -> Bool { isGiven(named: parameter.name) }

  func isGiven(named name: String) -> Bool { contents[name] != nil || pending.contains(name) }

  /// Whether the argument was given and is left to the run.
  func isPending(_ parameter: some Parameter) -> Bool { isPending(parameter.name) }

  /// Whether nothing is left to the run.
  var areKnown: Bool { pending.isEmpty }

  func isPending(_ name: String) -> Bool { pending.contains(name) }
  func value(named name: String) -> (any Sendable)? { contents[name] }

  package mutating func set(_ name: String, _ content: any Sendable) { contents[name] = content }
  mutating func remove(_ name: String) {
    contents[name] = nil
    pending.remove(name)
  }

  /// The same as if these had been left out.
  func without(_ parameters: [any Parameter]) -> Arguments {
    var arguments = self
    for parameter in parameters { arguments.remove(parameter.name) }
    return arguments
  }

  mutating func leave(_ name: String) { pending.insert(name) }
}

/// A mistake in one argument, found by the verb itself.
public struct ArgumentError: Error, Sendable {
  public let name: String
  public let mistake: Mistake

  public init(_ parameter: some Parameter, _ mistake: Mistake) {
    self.init(name: parameter.name, mistake)
  }

  init(name: String, _ mistake: Mistake) {
    self.name = name
    self.mistake = mistake
  }
}
