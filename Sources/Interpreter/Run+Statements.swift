import Execution
import Language
import Tensors

extension Run {
  /// Runs statements in order; gives the value of a `return` among them.
  mutating func run(_ statements: [Statement]) throws -> Value? {
    for statement in statements {
      if let returned = try run(statement) { return returned }
    }
    return nil
  }

  mutating func run(_ statement: Statement) throws -> Value? {
    try checkCancellation()
    executor.memory = session.memory
    switch statement.kind {
    case .let(let name, let datum):
      let (value, origin) = try bound(datum)
      session.bind(name.text, value, origin: value.plainOrigin ?? origin)
      if datum.isPipeline { session.remember(value, inCell: depth == 0, origin: origin) }
    case .for(let name, in: let values, let body): return try loop(name, values, body)
    case .if(let branches, else: let last):
      for branch in branches where try known(branch.condition).truth(at: branch.condition.span, in: source) {
        return try block(branch.body)
      }
      if let last { return try block(last) }
    case .def(let name, let parameters, let body):
      try define(name.text, parameters, body, origin: origin(of: statement))
    case .return(let datum): return try datum.map { try known($0) } ?? .nothing
    case .include(let path): return try include(path)
    case .expect(let condition, let settings): try expect(condition, settings)
    case .help(let names):
      let help = try locating(statement.span) { () throws(Mistake) in
        try Help(names.map(\.text), verbs: session.verbs, model: session.model)
      }
      // It is no result of its cell.
      output.show(Shown(value: .result(help), cell: nil, mode: session.mode))
    case .pipeline(let pipeline):
      let result = try run(pipeline)
      session.remember(result.value, inCell: depth == 0, origin: result.origin)
      if result.isShown && depth == 0 { show(result.value) }
    case .meta(let name, let text):
      try locating(statement.span) { () throws(Mistake) in try Setting.apply(name.text, text, to: &session) }
      if session.written.contains(.part(.seed)) {
        session.origins[.part(.seed)] = Origin(Digest("seed \(session.seed)"))
      }
    }
    return nil
  }

  func show(_ value: Value) {
    output.show(Shown(value: value, cell: session.cell, mode: session.mode))
  }

  /// What a statement's effects follow from.
  func origin(of statement: Statement) -> Origin {
    session.origin(
      of: statement.description, Uses(statement, in: source, session.definitions), files: engine.files)
  }

  /// The value that a name is to stand for, and what it follows from.
  private mutating func bound(_ datum: Datum) throws -> (Value, Origin) {
    if case .reference(let reference) = datum.kind, reference.trails.isEmpty,
      case .pipeline(let pipeline) = reference.root
    {
      let result = try run(pipeline)
      return (result.value, result.origin)
    }
    let uses = Uses(datum, in: source, session.definitions)
    let origin = session.origin(of: datum.description, uses, files: engine.files)
    return (try known(datum), origin)
  }

  private mutating func known(_ datum: Datum) throws -> Value {
    guard let value = try value(of: datum).value else {
      throw Mistake.unknowable.diagnostic(at: datum.span, in: source)
    }
    return value
  }

  private mutating func known(_ expression: Expression) throws -> Value {
    guard let value = try value(of: expression).value else {
      throw Mistake.unknowable.diagnostic(at: expression.span, in: source)
    }
    return value
  }

  private mutating func loop(_ name: Name, _ values: Datum, _ body: [Statement]) throws -> Value? {
    let value = try known(values)
    guard let elements = value.elements else {
      throw Mistake.notLoopable(value.kind).diagnostic(at: values.span, in: source)
    }
    for element in elements {
      if let returned = try block(body, binding: (name.text, element)) { return returned }
    }
    return nil
  }

  /// Runs the body of a `for` or an `if`; names made in it end with it.
  private mutating func block(_ body: [Statement], binding: (name: String, value: Value)? = nil) throws
    -> Value?
  {
    let outer = session
    session.written = []
    if let binding {
      session.bind(binding.name, binding.value, origin: binding.value.plainOrigin ?? .unknown())
    }
    let returned = try run(body)
    session.leave(to: outer)
    return returned
  }

  private mutating func define(
    _ name: String, _ parameters: [Statement.Parameter], _ body: [Statement], origin: Origin
  ) throws {
    let uses = Uses(
      body, in: source, parameters: parameters.map(\.name.text) + Array(session.bindings.keys),
      session.definitions)
    session.define(
      Definition(
        name: name, parameters: try keys(parameters), body: body, source: source, bindings: session.bindings,
        origins: session.origins, reads: uses.reads.filter { $0 != .last }, isRepeatable: uses.isRepeatable,
        texts: uses.texts),
      origin: origin)
  }

  private mutating func keys(_ parameters: [Statement.Parameter]) throws -> [Key<Value>] {
    var keys: [Key<Value>] = []
    for parameter in parameters {
      if let initial = parameter.initial {
        keys.append(Key(parameter.name.text, .any, "a parameter", initial: try known(initial)))
      } else {
        keys.append(Key(parameter.name.text, .any, "a parameter"))
      }
    }
    return keys
  }

  /// Runs a def's body. It sees its parameters and what was bound where it was defined.
  mutating func call(_ definition: Definition, _ arguments: Arguments) throws -> Value {
    guard depth < Self.deepestCall else { throw Mistake.callsTooDeep(limit: Self.deepestCall) }
    let (outer, caller) = (session, source)
    session.enter(definition)
    for parameter in definition.parameters {
      let value = arguments[parameter]
      session.bind(parameter.name, value, origin: value.plainOrigin ?? .unknown())
    }
    source = definition.source
    depth += 1
    let returned = try run(definition.body)
    let value = returned ?? session.last ?? .nothing
    session.leave(to: outer)
    session.last = outer.last
    session.origins[.last] = outer.origins[.last]
    session.written.remove(.last)
    source = caller
    depth -= 1
    return value
  }

  private mutating func include(_ path: Name) throws -> Value? {
    let file = try locating(path.span) { () throws(Mistake) in
      try Inclusion(path.text, from: source, including: including)
    }
    let script = Script(file.source)
    if let first = script.diagnostics.first { throw first }
    let includer = source
    source = file.source
    including.append(file.path)
    var returned: Value?
    for cell in script.cells where returned == nil {
      transcript.append(.began(cell, file.source))
      returned = try run(Array(script.statements[cell.statements]))
    }
    transcript.append(.ended(file.source))
    including.removeLast()
    source = includer
    return returned
  }
}

extension Session {
  /// Sees the names that a def has seen, and the parts as they are.
  fileprivate mutating func enter(_ definition: Definition) {
    bindings = definition.bindings
    last = nil
    let parts = origins
    origins = definition.origins
    for part in Verb.Part.allCases { origins[.part(part)] = parts[.part(part)] }
    for name in definitions.keys { origins[.definition(name)] = parts[.definition(name)] }
    for number in results.keys { origins[.cell(number)] = parts[.cell(number)] }
    origins[.last] = nil
    written = []
  }

  /// Comes back from a block or a call: its names end with it; what it did to everything else stays.
  fileprivate mutating func leave(to outer: Session) {
    var inner = written
    inner = inner.filter { place in
      switch place {
      case .name, .definition: false
      case .part, .last, .cell: true
      }
    }
    (bindings, definitions) = (outer.bindings, outer.definitions)
    let left = inner.map { ($0, origins[$0]) }
    origins = outer.origins
    for (place, origin) in left { origins[place] = origin }
    written = outer.written.union(inner)
  }
}

extension Value {
  fileprivate func truth(at span: Span, in source: Source) throws(Diagnostic) -> Bool {
    do { return try truth() } catch { throw error.diagnostic(at: span, in: source) }
  }
}

extension Datum {
  /// Whether the value is that of a command.
  var isPipeline: Bool {
    if case .reference(let reference) = kind, case .pipeline = reference.root {
      return reference.trails.isEmpty
    }
    return false
  }
}
