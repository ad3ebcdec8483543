import Execution
import Tensors

/// How values at a place are put into groups.
public enum Grouping: Hashable, Sendable {
  /// Each value on its own.
  case elements
  /// The entries of the first axis: tokens, channels.
  case rows
  /// Patches of so many by so many positions.
  case grid(Int)
  /// About so many superpixels, of each sample its own.
  case superpixels(Int)
  /// Lists of flattened values; what is in none is never taken away.
  case lists([[Int]])
  /// Groups that are known, such as the columns of a table.
  case groups(FeatureGroups)

  /// Whether each sample has groups of its own.
  public var followsSample: Bool {
    if case .superpixels = self { true } else { false }
  }

  /// The groups of a question's values, those of its first sample where each has its own.
  ///
  /// - Throws: ``AttributionError/groups(_:)``
  public func groups(for question: Question) throws -> FeatureGroups {
    let shape = question.shape
    switch self {
    case .elements: return FeatureGroups(elementsOf: shape)
    case .rows: return FeatureGroups(rowsOf: shape)
    case .grid(let size): return try FeatureGroups(grid: size, of: shape)
    case .superpixels(let count):
      return try FeatureGroups(segments: Superpixels(count: count).segments(question.values[0]), of: shape)
    case .lists(let members): return try FeatureGroups(members, of: shape)
    case .groups(let groups): return groups
    }
  }
}

/// A method that explains groups of values as one.
protocol GroupMethod: AttributionMethod {
  var grouping: Grouping { get }

  func attribute(_ question: Question, groups: FeatureGroups) throws -> Explanation
}

extension GroupMethod {
  package func attribute(_ question: Question) throws -> Explanation {
    guard grouping.followsSample else {
      return try attribute(question, groups: grouping.groups(for: question))
    }
    let share = 1 / Double(question.count)
    return try .joined(
      (0..<question.count).map { row in
        var single = try question.rows([row])
        single.monitor = question.monitor.part(from: Double(row) * share, share: share)
        return try attribute(single, groups: grouping.groups(for: single))
      })
  }
}

extension Explanation {
  /// Of each group a number, for each sample, that all its values get.
  ///
  /// - Parameter numbers: [samples][groups], and so are the errors.
  init(
    _ groups: FeatureGroups, _ numbers: [[Double]], completeness: Completeness? = nil,
    errors: [[Double]]? = nil,
    facts: [String] = []
  ) {
    func tensor(_ numbers: [[Double]]) -> Tensor {
      Tensor([numbers.count, groups.count], numbers.joined().map { Float($0) })
    }
    self.init(
      groups.spread(tensor(numbers)), completeness: completeness,
      errors: errors.map { groups.spread(tensor($0)) },
      facts: groups.areElements ? facts : [groups.count.of("group")] + facts)
    if groups.areElements { return }
    byGroup = ByGroup(names: groups.names, values: tensor(numbers))
    let sizes = groups.members.map { Double($0.count) }
    shares = groups.spread(tensor(numbers.map { zip($0, sizes).map(/) }))
  }

  /// Explanations of one sample each.
  static func joined(_ parts: [Explanation]) -> Explanation {
    func numbers(_ part: (Completeness) -> [Double]) -> [Double] {
      parts.flatMap { $0.completeness.map(part) ?? [] }
    }
    let errors = parts.compactMap(\.errors)
    var facts: [String] = []
    for fact in parts.flatMap(\.facts) where !facts.contains(fact) { facts.append(fact) }
    var joined = Explanation(
      .joined(parts.map(\.values)),
      completeness: parts.allSatisfy { $0.completeness != nil }
        ? Completeness(base: numbers(\.base), outputs: numbers(\.outputs), sums: numbers(\.sums)) : nil,
      errors: errors.count == parts.count ? .joined(errors) : nil, facts: facts)
    let shares = parts.compactMap(\.shares)
    if shares.count == parts.count { joined.shares = .joined(shares) }
    // Where samples have different numbers of groups there is no table of them.
    let groups = parts.compactMap(\.byGroup)
    if groups.count == parts.count, Set(groups.map(\.names)).count == 1 {
      joined.byGroup = ByGroup(names: groups[0].names, values: .joined(groups.map(\.values)))
    }
    return joined
  }
}
