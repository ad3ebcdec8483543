import Language

/// A `def`: a verb written in the language.
struct Definition: Sendable {
  let name: String
  let parameters: [Key<Value>]
  let body: [Statement]
  let source: Source
  /// The names that were bound where it was defined.
  let bindings: [String: Value]
  /// What they followed from.
  let origins: [Slot: Origin]
  /// What a call reads of the session, and whether calling it again would do the same.
  let reads: Set<Slot>
  let isRepeatable: Bool
  /// The texts in it that may name files.
  let texts: Set<String>

  /// The definition as a verb like any other: a pipe fills its first parameter.
  var verb: Verb {
    Verb(
      name, "a def of this session", nouns: parameters, subject: parameters.first,
      writes: body.writes(Verb.named), example: ([name] + parameters.map(\.name)).joined(separator: " ")
    ) { arguments, run in
      try run.call(self, arguments)
    }
  }
}
