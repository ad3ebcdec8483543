extension NamedScore {
  static let deletion = NamedScore(
    name: "deletion",
    summary: "the area under the probability while what matters most is removed first",
    keys: ["baseline", "chance", "groups", "output", "seed", "steps"], better: .lower
  ) { Deletion(curves: RemovalCurves($0, baseline: .zeros, measure: .probability, inserts: false)) }
}

/// The area under the class's probability over the share of the sample that is replaced by the baseline, in
/// the order of the explanation. Petsiuk, Das and Saenko 2018.
struct Deletion: Score {
  let curves: RemovalCurves

  func judge(_ explained: Explained) throws -> Judgement {
    try curves.judge(explained, RemovalCurves.area)
  }
}
