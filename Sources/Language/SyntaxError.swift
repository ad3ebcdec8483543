/// What can be wrong with the form of a script.
enum SyntaxError {
  // Words
  case unknownCharacter(String)
  case typographicQuote
  case unclosedString
  case unknownEscape(String)
  case digitFirst(String)
  case exponent(String)
  case loneDollar
  case cellNumber(String)
  case loneDot
  case fraction(String)
  case loneColon
  case strayBackslash
  case openJoin

  // Statements
  case expected(String, found: String, form: String)
  case braceOnNextLine
  case unclosed(String)
  case notClosed(String, found: String, opener: String, line: Int)
  case strayClose(String)
  case noVerb(String)
  case reserved(String)
  case assignment(String, value: String)
  case singleEquals
  case blanksAroundEquals(key: String, value: String)
  case dashInKey(String)
  case dashInVariable(String)
  case dollarInName(String)
  case equality(String)
  case missingBlank(String)
  case wordInExpression(String)
  case bareWordAsValue(String)
  case bareWordAsPath(String)
  case operatorOutsideParentheses(String)
  case chainedComparison
  case blankInUnit
  case metaInBlock
  case strayElse
  case helpAfterVerb(String)
  case statementInPipeline(String)
  case emptyPipe
  case unexpected(String)
  case tooDeep(limit: Int)
}

extension SyntaxError {
  var message: String {
    switch self {
    case .unknownCharacter(let text): "\(quoted(text)) means nothing here"
    case .typographicQuote: "these are typographic quotation marks"
    case .unclosedString: "this text has no closing quotation mark"
    case .unknownEscape(let text): "\(text) is no escape"
    case .digitFirst(let text): "a bare word can't start with a digit: \(text)"
    case .exponent(let text): "the exponent of \(text) has more than two digits"
    case .loneDollar: "a name is missing after \"$\""
    case .cellNumber(let text): "\(text) is no name"
    case .loneDot: "a field name is missing after \".\""
    case .fraction(let text): "\(text) lacks a digit before the point"
    case .loneColon: "this \":\" belongs to no word"
    case .strayBackslash: "a \"\\\" joins lines only as the last character of its line"
    case .openJoin: "a \"\\\" joins this line to the next, but there is none"
    case .braceOnNextLine: "a block can't start on a new line"
    case .expected(let what, let found, _): "expected \(what), found \(found)"
    case .unclosed(let opener): "this \(quoted(opener)) is never closed"
    case .notClosed(let expected, let found, _, _): "expected \(expected), found \(found)"
    case .strayClose(let text): "this \(quoted(text)) closes nothing"
    case .noVerb(let found): "a statement starts with a verb, not with \(found)"
    case .reserved(let word): "\(quoted(word)) is a reserved word"
    case .assignment(let name, _): "a statement starts with a verb, not with \(quoted(name + " ="))"
    case .singleEquals: "\"=\" compares nothing"
    case .blanksAroundEquals: "blanks around \"=\""
    case .dashInKey(let key): "a key has no dashes: \(key)"
    case .dashInVariable(let name): "the name of a binding has no dashes: \(name)"
    case .dollarInName: "a binding is named without \"$\" where it is made"
    case .equality(let key): "a comparison can't start with the bare word \(quoted(key))"
    case .missingBlank(let text): "a blank is missing before \(quoted(text))"
    case .wordInExpression(let word): "the bare word \(quoted(word)) can't stand in an expression"
    case .bareWordAsValue(let word): "the bare word \(quoted(word)) can't stand here"
    case .bareWordAsPath: "the path of a script is written in quotes"
    case .operatorOutsideParentheses(let text): "\(quoted(text)) stands outside parentheses"
    case .chainedComparison: "comparisons can't be chained"
    case .blankInUnit: "a blank before \":\""
    case .metaInBlock: "session settings can't stand inside a block"
    case .strayElse: "this \"else\" belongs to no \"if\""
    case .helpAfterVerb: "\"?\" comes before the verb"
    case .statementInPipeline(let word): "\(quoted(word)) starts a statement of its own"
    case .emptyPipe: "a verb is missing after \"|\""
    case .unexpected(let found): "the statement should end before \(found)"
    case .tooDeep(let limit): "more than \(limit) levels of nesting"
    }
  }

  var hint: String? {
    switch self {
    case .unknownCharacter: "text with such characters is written in quotes"
    case .typographicQuote: "use straight ones: \"text\""
    case .unclosedString: "close it on the same line; a quotation mark inside is written \\\""
    case .unknownEscape: "the escapes are \\\" \\\\ \\n \\t; a plain backslash is written \\\\"
    case .digitFirst(let text): "put it in quotes: \(quoted(text))"
    case .exponent: "write a number between 1e-99 and 1e99"
    case .loneDollar: "$name is a binding, $_ the last result"
    case .cellNumber(let text): "the result of a cell is written $_\(text.dropFirst())"
    case .loneDot: ".name is a field of the last result, 1..5 a range"
    case .fraction(let text): "write 0\(text)"
    case .loneColon: "a unit is written without blanks: layer:channel; a session setting: :name"
    case .strayBackslash: "remove it, or what follows it on the line"
    case .openJoin: "remove it, or go on in the next line"
    case .expected(_, _, let form): "the form is: \(form)"
    case .braceOnNextLine: "put the \"{\" on the line before"
    case .unclosed(let opener): "close it with \(quoted(closing(opener)))"
    case .notClosed(_, _, let opener, let line): "the \(quoted(opener)) that is still open is on line \(line)"
    case .strayClose: "remove it, or open what it closes"
    case .noVerb: "to see a value, write show before it; ? lists the verbs"
    case .reserved(let word): "as data it is written in quotes: \(quoted(word))"
    case .assignment(let name, let value):
      "bind it with let \(name) = \(value); after a verb, remove the blanks around \"=\": \(name)=\(value)"
    case .singleEquals: "write =="
    case .blanksAroundEquals(let key, let value): "remove the blanks around \"=\": \(key)=\(value)"
    case .dashInKey(let key), .dashInVariable(let key):
      "write \(key.map { $0 == "-" ? "_" : String($0) }.joined())"
    case .dollarInName(let name): "write \(name); it is $\(name) where it is used"
    case .equality(let key), .wordInExpression(let key):
      isIdentifier(key)
        ? "a binding is written $\(key), a field .\(key), a text \(quoted(key)), a command in parentheses"
        : "put it in quotes: \(quoted(key))"
    case .missingBlank: "arguments are separated by blanks"
    case .bareWordAsValue(let word):
      isIdentifier(word)
        ? "a binding is written $\(word), a text \(quoted(word))" : "put it in quotes: \(quoted(word))"
    case .bareWordAsPath(let word): "write include \(quoted(word))"
    case .operatorOutsideParentheses: "calculate in parentheses: ($n + 1)"
    case .chainedComparison: "combine them: 0 < $x and $x < 1"
    case .blankInUnit: "a unit is written without blanks: conv2:50"
    case .metaInBlock: "move it out of the { }"
    case .strayElse: "else stands on the line of the brace before it: } else {"
    case .helpAfterVerb(let verb): "write ?\(verb)"
    case .statementInPipeline: "put it on a line of its own; there, .name is a field of the last result"
    case .emptyPipe: "remove the \"|\", or go on after it"
    case .unexpected: "put a new statement on a new line, or after a \";\""
    case .tooDeep: "give a name to an inner part with let or def"
    }
  }
}

private func quoted(_ text: String) -> String { text.hasPrefix("\"") ? text : "\"\(text)\"" }

private func isIdentifier(_ word: String) -> Bool { word.unicodeScalars.allSatisfy(\.isIdentifierByte) }

private func closing(_ opener: String) -> String { ["(": ")", "[": "]", "{": "}"][opener] ?? opener }
