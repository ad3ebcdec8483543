package import Figures

/// One way to draw an explanation of features: what it is called, which keys it takes, how it is made.
package struct PlotKind: Sendable {
  package let name: String
  let summary: String
  let keys: [any Parameter]
  package let make: @Sendable (PlotSubject, Arguments) throws -> (figure: any Figure, table: Table)

  /// Every kind, in alphabetical order: a new one is a file in `Plots` and a line here.
  package static let all: [PlotKind] = [
    .bars,
    .dependence,
    .matrix,
    .network,
    .pairs,
    .summary,
    .text,
    .waterfall,
  ]
}

/// Keys that several kinds of plots share.
enum PlotKeys {
  static let by = Key(
    "by", optional: .text, "the other feature, by name or index", otherwise: "the one that interacts most")
  static let colors = Key(
    "colors", optional: .colorMap,
    "a colour map: \(ColorMap.names.joined(separator: ", ")), or 00f,80:fff,f00",
    otherwise: "low-to-high for values, bwr for contributions")
  static let diagonal = Key(
    "diagonal", .flag, "whether the matrix shows main effects on its diagonal, too", initial: false)
  static let feature = Key(
    "feature", optional: .text, "a feature, by name or index", otherwise: "the strongest")
  static let jitter = Key(
    "jitter", optional: .whole(from: 0),
    "a seed: dots of whole numbers move sideways, so that they hide each other less",
    otherwise: "none")
  static let pairs = Key(
    "pairs", .flag, "whether main effects and pairs are steps of their own", initial: false)
  static let sample = Key(
    "sample", optional: .whole(from: 0), "one of the samples that are explained",
    otherwise: "all, or the first")
  static let signed = Key(
    "signed", .flag, "whether means over samples are of signed numbers, not of magnitudes", initial: false)
  static let top = Key(
    "top", optional: .whole(from: 1, to: 10_000), "how many features or pairs are shown",
    otherwise: "10 pairs or steps, 15 edges, 20 features")
  static let word = Key(
    "word", optional: .whole(from: 0), "the word whose interactions are shown, by index", otherwise: "none")

  static let all: [any Parameter] = [
    by, colors, diagonal, feature, jitter, pairs, sample, signed, top, word,
  ]
}

extension Kind where Content == ColorMap {
  fileprivate static let colorMap = Kind("a colour map", words: { _ in ColorMap.names }) {
    (value, scope) throws(Mistake) in
    let text = try Kind<String>.text.read(value, scope)
    do { return try ColorMap(text) } catch { throw .failed("\(error)") }
  }
}
