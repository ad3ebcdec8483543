import Data

extension Verb {
  private static let which = Key(
    "which", .samples, "samples by index: 3, 0..9, [1,5], or all", initial: nil, shown: "needed without text="
  )
  private static let text = Key(
    "text", optional: Kind<String>.text.list, "a text, or several, that become the data and are chosen")
  private static let pair = Key(
    "pair", optional: Kind<String>.text.list,
    "the second text that goes with each text, for networks that read two")

  static let sample = Verb(
    "sample", "Chooses the samples that explaining verbs speak of, or makes them from texts", nouns: [which],
    keys: [pair, text, Keys.tokens], subject: which, consults: [.model, .data, .tokenizer],
    writes: [.model, .data, .samples, .concepts, .explanation], gives: SampleSet.self,
    example: "sample 0..9",
    foresee: { arguments, scope in
      guard arguments.isGiven(text) else {
        try refuseTextKeys(arguments)
        if !arguments.isGiven(which) { throw missing }
        if case .absent = scope.data { throw Mistake.noData }
        return
      }
      if arguments.isGiven(which) { throw ArgumentError(text, .notTogether("which samples", "text=")) }
      scope.data = .unknown
    },
    run: { arguments, run in
      guard let texts = arguments[text] else {
        try refuseTextKeys(arguments)
        if !arguments.isGiven(which) { throw missing }
        let data = try run.currentData()
        run.session.chosen = arguments[which] ?? Array(0..<data.count)
        return .result(SampleSet(data, arguments[which]))
      }
      if arguments.isGiven(which) { throw ArgumentError(text, .notTogether("which samples", "text=")) }
      let tokenizer = try run.currentTokenizer()
      let data = try run.blaming(text) {
        try Dataset(
          texts: texts, pairs: arguments[pair], tokenizer: tokenizer, limit: arguments[Keys.tokens],
          check: { try run.checkCancellation() })
      }
      run.session.data = data
      run.session.chosen = Array(0..<data.count)
      try run.session.fitLength()
      run.session.forgetFindings()
      return .result(SampleSet(try run.currentData(), nil))
    })

  private static let missing = Mistake.missing(
    "which samples", verb: "sample", what: which.kindName)

  private static func refuseTextKeys(_ arguments: Arguments) throws {
    for key in ["pair", "tokens"] where arguments.isGiven(named: key) {
      throw ArgumentError(name: key, .failed("\(key)= goes with text=: give a text, too"))
    }
  }
}
