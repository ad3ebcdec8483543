import Language

/// An `expect` that did not hold. It is no error of the script but its verdict.
struct Unmet: Error {
  let diagnostic: Diagnostic
}

/// The settings of `expect`.
enum Expectation {
  static let within = Key(
    "within", .number(from: 0), "how far apart numbers may lie that are compared", initial: 0)
  static let name = Key("name", optional: .text, "what is expected, for reports")
  static let hint = Key("hint", optional: .text, "what helps where it is not met")
  static let points = Key(
    "points", optional: .number(from: 0), "what it is worth; the script goes on where it is not met",
    otherwise: "the script stops")

  /// `expect` is a statement; as a verb it only sorts its settings and shows up in help.
  static let verb = Verb(
    "expect", "Checks that a condition holds; exit code 3 where it does not",
    keys: [hint, name, points, within],
    example: "expect .prob >= 0.9 within=0.01 name=\"sure\""
  ) { _, _ in .nothing }
}

extension Run {
  mutating func expect(_ condition: Expression, _ settings: [Argument]) throws {
    var given: [Binding.Given] = []
    for setting in settings {
      given.append(
        Binding.Given(key: setting.key, value: try value(of: setting.value), span: setting.value.span))
    }
    let binding = Binding(Expectation.verb, given, subject: nil, name: condition.span, in: session.scope)
    if let first = binding.complaints.first { throw first.mistake.diagnostic(at: first.span, in: source) }
    let arguments = binding.arguments

    tolerance = arguments[Expectation.within]
    defer { tolerance = 0 }
    if let judge = output.judge {
      let reason = try judged(condition)
      judge(verdict(on: condition, arguments, reason))
      if reason != nil { unmet += 1 }
      return
    }
    guard let reason = try unmetReason(condition) else { return }

    let name = arguments[Expectation.name].map { "\"\($0)\" is not met: " } ?? "this is not met: "
    let diagnostic = Diagnostic(
      name + reason, at: condition.span, in: source, hint: arguments[Expectation.hint])
    guard arguments[Expectation.points] != nil else { throw Unmet(diagnostic: diagnostic) }
    output.complain(diagnostic)
    unmet += 1
  }

  /// Why a condition does not hold; nil where it does.
  private mutating func unmetReason(_ condition: Expression) throws -> String? {
    try truth(of: condition) == false ? try reason(for: condition) : nil
  }

  /// The same in an exam: a condition that fails is not met, and changes nothing.
  private mutating func judged(_ condition: Expression) throws -> String? {
    var attempt = self
    do {
      let reason = try attempt.unmetReason(condition)
      self = attempt
      return reason
    } catch let error as Diagnostic {
      let wayOut = error.suggestion.map { "did you mean \"\($0)\"?" } ?? error.hint
      return [error.message, wayOut].compactMap { $0 }.joined(separator: "; ")
    }
  }

  private func verdict(on condition: Expression, _ arguments: Arguments, _ reason: String?) -> Verdict {
    Verdict(
      name: arguments[Expectation.name] ?? source[condition.span], file: source.name,
      line: source.position(of: condition.span.start).line, points: arguments[Expectation.points],
      reason: reason, hint: arguments[Expectation.hint])
  }

  /// Why a condition is false, in words and values.
  private mutating func reason(for condition: Expression) throws -> String {
    switch condition.kind {
    case .compare(let left, let comparison, let right):
      var facts: [String] = []
      for side in [left, right] where !side.isLiteral {
        facts.append("\(source[side.span]) is \(try value(of: side).value ?? .nothing)")
      }
      let wanted = "\(source[left.span]) \(comparison.rawValue) \(source[right.span])"
      return "expected \(wanted)" + (tolerance > 0 ? " within \(tolerance.plainText)" : "")
        + (facts.isEmpty ? "" : ", and " + facts.joined(separator: ", "))
    case .and(let parts):
      for part in parts where try truth(of: part) == false { return try reason(for: part) }
      return "expected \(source[condition.span])"
    case .or(let parts): return try parts.map { try reason(for: $0) }.joined(separator: "; and ")
    case .not, .negate, .arithmetic, .datum: return "expected \(source[condition.span])"
    }
  }
}

extension Expression {
  fileprivate var isLiteral: Bool {
    guard case .datum(let datum) = kind else { return false }
    if case .reference = datum.kind { return false }
    return true
  }
}
