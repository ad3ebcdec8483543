import Attributions
import Data
import Figures
import Tensors

/// What `interact` gives: how much pairs of features mattered together.
struct PairInteractions: FeatureExplanation {
  static let kind = "interaction"
  static let fields: [Field<PairInteractions>] = [
    Field("interactions", "[samples, features, features]; with feature=, rows of those alone") {
      .tensor($0.values)
    },
    Field("attributions", "of each feature alone and by its interactions: [samples, features]") {
      $0.interactions.attributions.map { .tensor($0) } ?? .nothing
    },
    Field("sum", "the sum of all entries, for each sample") { .numbers($0.values.rowSums) },
    Field("base", "the output at the baseline, for each sample") {
      .numbers($0.interactions.completeness?.base)
    },
    Field("output", "the output at the sample, for each") { .numbers($0.interactions.completeness?.outputs) },
    Field("residual", "how far the sum of all entries is from output - base") {
      .numbers($0.interactions.completeness?.residuals)
    },
    Field("row_residual", "how far at most the sum of a row is from the attribution of its feature") {
      .numbers($0.rowResiduals)
    },
    Field("error", "the standard error of each entry, where it was estimated") {
      $0.interactions.errors.map { .tensor($0) } ?? .nothing
    },
  ]

  private let interactions: Interactions
  let method: String
  private let target: String?
  private let names: [String]
  /// The features of the rows.
  private let wanted: [Int]
  let samples: Tensor
  let indices: [Int]
  private let data: Dataset
  private let isText: Bool

  init(
    _ interactions: Interactions, method: String, target: String?, groups: FeatureGroups, wanted: [Int]?,
    samples: Tensor, indices: [Int], data: Dataset, isText: Bool
  ) {
    (self.interactions, self.method, self.target) = (interactions, method, target)
    names = groups.names
    self.wanted = wanted ?? Array(0..<groups.count)
    (self.samples, self.indices, self.data, self.isText) = (samples, indices, data, isText)
  }

  var values: Tensor { interactions.values }
  private var isWhole: Bool { wanted.count == names.count }

  /// What is explained, as a reader would say it.
  var explained: String { target ?? "a layer" }
  var title: String { "\(method) for \(explained)" }

  /// What each pair does together, for each sample: the sums of the two entries.
  var pairs: [[Double]] {
    let count = names.count
    return indices.indices.map { row in
      let matrix = values[row].values
      return (0..<count).flatMap { first in
        (first + 1..<max(first + 1, count)).map { second in
          Double(matrix[first * count + second]) + Double(matrix[second * count + first])
        }
      }
    }
  }

  /// Of one sample its matrix, of several the mean.
  var meanMatrix: Tensor {
    get throws {
      indices.count == 1 ? values[0] : try contributions.meanInteractions(signed: true) ?? values[0]
    }
  }

  private var rowResiduals: [Double]? {
    guard interactions.splitsPairs else { return nil }
    return interactions.attributions.map { attributions in
      let sums = values.reshaped([values.shape[0] * wanted.count, names.count]).rowSums
      return indices.indices.map { row in
        wanted.enumerated().map { position, feature in
          abs(sums[row * wanted.count + position] - Double(attributions.values[row * names.count + feature]))
        }.max() ?? 0
      }
    }
  }

  var contributions: Contributions {
    get throws {
      guard isWhole else { throw Mistake.partOfInteractions }
      let hasValues = !isText && samples.rank == 2 && samples.shape[1] == names.count
      return try Contributions(
        attributions: attributions, interactions: splitValues, features: labels,
        values: hasValues ? try data.inOwnUnits(samples, of: indices) : nil,
        samples: indices, baseValues: interactions.completeness?.base,
        outputs: interactions.completeness?.outputs, isText: isText, special: special)
    }
  }

  /// The words or tokens that are none of the text's.
  private var special: Set<Int> {
    guard isText, let text = indices.first.flatMap({ data.texts?[$0] }) else { return [] }
    let words = text.words
    let flags =
      words.count == names.count
      ? words.map(\.isSpecial) : text.tokens.filter { !$0.isPadding }.map(\.isSpecial)
    return flags.count == names.count ? Set(flags.indices.filter { flags[$0] }) : []
  }

  /// With each pair split into its two entries.
  private var splitValues: Tensor {
    if interactions.splitsPairs { return values }
    let count = names.count
    return Tensor(
      values.shape,
      values.values.enumerated().map { index, value in
        index / count % count == index % count ? value : value / 2
      })
  }

  /// A method that gives pairs alone says of each feature what its row sums to.
  private var attributions: Tensor {
    interactions.attributions
      ?? Tensor(
        [indices.count, names.count],
        values.reshaped([values.shape[0] * wanted.count, names.count]).rowSums.map { Float($0) })
  }

  private var labels: [String] { names.map { Int($0) == nil ? $0 : "feature \($0)" } }

  // MARK: Words

  var summary: String {
    let head = ["\(title): \(values.summary)"] + interactions.facts
    let lines = indices.indices.prefix(8).map { row in
      let parts = [exactness(row), strongest(row)].filter { !$0.isEmpty }
      return "sample \(indices[row]): " + parts.joined(separator: "; ")
    }
    return
      ([head.joined(separator: "; ")] + surrogate + errors + lines
      + (indices.count > 8 ? ["... \(indices.count) samples in all"] : [])).joined(separator: "\n")
  }

  private func exactness(_ row: Int) -> String {
    let rows =
      rowResiduals.map { ", rows miss the attributions by at most \($0[row].text(significant: 2))" } ?? ""
    guard let completeness = interactions.completeness else { return String(rows.dropFirst(2)) }
    return "sums to \(completeness.sums[row].text(significant: 4)) of "
      + "\(completeness.differences[row].text(significant: 4)) = f(x) - f(baseline), residual "
      + completeness.residuals[row].text(significant: 2) + rows
  }

  /// "strongest: a x b 0.3, ..."
  func strongest(_ row: Int) -> String {
    var pairs: [(first: Int, second: Int, value: Double)] = []
    for (position, first) in wanted.enumerated() {
      for second in names.indices where second != first && (!isWhole || second > first) {
        let place = (row * wanted.count + position) * names.count + second
        pairs.append((first, second, Double(values.values[place])))
      }
    }
    let strongest = pairs.sorted {
      (abs($0.value), $1.first, $1.second) > (abs($1.value), $0.first, $0.second)
    }
    let texts = strongest.prefix(3).filter { $0.value != 0 }.map { pair in
      "\(names[pair.first]) x \(names[pair.second]) "
        + "\(((interactions.splitsPairs ? 2 : 1) * pair.value).text(significant: 3))"
    }
    return texts.isEmpty ? "no pair interacts" : "strongest: " + texts.joined(separator: ", ")
  }

  private var surrogate: [String] {
    guard let surrogate = interactions.surrogate else { return [] }
    let own = surrogate.completeness.residuals.map(abs).max() ?? 0
    let original = interactions.completeness?.residuals.map(abs).max() ?? 0
    return [
      "explained is the network with softplus of sharpness \(surrogate.sharpness.text(significant: 4)) in "
        + "place of each ReLU; residual against it at most \(own.text(significant: 2)), against the network itself "
        + original.text(significant: 2)
    ]
  }

  private var errors: [String] {
    interactions.errors.map { ["standard errors up to \(Double($0.values.max() ?? 0).text(significant: 2))"] }
      ?? []
  }

  // MARK: Forms

  var figure: (any Figure)? {
    get throws {
      try figure(
        title: indices.count == 1
          ? "\(title), sample \(indices[0])" : "\(title): mean over \(indices.count) samples")
    }
  }

  /// A matrix of all pairs; nil where they are too many, or not all there.
  func figure(title: String) throws -> (any Figure)? {
    guard isWhole, names.count <= 64 else { return nil }
    let contributions = try contributions
    let matrix = try meanMatrix
    let shown = contributions.shown
    return try InteractionMatrix(
      Tensor(
        [shown.count, shown.count],
        shown.flatMap { first in shown.map { matrix.values[first * names.count + $0] } }),
      features: shown.map { labels[$0] }, title: title)
  }

  var tensor: Tensor? { values }

  var archive: [(key: String, tensor: Tensor)]? {
    [(key: "interactions", tensor: values)]
      + (interactions.attributions.map { [(key: "attributions", tensor: $0)] } ?? [])
      + (interactions.errors.map { [(key: "error", tensor: $0)] } ?? [])
  }

  /// A row for each pair of each sample.
  var table: Table? {
    get throws {
      let rows = indices.indices.flatMap { row in
        wanted.enumerated().flatMap { position, first in
          names.indices.filter { !isWhole || $0 >= first }.map { second -> [Table.Cell] in
            let value = values.values[(row * wanted.count + position) * names.count + second]
            return [.integer(indices[row]), .text(names[first]), .text(names[second]), .number(value)]
          }
        }
      }
      return try Table(columns: ["sample", "feature", "other feature", "interaction"], rows: rows)
    }
  }
}
