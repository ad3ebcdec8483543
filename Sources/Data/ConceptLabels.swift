/// What is known of samples beside their class: for each of some concepts the value that a sample has.
public struct ConceptLabels: Hashable, Sendable {
  /// Stands where the value of a concept is not known.
  public static let missing = -1
  /// More values than any concept has that can be counted; what has more is a measurement.
  static let mostValues = 1000

  /// What the concepts are called.
  public let names: [String]
  /// What the values of each concept are called, in their order.
  public let values: [[String]]
  /// The index of each value among those of its concept, or `missing`: [N, concepts], row by row.
  public let labels: [Int]

  /// How many samples these are of.
  public var count: Int { names.isEmpty ? 0 : labels.count / names.count }

  /// - Throws: `DataError.badLabels` where names, values and labels don't fit each other.
  public init(names: [String], values: [[String]], labels: [Int], source: String) throws(DataError) {
    guard !names.isEmpty else {
      throw .badLabels(source: source, reason: "there is no concept: name at least one")
    }
    var seen: Set<String> = []
    if let twice = names.first(where: { !seen.insert($0).inserted }) {
      throw .badLabels(source: source, reason: "two concepts are called '\(twice)': rename one")
    }
    guard names.count == values.count else {
      throw .badLabels(
        source: source, reason: "there are names for \(names.count) concepts and values for \(values.count)")
    }
    guard labels.count.isMultiple(of: names.count) else {
      throw .badLabels(
        source: source,
        reason:
          "\(labels.count) labels are no rows of \(names.count) concepts each; give one label for each concept"
      )
    }
    if let index = labels.indices.first(where: {
      labels[$0] != Self.missing && !values[$0 % names.count].indices.contains(labels[$0])
    }) {
      let (sample, concept) = index.quotientAndRemainder(dividingBy: names.count)
      throw .badLabels(
        source: source,
        reason:
          "sample \(sample) has label \(labels[index]) of concept '\(names[concept])'; labels are whole numbers "
          + "from 0 to \(values[concept].count - 1) here, and \(Self.missing) where none is known")
    }
    (self.names, self.values, self.labels) = (names, values, labels)
  }

  private init(_ other: ConceptLabels, labels: [Int]) {
    (names, values, self.labels) = (other.names, other.values, labels)
  }

  /// Whether all concepts of a sample are known.
  public func isComplete(_ sample: Int) -> Bool {
    !labels[sample * names.count..<(sample + 1) * names.count].contains(Self.missing)
  }

  /// The labels of samples `indices`, in that order.
  public func rows(_ indices: some Sequence<Int>) -> ConceptLabels {
    let width = names.count
    return ConceptLabels(self, labels: indices.flatMap { labels[$0 * width..<($0 + 1) * width] })
  }

  /// The label that each sample has of one concept: [N].
  public func column(_ concept: Int) -> [Int] {
    stride(from: concept, to: labels.count, by: names.count).map { labels[$0] }
  }

  /// What keeps a concept from being learned, for the user to know.
  var remarks: [String] {
    var single: [String] = []
    var gaps: [String] = []
    for (concept, name) in names.enumerated() {
      let column = column(concept)
      let known = Set(column).subtracting([Self.missing])
      if known.count < 2 { single.append(name) }
      let missing = column.count { $0 == Self.missing }
      if missing > 0 { gaps.append("\(name) \(missing)") }
    }
    var remarks: [String] = []
    if !single.isEmpty {
      remarks.append(
        "\(single.count == 1 ? "concept" : "concepts") \(listed(single)) \(single.count == 1 ? "has" : "have") a single "
          + "value in these samples, so that predicting it says nothing")
    }
    if !gaps.isEmpty {
      remarks.append("the value of a concept is not known of some of the \(count) samples (\(listed(gaps)))")
    }
    return remarks
  }
}
