import Data

extension Verb {
  private static let which = Key("which", .samples, "samples by index: 3, 0..9, [1,5], or all")

  static let sample = Verb(
    "sample", "Chooses the samples that explaining verbs speak of", nouns: [which], subject: which,
    reads: [.data], writes: [.samples], gives: SampleSet.self, example: "sample 0..9"
  ) { arguments, run in
    let data = try run.currentData()
    run.session.chosen = arguments[which] ?? Array(0..<data.count)
    return .result(SampleSet(data, arguments[which]))
  }
}
