extension Parser {
  /// The statements up to the end of the source or of the block; a failed one is reported and left out.
  mutating func statements(inBlock: Bool) -> [Statement] {
    var statements: [Statement] = []
    let outer = openers
    while true {
      while token.isSeparator { advance() }
      if kind == .end || (inBlock && kind == .closeBrace) { return statements }
      let start = index
      do throws(Failure) {
        let statement = try statement(inBlock: inBlock)
        try endOfStatement(inBlock: inBlock)
        if !tokens[start..<index].contains(where: { $0.kind == .malformed }) { statements.append(statement) }
      } catch {
        report(error)
        openers = outer
        prefixes = 0
        recover(from: start, inBlock: inBlock)
      }
    }
  }

  private mutating func statement(inBlock: Bool) throws(Failure) -> Statement {
    let start = index
    form = Self.forms[kind] ?? "verb word key=value"
    let kind: Statement.Kind =
      switch kind {
      case .let: try letStatement()
      case .for: try forStatement()
      case .if: try ifStatement()
      case .def: try defStatement()
      case .return: try returnStatement()
      case .include: try includeStatement()
      case .expect: try expectStatement()
      case .question: helpStatement()
      case .meta: try metaStatement(inBlock: inBlock)
      case .identifier, .dashed: .pipeline(try pipeline())
      default: throw noStatement()
      }
    return Statement(kind: kind, span: span(from: start))
  }

  private static let forms: [Token.Kind: String] = [
    .let: "let name = value",
    .for: "for name in values { ... }",
    .if: "if condition { ... } else { ... }",
    .def: "def name(parameter, key=default) { ... }",
    .return: "return value",
    .include: "include \"script.xpl\"",
    .expect: "expect condition key=value",
  ]

  mutating func block() throws(Failure) -> [Statement] {
    if kind == .newline, following.kind == .openBrace {
      report(failure(.braceOnNextLine, at: following.span))
      advance()
    }
    guard kind == .openBrace else { throw expected("\"{\"") }
    return try enclosed(by: .closeBrace) { $0.statements(inBlock: true) }
  }

  // "let" ( IDENT "=" | KEY ) ( pipeline | datum )
  private mutating func letStatement() throws(Failure) -> Statement.Kind {
    advance()
    let name: Name
    if kind == .key {
      name = key()
    } else {
      name = try bindingName()
      try expect(.equals, "\"=\"")
    }
    return .let(name, try pipelineOrDatum())
  }

  // "for" IDENT "in" datum block
  private mutating func forStatement() throws(Failure) -> Statement.Kind {
    advance()
    let name = try bindingName()
    try expect(.in, "\"in\"")
    let values = try datum()
    return .for(name, in: values, try block())
  }

  // "if" expr block ( "else" "if" expr block )* ( "else" block )?
  private mutating func ifStatement() throws(Failure) -> Statement.Kind {
    var branches: [Statement.Branch] = []
    repeat {
      advance()
      branches.append(Statement.Branch(condition: try expression(), body: try block()))
      guard accept(.else) else { return .if(branches, else: nil) }
    } while kind == .if
    return .if(branches, else: try block())
  }

  // "def" name "(" ( param ( "," param )* )? ")" block
  private mutating func defStatement() throws(Failure) -> Statement.Kind {
    advance()
    guard token.isName else { throw token.isKeyword ? failure(.reserved(text)) : expected("a name") }
    let name = name()
    guard kind == .openParenthesis else { throw expected("\"(\"") }
    let parameters = try enclosed(by: .closeParenthesis, or: "\",\" or ") { parser throws(Failure) in
      try parser.parameters()
    }
    return .def(name, parameters, try block())
  }

  private mutating func parameters() throws(Failure) -> [Statement.Parameter] {
    if kind == .closeParenthesis { return [] }
    var parameters: [Statement.Parameter] = []
    repeat {
      if kind == .key {
        let setting = try setting()
        parameters.append(Statement.Parameter(name: setting.key, initial: setting.value))
      } else {
        parameters.append(Statement.Parameter(name: try bindingName(), initial: nil))
      }
    } while accept(.comma)
    return parameters
  }

  // "return" ( pipeline | datum )?
  private mutating func returnStatement() throws(Failure) -> Statement.Kind {
    advance()
    if token.isSeparator || kind == .end || kind == .closeBrace { return .return(nil) }
    return .return(try pipelineOrDatum())
  }

  // "include" ( STRING | WORD )
  private mutating func includeStatement() throws(Failure) -> Statement.Kind {
    advance()
    switch kind {
    case .string: return .include(Name(string(), span: tokens[index - 1].span))
    case .word: return .include(name())
    case .identifier, .dashed: throw failure(.bareWordAsPath(text))
    default: throw expected("the path of a script in quotes")
    }
  }

  // "expect" expr setting*
  private mutating func expectStatement() throws(Failure) -> Statement.Kind {
    advance()
    let condition = try expression()
    var settings: [Argument] = []
    while kind == .key {
      try checkBlank()
      let setting = try setting()
      settings.append(Argument(key: setting.key, value: setting.value))
    }
    return .expect(condition, settings)
  }

  // "?" ( name | keyword )*
  private mutating func helpStatement() -> Statement.Kind {
    advance()
    var names: [Name] = []
    while token.isName || token.isKeyword { names.append(name()) }
    return .help(names)
  }

  private mutating func metaStatement(inBlock: Bool) throws(Failure) -> Statement.Kind {
    if inBlock { throw failure(.metaInBlock) }
    let start = token.span.start
    let (word, text) = Self.metaParts(source[advance().span])
    return .meta(Name(word, span: Span(start, start + 1 + word.utf8.count)), text: text)
  }

  /// ":name text"
  static func metaParts(_ line: String) -> (name: String, text: String) {
    let body = line.unicodeScalars.dropFirst()
    let name = body.prefix { $0.isLowercase }
    return (String(name), String(body[name.endIndex...]).trimmingBlanks())
  }

  // command ( "|" NEWLINE* command )*
  mutating func pipeline() throws(Failure) -> Pipeline {
    let start = index
    var commands = [try command()]
    while kind == .pipe {
      let pipe = advance().span
      skipNewlines()
      if kind == .end {
        throw Failure(complaint: Complaint(.emptyPipe, at: pipe, in: source, isOpenEnded: true))
      }
      if token.isSeparator || kind == .pipe { throw failure(.emptyPipe, at: pipe) }
      commands.append(try command())
    }
    return Pipeline(commands: commands, span: span(from: start))
  }

  // name arg*
  private mutating func command() throws(Failure) -> Command {
    let start = index
    guard token.isName else {
      switch kind {
      case .let, .for, .if, .def, .return, .include, .expect: throw failure(.statementInPipeline(text))
      default: throw expected("a verb")
      }
    }
    let verb = name()
    var arguments: [Argument] = []
    while startsArgument {
      try checkBlank()
      if kind == .key {
        let setting = try setting()
        arguments.append(Argument(key: setting.key, value: setting.value))
      } else {
        arguments.append(Argument(key: nil, value: try value()))
      }
    }
    return Command(verb: verb, arguments: arguments, span: span(from: start))
  }

  private var startsArgument: Bool {
    switch kind {
    case .identifier, .dashed, .word, .unit, .key, .field, .variable, .number, .string, .malformed, .true,
      .false,
      .none, .minus, .openBracket, .openParenthesis:
      true
    default:
      false
    }
  }
}
