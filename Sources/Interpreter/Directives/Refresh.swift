extension Directive {
  static let refresh = Directive(
    "refresh", "runs the stale cells again, in their order, and nothing else", check: checkEmpty("refresh")
  ) { _, interpreter in
    let stale = interpreter.stale
    if stale.isEmpty {
      interpreter.output.note("nothing is stale")
      return nil
    }
    if let status = interpreter.refresh() { return status }
    interpreter.output.note("refreshed: " + stale.map { "[\($0.cell)]" }.joined(separator: ", "))
    return nil
  }
}
