import Tensors

extension NamedScore {
  static let insertion = NamedScore(
    name: "insertion",
    summary: "the area under the probability while what matters most is put into the baseline first",
    keys: ["baseline", "chance", "groups", "output", "seed", "steps"], better: .higher, make: Insertion.init)
}

/// The area under the class's probability over the share of the sample that has been put into the baseline,
/// in the order of the explanation. Petsiuk, Das and Saenko 2018.
///
/// Their baseline is the blurred picture (a deviation of 5 pixels), against which single pixels make no
/// edges; where values are no picture it is zeros.
struct Insertion: Score {
  let settings: ScoreSettings

  func judge(_ explained: Explained) throws -> Judgement {
    let isPicture = explained.question.shape.rank == 3
    return try RemovalCurves(
      settings, baseline: isPicture ? .blur(5) : .zeros, measure: .probability, inserts: true
    ).judge(explained, RemovalCurves.area)
  }
}
