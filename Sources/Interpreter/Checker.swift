import Language

/// Goes through a script before it runs and finds all that is wrong with it as far as that can be known.
struct Checker: Evaluation {
  var source: Source
  var tolerance = 0.0
  private(set) var diagnostics: [Diagnostic] = []

  private var scope: Scope
  private var bindings: [String: Known]
  private var definitions: [String: Verb]
  private var last: Known?
  private var results: [Int: Known]
  private var cell: Int
  private var including: [String]
  private var isInDef = false
  /// How many files have been included: some that include each other's parts twice would never come to an end.
  private var files = 0
  private static let mostFiles = 1000
  /// Whether a file that can't be read yet may define names and verbs.
  private var isOpen = false

  /// Whether what is wrong with a condition is left to the run, as the failure of its expectation.
  private let isExam: Bool

  /// All that is wrong with a script for a session that is to run it, in form and otherwise, in its order.
  ///
  /// - Parameter isExam: whether a condition that makes no sense is an expectation that is not met.
  static func diagnostics(
    of script: Script, in session: Session, including: [String], isExam: Bool = false
  ) -> [Diagnostic] {
    var checker = Checker(session, source: script.source, including: including, isExam: isExam)
    // A file that is no script at all has nothing else to say.
    guard script.diagnostics.count < 100 else { return script.diagnostics }
    var broken = Broken(script)
    for cell in script.cells where cell.kind == .code {
      let statements = script.statements[cell.statements]
      if statements.isEmpty || !statements.allSatisfy({ $0.directive != nil || $0.isHelp }) {
        checker.cell += 1
      }
      checker.check(script.statements[cell.statements], &broken)
    }
    checker.diagnostics += broken.diagnostics
    return checker.diagnostics
  }

  private init(_ session: Session, source: Source, including: [String], isExam: Bool) {
    self.source = source
    self.isExam = isExam
    scope = session.scope
    bindings = session.bindings.mapValues { .value($0) }
    // What comes from the command line is no part of the script.
    bindings["args"] = .unknown
    definitions = session.definitions.mapValues(\.verb)
    last = session.last.map { .value($0) }
    results = session.results.mapValues { .value($0) }
    cell = session.cell
    self.including = including
  }

  private mutating func complain(_ mistake: Mistake, at span: Span) {
    diagnostics.append(mistake.diagnostic(at: span, in: source))
  }

  /// What `body` gives, or nil after noting what is wrong with it.
  private mutating func noting<Success>(_ body: (inout Checker) throws -> Success) -> Success? {
    do {
      return try body(&self)
    } catch let diagnostic as Diagnostic {
      diagnostics.append(diagnostic)
    } catch {
      // Nothing but diagnostics is thrown here; anything else is left to the run.
    }
    return nil
  }

  // MARK: Statements

  private mutating func check(_ statements: [Statement]) {
    for statement in statements { check(statement) }
  }

  /// Statements that are wrong in form, which stand between the others.
  private struct Broken {
    var diagnostics: [Diagnostic]
    var end = 0

    init(_ script: Script) { diagnostics = script.diagnostics }
  }

  /// Checks the statements that are right in form; what the others were to do is taken as done.
  private mutating func check(_ statements: ArraySlice<Statement>, _ broken: inout Broken) {
    for statement in statements {
      let first = diagnostics.count
      let before = broken.diagnostics.prefix { $0.span.start < statement.span.end }
      if !before.isEmpty {
        broken.diagnostics.removeFirst(before.count)
        diagnostics += before
        let isInside = before.contains { $0.span.start >= statement.span.start }
        assume(source[Span(broken.end, isInside ? statement.span.end : statement.span.start)])
      }
      check(statement)
      broken.end = statement.span.end
      if !before.isEmpty { diagnostics[first...].sort { $0.span.start < $1.span.start } }
    }
  }

  /// Text that is wrong in form may have given names, and run any of its verbs.
  private mutating func assume(_ text: String) {
    let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
    for (word, name) in zip(words, words.dropFirst()) where ["let", "for"].contains(word) {
      bindings[name] = .unknown
    }
    for word in words { forget(verb(word)?.writes ?? []) }
    if !Set(words).isDisjoint(with: ["def", "include"]) { isOpen = true }
    if words.contains("def") { isInDef = true }
    last = .unknown
    results[cell] = .unknown
  }

  private mutating func check(_ statement: Statement) {
    switch statement.kind {
    case .let(let name, let datum):
      let value = known(datum)
      bindings[name.text] = value
      if datum.isPipeline { remember(value) }
    case .for(let name, in: let values, let body):
      if let value = known(values).value, value.elements == nil {
        complain(.notLoopable(value.kind), at: values.span)
      }
      let writes = body.writes(verb)
      // A second round begins with what the first one left.
      forget(writes)
      block(body) { $0.bindings[name.text] = .unknown }
      forget(writes)
    case .if(let branches, else: let last):
      let bodies = branches.map(\.body) + (last.map { [$0] } ?? [])
      for branch in branches { _ = noting { try $0.truth(of: branch.condition) } }
      let before = scope
      for body in bodies {
        scope = before
        block(body)
      }
      scope = before
      forget(bodies.joined().map { $0 }.writes(verb))
    case .def(let name, let parameters, let body): define(name, parameters, body)
    case .return(let datum):
      if let datum { _ = known(datum) }
      if !isInDef { complain(.returnOutside, at: statement.span) }
    case .include(let path): include(path)
    case .expect(let condition, let settings):
      let first = diagnostics.count
      _ = noting { try $0.truth(of: condition) }
      if isExam { diagnostics.removeSubrange(first...) }
      let binding = bind(Expectation.verb, settings, subject: nil, name: condition.span)
      for complaint in binding.complaints { complain(complaint.mistake, at: complaint.span) }
    case .help(let names):
      let verbs = Verb.all + definitions.values
      do throws(Mistake) { _ = try Help(names.map(\.text), verbs: verbs) } catch {
        complain(error, at: statement.span)
      }
    case .pipeline(let pipeline): remember(known(pipeline))
    case .meta(let name, let text):
      var scratch = Session()
      do throws(Mistake) {
        if let (directive, text) = statement.directive {
          try directive.check(text)
          if directive.name == Directive.time.name { checkTimed(text) }
        } else {
          try Setting.apply(name.text, text, to: &scratch)
        }
      } catch {
        complain(error, at: statement.span)
      }
    }
  }

  /// `:time` runs a statement, which counts like any other.
  private mutating func checkTimed(_ text: String) {
    let script = Script(Source(name: source.name, text: text))
    let outer = source
    source = script.source
    diagnostics += script.diagnostics
    check(script.statements)
    source = outer
  }

  private mutating func remember(_ value: Known) {
    last = value
    if !isInDef { results[cell] = value }
  }

  /// What may have changed is not known any more.
  private mutating func forget(_ parts: Set<Verb.Part>) {
    if parts.contains(.model) { scope.model = .unknown }
    if parts.contains(.data) { scope.data = .unknown }
  }

  private mutating func block(_ body: [Statement], _ prepare: (inout Checker) -> Void = { _ in }) {
    let (bindings, definitions, last) = (self.bindings, self.definitions, self.last)
    prepare(&self)
    check(body)
    (self.bindings, self.definitions) = (bindings, definitions)
    // Whether the body runs at all is not known.
    if self.last != nil || last != nil { self.last = .unknown }
  }

  private mutating func define(_ name: Name, _ parameters: [Statement.Parameter], _ body: [Statement]) {
    if Verb.named(name.text) != nil { complain(.verbNameTaken(name.text), at: name.span) }
    var keys: [Key<Value>] = []
    for parameter in parameters {
      if keys.contains(where: { $0.name == parameter.name.text }) {
        complain(.givenTwice(parameter.name.text), at: parameter.name.span)
      } else if let initial = parameter.initial {
        keys.append(Key(parameter.name.text, .any, "a parameter", initial: known(initial).value ?? .nothing))
      } else {
        keys.append(Key(parameter.name.text, .any, "a parameter"))
      }
    }
    definitions[name.text] =
      Definition(
        name: name.text, parameters: keys, body: body, source: source, bindings: [:], origins: [:], reads: [],
        isRepeatable: false, texts: []
      ).verb

    // Its body may run with another model, with other data, after other results.
    var inside = self
    inside.forget(Set(Verb.Part.allCases))
    inside.last = nil
    inside.isInDef = true
    for key in keys { inside.bindings[key.name] = .unknown }
    inside.check(body)
    diagnostics = inside.diagnostics
    files = inside.files
  }

  private mutating func include(_ path: Name) {
    guard files < Self.mostFiles else { return complain(.tooManyFiles(limit: Self.mostFiles), at: path.span) }
    files += 1
    let file: Inclusion
    do throws(Mistake) {
      file = try Inclusion(path.text, from: source, including: including)
    } catch {
      if case .includeCycle = error { complain(error, at: path.span) }
      isOpen = true
      return forget(Set(Verb.Part.allCases))
    }
    let script = Script(file.source)
    let includer = source
    source = file.source
    including.append(file.path)
    var broken = Broken(script)
    check(script.statements[...], &broken)
    diagnostics += broken.diagnostics
    including.removeLast()
    source = includer
  }

  // MARK: Values

  private mutating func known(_ datum: Datum) -> Known {
    noting { try $0.value(of: datum) } ?? .unknown
  }

  private mutating func known(_ pipeline: Pipeline) -> Known {
    noting { try $0.value(of: pipeline) } ?? .unknown
  }

  func value(of root: Reference.Root) throws(Mistake) -> Known {
    switch root {
    case .last:
      if let last { return last }
      if !isOpen { throw .noResultYet }
    case .cell(let cell):
      if let result = results[cell] { return result }
      if !isOpen { throw .noCell(cell, current: self.cell) }
    case .variable(let name):
      if let value = bindings[name] { return value }
      if !isOpen { throw .noBinding(name, names: bindings.keys.filter { $0 != "args" }.sorted()) }
    case .pipeline, .expression: break
    }
    return .unknown
  }

  mutating func value(of pipeline: Pipeline) throws -> Known {
    var result: Known?
    for command in pipeline.commands { result = check(command, subject: result) }
    return result ?? .unknown
  }

  private func verb(_ name: String) -> Verb? { definitions[name] ?? Verb.named(name) }
  private var verbNames: [String] { Verb.all.map(\.name) + definitions.keys.sorted() }

  private mutating func bind(_ verb: Verb, _ arguments: [Argument], subject: Known?, name: Span) -> Binding {
    let given = arguments.map { argument in
      Binding.Given(key: argument.key, value: known(argument.value), span: argument.value.span)
    }
    return Binding(verb, given, subject: subject, name: name, in: scope)
  }

  private mutating func check(_ command: Command, subject: Known?) -> Known {
    guard let verb = verb(command.verb.text) else {
      if !isOpen { complain(.noVerb(command.verb.text, names: verbNames), at: command.verb.span) }
      for argument in command.arguments { _ = known(argument.value) }
      // The verb that was probably meant may change what later statements rely on.
      let mistake = Mistake.noVerb(command.verb.text, names: verbNames)
      forget(isOpen ? Set(Verb.Part.allCases) : mistake.suggestion.flatMap(verb)?.writes ?? [])
      return .unknown
    }
    let binding = bind(verb, command.arguments, subject: subject, name: command.verb.span)
    for complaint in binding.complaints { complain(complaint.mistake, at: complaint.span) }
    guard let foresee = verb.foresee, binding.complaints.isEmpty else {
      forget(verb.writes)
      return verb.gives.map { .result($0) } ?? .unknown
    }
    do {
      try foresee(binding.arguments, &scope)
    } catch let error as ArgumentError {
      complain(error.mistake, at: binding.spans[error.name] ?? command.verb.span)
    } catch let mistake as Mistake {
      complain(mistake, at: command.verb.span)
    } catch {
      // A file that can't be read is left to the run.
      forget(verb.writes)
    }
    return verb.gives.map { .result($0) } ?? .unknown
  }
}
