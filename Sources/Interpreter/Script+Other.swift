public import Language

extension Script {
  /// The complaints about the source; a single one where next to nothing of it is a script, but it is a file of another
  /// kind.
  ///
  /// - Parameter found: all that is wrong with it.
  public func summed(_ found: [Diagnostic]) -> [Diagnostic] {
    let right = statements.count { $0.isOfTheLanguage }
    // Of a hundred mistakes in form no more are known.
    guard let first = found.first, diagnostics.count >= 100 || found.count >= 10 && found.count > 3 * right
    else { return found }
    let line = source.position(of: first.span.start).line
    let count = found.count >= 100 ? "more than 100" : "\(found.count)"
    return [
      Diagnostic(
        "'\(source.name)' is no script of xpl: \(count) mistakes, the first on line \(line) (\(first.message))",
        at: first.span)
    ]
  }
}

extension Statement {
  /// Whether it is what prose and other languages are not: a statement of another kind than a verb with words, or with a
  /// verb that exists.
  fileprivate var isOfTheLanguage: Bool {
    guard case .pipeline(let pipeline) = kind else { return true }
    return pipeline.commands.allSatisfy { Verb.named($0.verb.text) != nil }
  }
}
