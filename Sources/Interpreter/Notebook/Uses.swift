import Language
import Tensors

/// What a piece of syntax may read, as far as its text and the table of verbs tell.
struct Uses {
  private(set) var reads: Set<Slot> = []
  /// The texts and words in it: some of them may name files.
  private(set) var texts: Set<String> = []
  /// Whether to do it again would give the same and do nothing else: it writes no files and asks nothing of the machine.
  private(set) var isRepeatable = true

  private let definitions: [String: Definition]
  /// The defs of the syntax itself.
  private var local: [String: Uses] = [:]
  /// Whether it saves the session, which is all that was before.
  private(set) var readsSession = false
  /// Names that are given in the syntax itself before they are read.
  private var bound: Set<String> = []
  private var including: [Source]

  private init(_ definitions: [String: Definition], in source: Source) {
    self.definitions = definitions
    including = [source]
  }

  init(_ statement: Statement, in source: Source, _ definitions: [String: Definition]) {
    self.init(definitions, in: source)
    add(statement)
  }

  init(_ datum: Datum, in source: Source, _ definitions: [String: Definition]) {
    self.init(definitions, in: source)
    add(datum)
  }

  /// - Parameter piped: whether something comes to the command through a pipe.
  init(_ command: Command, piped: Bool, in source: Source, _ definitions: [String: Definition]) {
    self.init(definitions, in: source)
    add(command, piped: piped)
  }

  /// What the body of a def reads of the session that calls it.
  init(_ body: [Statement], in source: Source, parameters: [String], _ definitions: [String: Definition]) {
    self.init(definitions, in: source)
    bound = Set(parameters)
    add(body)
  }

  private mutating func add(_ statements: [Statement]) {
    let outer = bound
    for statement in statements { add(statement) }
    bound = outer
  }

  private mutating func add(_ statement: Statement) {
    switch statement.kind {
    case .let(let name, let datum):
      add(datum)
      bound.insert(name.text)
    case .for(let name, in: let values, let body):
      add(values)
      let outer = bound
      bound.insert(name.text)
      add(body)
      bound = outer
    case .if(let branches, else: let last):
      for branch in branches {
        add(branch.condition)
        add(branch.body)
      }
      add(last ?? [])
    case .def(let name, let parameters, let body):
      parameters.compactMap(\.initial).forEach { add($0) }
      // It keeps the names that are bound where it is defined; the rest it reads where it is called.
      var inside = Uses(
        body, in: including[including.count - 1], parameters: parameters.map(\.name.text), definitions)
      local[name.text] = inside
      texts.formUnion(inside.texts)
      inside.reads = inside.reads.filter { place in
        switch place {
        case .name(let name): !bound.contains(name)
        case .definition: true
        case .part, .last, .cell: false
        }
      }
      reads.formUnion(inside.reads)
    case .return(let datum): if let datum { add(datum) }
    case .include(let path):
      texts.insert(path.text)
      include(path.text)
    case .expect(let condition, let settings):
      add(condition)
      settings.forEach { add($0.value) }
    case .help, .meta: isRepeatable = false
    case .pipeline(let pipeline): add(pipeline)
    }
  }

  private mutating func include(_ path: String) {
    guard including.count < 100,
      let file = try? Inclusion(path, from: including[including.count - 1], including: [])
    else { return }
    texts.insert(file.path)
    if including.contains(where: { $0.name == file.source.name }) { return }
    including.append(file.source)
    // What a file binds stays.
    Script(file.source).statements.forEach { add($0) }
    including.removeLast()
  }

  private mutating func add(_ pipeline: Pipeline) {
    for (place, command) in pipeline.commands.enumerated() { add(command, piped: place > 0) }
  }

  private mutating func add(_ command: Command, piped: Bool) {
    let name = command.verb.text
    if let uses = local[name] {
      reads.formUnion(
        uses.reads.filter { if case .name(let name) = $0 { !bound.contains(name) } else { true } })
      isRepeatable = isRepeatable && uses.isRepeatable
    } else if let definition = definitions[name] {
      reads.insert(.definition(name))
      reads.formUnion(definition.reads)
      texts.formUnion(definition.texts)
      isRepeatable = isRepeatable && definition.isRepeatable
    } else if let verb = Verb.named(name) {
      var parts = verb.reads.union(verb.consults)
      if command.arguments.contains(where: { $0.key?.text == Keys.sample.name }) { parts.remove(.samples) }
      if parts.contains(.engine) || verb.writes.contains(.files) { isRepeatable = false }
      reads.formUnion(parts.map { .part($0) })
      if verb.readsLast && !piped { reads.insert(.last) }
    } else {
      isRepeatable = false
    }
    if Verb.named(name)?.writes.contains(.files) == true {
      readsSession = readsSession || !piped && command.savesSession
    }
    let known = texts
    for argument in command.arguments { add(argument.value) }
    // What is written is not read; and a bare word is a file to load alone.
    switch name {
    case Verb.save.name: texts = known
    case Verb.load.name: texts.subtract(["data", "model", "tokenizer"])
    default: texts = known.union(texts.filter { $0.contains(".") || $0.contains("/") })
    }
  }

  private mutating func add(_ datum: Datum) {
    switch datum.kind {
    case .number, .bool, .none: break
    case .string(let text), .word(let text): texts.insert(text)
    case .unit(let unit): unit.positions?.forEach { add($0) }
    case .range(let first, let last, by: let step): [first, last, step].compactMap { $0 }.forEach { add($0) }
    case .list(let items): items.forEach { add($0) }
    case .reference(let reference):
      switch reference.root {
      case .last: reads.insert(.last)
      case .cell(let number): reads.insert(.cell(number))
      case .variable(let name): if !bound.contains(name) { reads.insert(.name(name)) }
      case .pipeline(let pipeline): add(pipeline)
      case .expression(let expression): add(expression)
      }
      for case .index(let index) in reference.trails { add(index) }
    }
  }

  private mutating func add(_ expression: Expression) {
    switch expression.kind {
    case .or(let parts), .and(let parts): parts.forEach { add($0) }
    case .not(let part), .negate(let part): add(part)
    case .compare(let left, _, let right):
      add(left)
      add(right)
    case .arithmetic(let first, let steps):
      add(first)
      steps.forEach { add($0.operand) }
    case .datum(let datum): add(datum)
    }
  }
}

extension Command {
  /// Whether it is `save "report.html"`, which is not of a value.
  fileprivate var savesSession: Bool {
    guard arguments.count == 1, case .string(let path) = arguments[0].value.kind else { return false }
    return (try? FileKind(path: path))?.holdsSession == true
  }
}

extension Session {
  /// The origin of what comes of `text` in this session.
  ///
  /// - Parameter subject: the origin of what comes through a pipe.
  func origin(of text: String, _ uses: Uses, subject: Origin? = nil, files: FileDigests) -> Origin {
    var parts = [Digest(text)]
    var isRepeatable = uses.isRepeatable && subject?.isRepeatable != false
    if let subject { parts.append(subject.digest) }
    var paths = uses.texts
    for (name, place) in uses.reads.map({ ($0.description, $0) }).sorted(by: { $0.0 < $1.0 }) {
      let origin = origins[place] ?? .absent
      parts += [Digest(name), origin.digest]
      isRepeatable = isRepeatable && origin.isRepeatable
      if case .name(let name) = place, let value = bindings[name] { paths.formUnion(value.texts) }
    }
    if uses.readsSession {
      parts += origins.map { Digest("\($0.key) \($0.value.digest)") }.sorted {
        ($0.high, $0.low) < ($1.high, $1.low)
      }
    }
    for path in paths.sorted() {
      if let digest = files.digest(at: path) { parts += [Digest(path), digest] }
    }
    return Origin(Digest(of: parts), isRepeatable: isRepeatable)
  }
}

extension Value {
  /// The texts in it.
  fileprivate var texts: [String] {
    switch self {
    case .text(let text): [text]
    case .list(let values): values.flatMap(\.texts)
    case .nothing, .bool, .number, .unit, .range, .tensor, .result: []
    }
  }
}
