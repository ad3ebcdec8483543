/// A verb of the language: what it is called, what it takes, what it does.
public struct Verb: Sendable {
  /// The parts of a session that verbs read and change.
  public enum Part: String, Sendable, CaseIterable {
    case model, data, tokenizer, samples, explanation, concepts, seed
    /// What lies outside the session: files that are written, and the state of the machine.
    case files, engine
  }

  public let name: String
  /// One line for the list of verbs.
  public let summary: String
  /// Arguments that stand without a key, in their order.
  public let nouns: [any Parameter]
  public let keys: [any Parameter]
  /// The argument that a pipe fills; nil where a verb takes nothing from a pipe.
  public let subject: (any Parameter)?
  /// What it reads and what has to be there.
  public let reads: Set<Part>
  /// What it reads where it is there. Together with `reads` this is all that its result follows from, beside its
  /// arguments and the files that they name.
  public let consults: Set<Part>
  /// Whether it falls back on the last result where nothing comes through a pipe and no words name anything.
  public let readsLast: Bool
  public let writes: Set<Part>
  /// What it gives back, where that is always the same kind of result.
  public let gives: (any Result.Type)?
  /// Whether its result is shown when the statement ends with it.
  public let isShown: Bool
  /// What its time goes into, where that is worth knowing.
  public let cost: String?
  public let example: String
  /// Where the method comes from: authors and year.
  public let paper: String?
  /// What a check can know of the session after the verb, and mistakes in how its arguments go together. Some of
  /// them may be pending.
  let foresee: (@Sendable (Arguments, inout Scope) throws -> Void)?
  let run: @Sendable (Arguments, inout Run) throws -> Value

  public init(
    _ name: String, _ summary: String, nouns: [any Parameter] = [], keys: [any Parameter] = [],
    subject: (any Parameter)? = nil, reads: Set<Part> = [], consults: Set<Part> = [], readsLast: Bool = false,
    writes: Set<Part> = [],
    gives: (any Result.Type)? = nil,
    isShown: Bool = true, cost: String? = nil, example: String, paper: String? = nil,
    foresee: (@Sendable (Arguments, inout Scope) throws -> Void)? = nil,
    run: @escaping @Sendable (Arguments, inout Run) throws -> Value
  ) {
    self.name = name
    self.summary = summary
    self.nouns = nouns
    self.keys = keys
    self.subject = subject
    self.reads = reads
    self.consults = consults
    self.readsLast = readsLast
    self.writes = writes
    self.gives = gives
    self.isShown = isShown
    self.cost = cost
    self.example = example
    self.paper = paper
    self.foresee = foresee
    self.run = run
  }

  /// All that can be given by `key=value`: nouns have names, too.
  var parameters: [any Parameter] { nouns + keys }
}
