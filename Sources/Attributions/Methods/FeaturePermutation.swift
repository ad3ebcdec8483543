import Tensors

extension NamedMethod {
  static let featurePermutation = NamedMethod(
    name: "feature-permutation",
    summary: "what the logit loses on average when samples get a group of values from one another",
    keys: ["groups", "n", "seed"]
  ) { FeaturePermutation(grouping: $0.grouping, count: $0.count ?? 10, seed: $0.seed) }
}

/// φ_g = f(x) - f(x with group g as in another of the samples), the mean over random orders of the samples.
/// Breiman 2001; Fisher et al. 2019.
///
/// An order moves every sample (the reference, captum 0.9, only sees to it that not all stay where they are).
struct FeaturePermutation: GroupMethod {
  let grouping: Grouping
  let count: Int
  let seed: UInt64

  func attribute(_ question: Question) throws -> Explanation {
    // The samples are each other's baselines: all have to have the same groups.
    guard !grouping.followsSample else {
      throw AttributionError.groups("superpixels differ from sample to sample")
    }
    return try attribute(question, groups: grouping.groups(for: question))
  }

  func attribute(_ question: Question, groups: FeatureGroups) throws -> Explanation {
    guard question.count > 1 else { throw AttributionError.singleSample }
    let outputs = try question.outputs().values.map(Double.init)
    var random = Random(seed: seed)
    var moments = Moments(samples: question.count, groups: groups.count)
    for draw in 0..<count {
      // The order after the first is a cycle, in which no sample stays.
      let cycle = random.shuffled(0..<question.count)
      var sources = [Int](repeating: 0, count: question.count)
      for (place, sample) in cycle.enumerated() { sources[sample] = cycle[(place + 1) % cycle.count] }
      let references = References(question.values.rows(sources), isPerSample: true)
      let game = try MaskedOutputs(question, groups, references)
      let share = 1 / Double(count)
      let changed = try game.outputs(groups.count, shares: (Double(draw) * share, share)) { $0 != $1 }
      moments.add(zip(outputs, changed).map { output, rest in rest.map { output - $0 } })
    }
    return Explanation(
      groups, moments.means, errors: moments.errors,
      facts: ["\(count) random orders of the samples, seed \(seed)"])
  }
}
