import Figures

extension Verb {
  private static let explanation = Key(
    "explanation", optional: .featureExplanation, "attributions or interactions of features",
    otherwise: "the last result", isLeading: true)
  private static let kind = Key(
    "kind", .choice("kind of plot", of: PlotKind.all.map(\.name)),
    PlotKind.all.map { "\($0.name): \($0.summary)" }.joined(separator: "; "))

  static let plot = Verb(
    "plot", "Draws attributions and interactions of features or words", nouns: [explanation, kind],
    keys: PlotKeys.all, subject: explanation, readsLast: true, gives: Plotted.self,
    example: "load tabular; attribute input-x-gradient sample=all | plot summary top=10",
    foresee: { arguments, _ in try checkKeys(arguments) },
    run: { arguments, run in
      try checkKeys(arguments)
      guard let kind = PlotKind.all.first(where: { $0.name == arguments[kind] }) else { return .nothing }
      let explanation = try arguments[explanation] ?? run.lastExplanation()
      let parts = try PlotSubject.parts(of: explanation, arguments)
      if parts.count == 1 {
        let (figure, table) = try kind.make(parts[0], arguments)
        return .result(Plotted(drawn: figure, numbers: table, explanation: explanation))
      }
      let drawn = try parts.map { try kind.make($0, arguments) }
      let figure = try PlotSubject.figure(ofTexts: drawn.map(\.figure))
      let table = try Table(
        columns: ["sample"] + drawn[0].table.columns,
        rows: zip(parts, drawn).flatMap { part, drawn in
          drawn.table.rows.map { [.integer(part.contributions.samples[0])] + $0 }
        })
      return .result(Plotted(drawn: figure, numbers: table, explanation: explanation))
    })

  private static func checkKeys(_ arguments: Arguments) throws {
    guard !arguments.isPending(kind), let kind = PlotKind.all.first(where: { $0.name == arguments[kind] })
    else { return }
    let used = kind.keys.map(\.name)
    try arguments.refuse(PlotKeys.all.filter { !used.contains($0.name) }, by: "plot \(kind.name)", keys: used)
  }
}

extension Run {
  func lastExplanation() throws -> any FeatureExplanation {
    guard let last = session.last else { throw Mistake.noResultYet }
    return try Kind.featureExplanation.read(last, session.scope)
  }
}

extension Kind where Content == any FeatureExplanation {
  /// What a plot is made of, or a score of, may be plotted or judged again.
  static let featureExplanation = Kind("attributions or interactions of features") {
    (value, _) throws(Mistake) in
    switch value {
    case .result(let explanation as any FeatureExplanation): return explanation
    case .result(let plot as Plotted): return plot.explanation
    case .result(let score as Scored): return score.attribution
    default: throw .wrongKind(expected: "attributions or interactions of features", found: value.kind)
    }
  }
}
