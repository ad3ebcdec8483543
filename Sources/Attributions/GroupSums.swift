import Tensors

/// What another method says of single values, added up over groups: one-hot columns, patches, words.
///
/// φ_G = Σ_{i in G} φ_i; values in no group are left out, and missing from the sum.
struct GroupSums: AttributionMethod {
  let method: any AttributionMethod
  let grouping: Grouping

  /// A sum of rates is none.
  var meaning: Meaning { method.meaning == .contributions ? .contributions : .neither }

  func attribute(_ question: Question) throws -> Explanation {
    try sums(of: method.attribute(question), question)
  }

  func attribute(_ questions: [Question]) throws -> [Explanation] {
    try zip(method.attribute(questions), questions).map { try sums(of: $0, $1) }
  }

  private func sums(of explanation: Explanation, _ question: Question) throws -> Explanation {
    guard explanation.values.count == question.count * question.shape.count else {
      throw AttributionError.groups("the values explained are not those that are grouped")
    }
    guard grouping.followsSample else {
      return sums(of: explanation, grouping: try grouping.groups(for: question), rows: 0..<question.count)
    }
    return try .joined(
      (0..<question.count).map { row in
        sums(of: explanation, grouping: try grouping.groups(for: question.rows([row])), rows: row..<row + 1)
      })
  }

  private func sums(of explanation: Explanation, grouping groups: FeatureGroups, rows: Range<Int>)
    -> Explanation
  {
    if groups.areElements { return explanation }
    let numbers = rows.map { groups.sum(explanation.values[$0].values.map(Double.init)) }
    let completeness = explanation.completeness.map { whole in
      Completeness(
        base: Array(whole.base[rows]), outputs: Array(whole.outputs[rows]),
        sums: numbers.map { $0.reduce(0, +) })
    }
    return Explanation(groups, numbers, completeness: completeness, facts: explanation.facts)
  }
}

extension NamedMethod {
  /// The method, whose values are added up over groups where that means something and the settings have any.
  public func method(_ settings: MethodSettings) -> any AttributionMethod {
    let method = make(settings)
    return addsUp && settings.grouping != .elements
      ? GroupSums(method: method, grouping: settings.grouping) : method
  }
}
