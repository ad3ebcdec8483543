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
      let value = try known(datum)
      session.bindings[name.text] = value
      if datum.isPipeline { remember(value) }
    case .for(let name, in: let values, let body): return try loop(name, values, body)
    case .if(let branches, else: let last):
      for branch in branches where try known(branch.condition).truth(at: branch.condition.span, in: source) {
        return try block(branch.body)
      }
      if let last { return try block(last) }
    case .def(let name, let parameters, let body):
      session.definitions[name.text] = Definition(
        name: name.text, parameters: try keys(parameters), body: body, source: source,
        bindings: session.bindings)
    case .return(let datum): return try datum.map { try known($0) } ?? .nothing
    case .include(let path): return try include(path)
    case .expect(let condition, let settings): try expect(condition, settings)
    case .help(let names):
      let help = try locating(statement.span) { () throws(Mistake) in
        try Help(names.map(\.text), verbs: session.verbs)
      }
      output.show(.result(help))
    case .pipeline(let pipeline):
      let result = try run(pipeline)
      remember(result.value)
      if result.isShown && depth == 0 { output.show(result.value) }
    case .meta(let name, let text):
      try locating(statement.span) { () throws(Mistake) in try Setting.apply(name.text, text, to: &session) }
    }
    return nil
  }

  private mutating func remember(_ value: Value) {
    session.last = value
    if depth == 0 { session.results[session.cell] = value }
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
    let (bindings, definitions) = (session.bindings, session.definitions)
    if let binding { session.bindings[binding.name] = binding.value }
    let returned = try run(body)
    (session.bindings, session.definitions) = (bindings, definitions)
    return returned
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
    let (bindings, definitions, last, caller) = (session.bindings, session.definitions, session.last, source)
    session.bindings = definition.bindings
    for parameter in definition.parameters { session.bindings[parameter.name] = arguments[parameter] }
    session.last = nil
    source = definition.source
    depth += 1
    let returned = try run(definition.body)
    let value = returned ?? session.last ?? .nothing
    (session.bindings, session.definitions, session.last, source) = (bindings, definitions, last, caller)
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
    let returned = try run(script.statements)
    including.removeLast()
    source = includer
    return returned
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
