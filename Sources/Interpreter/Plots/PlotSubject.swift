import Figures
import Tensors

/// What is plotted, with what arguments mean for it: samples and features by their names.
package struct PlotSubject {
  let contributions: Contributions
  let title: String

  package init(_ explanation: any FeatureExplanation) throws {
    self.init(try explanation.contributions, title: explanation.title)
  }

  private init(_ contributions: Contributions, title: String) {
    (self.contributions, self.title) = (contributions, title)
  }

  /// More texts than these make no figure that can be read.
  static let mostTexts = 20

  /// The figures of several texts, one below the other.
  static func figure(ofTexts figures: [any Figure]) throws(FigureError) -> SideBySide {
    let rest = figures.count - mostTexts
    return try SideBySide(
      Array(figures.prefix(mostTexts)), columns: 1,
      title: rest > 0 ? "the first \(mostTexts) of \(figures.count) texts" : "")
  }

  /// What is drawn one below the other: of several texts each that is asked for, of all else everything at once.
  static func parts(of explanation: any FeatureExplanation, _ arguments: Arguments) throws -> [PlotSubject] {
    let texts = try explanation.contributionsOfTexts
    if texts.isEmpty { return [try PlotSubject(explanation)] }
    guard let sample = arguments[PlotKeys.sample] else {
      return texts.map { PlotSubject($0, title: explanation.title) }
    }
    guard let text = texts.first(where: { $0.samples == [sample] }) else {
      throw ArgumentError(PlotKeys.sample, .notExplained(sample, samples: texts.flatMap(\.samples)))
    }
    return [PlotSubject(text, title: explanation.title)]
  }

  /// The place of a feature that is named, or given by its index.
  func feature(_ key: Key<String?>, _ arguments: Arguments) throws -> Int? {
    guard let name = arguments[key] else { return nil }
    if let place = contributions.features.firstIndex(of: name) { return place }
    if let index = Int(name), contributions.features.indices.contains(index) { return index }
    throw ArgumentError(
      key,
      .noFeature(name, data: "the explanation", names: contributions.features, count: contributions.width))
  }

  /// The row of the sample that is asked for; nil where none is.
  func row(_ arguments: Arguments) throws -> Int? {
    guard let sample = arguments[PlotKeys.sample] else { return contributions.count == 1 ? 0 : nil }
    guard let row = contributions.samples.firstIndex(of: sample) else {
      throw ArgumentError(PlotKeys.sample, .notExplained(sample, samples: contributions.samples))
    }
    return row
  }

  /// The interactions of one sample, or their means over all: magnitudes, or signed where that is asked for.
  func matrix(_ arguments: Arguments) throws -> (values: Tensor, title: String) {
    guard let interactions = contributions.interactions else { throw Mistake.noInteractions }
    if let row = try row(arguments) { return (interactions[row], title(of: row)) }
    let isSigned = arguments[PlotKeys.signed]
    let values = contributions.meanInteractions(signed: isSigned) ?? interactions[0]
    return (values, "\(title): \(isSigned ? "mean" : "mean magnitude") over \(contributions.count) samples")
  }

  func title(of row: Int) -> String { "\(title), sample \(contributions.samples[row])" }

  /// "age = 63", or where values are not known "age"; words with their index.
  func label(_ feature: Int, row: Int) -> String {
    let name = contributions.features[feature]
    if contributions.isText { return "\(name) (\(feature))" }
    guard let values = contributions.values else { return name }
    return
      "\(name) = \(Double(shortest: values.values[row * contributions.width + feature]).text(significant: 4))"
  }

  func attribution(_ feature: Int, row: Int) -> Float {
    contributions.attributions.values[row * contributions.width + feature]
  }

  /// A row for each pair of features, for the plots of interactions.
  func table(ofPairs pairs: [(first: Int, second: Int, value: Double)]) throws -> Table {
    try Table(
      columns: ["feature", "other feature", "interaction"],
      rows: pairs.map { pair in
        [
          .text(contributions.features[pair.first]), .text(contributions.features[pair.second]),
          .number(pair.value),
        ]
      })
  }
}
