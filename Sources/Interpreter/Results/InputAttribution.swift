import Attributions
import Data
import Figures
import Models
import Tensors

/// What `attribute` gives: how much each element of the input, or of a layer's values, mattered.
struct InputAttribution: FeatureExplanation {
  static let kind = "attribution"
  static let fields: [Field<InputAttribution>] = [
    Field("attribution", "of the shape of the samples, or of the layer's values") { .tensor($0.values) },
    Field("heatmap", "summed over channels; groups have their number") { .tensor($0.heatmap) },
    Field("groups", "what each group of values got, where groups are explained") {
      ($0.byGroup?.values).map { .tensor($0) } ?? .nothing
    },
    Field("sum", "the sum over each row, in which a group counts once") { .numbers($0.sums) },
    Field("base", "the output at the baseline, for each row") { .numbers($0.completeness?.base) },
    Field("output", "the output at the sample, for each row") { .numbers($0.completeness?.outputs) },
    Field("residual", "how far the sum of each row is from output - base") {
      .numbers($0.completeness?.residuals)
    },
    Field("error", "the standard error of each value, where a part of the references was drawn") {
      $0.errors.map { .tensor($0) } ?? .nothing
    },
  ]

  /// [rows] + the shape of the place; rows are samples times targets, sample-major.
  let values: Tensor
  let errors: Tensor?
  let byGroup: ByGroup?
  /// What each value counts for in a sum, where groups are explained: its part of its group's number.
  private let shares: Tensor?
  /// What the command named to compare with.
  let baseline: BaselineChoice?
  let completeness: Completeness?
  /// What was asked for each target, and how it was answered.
  let explained: [Explained]
  let named: NamedMethod
  /// What the method explained as one, where it takes groups.
  let grouping: Grouping
  /// What is explained for each sample, as a reader would say it.
  let targets: [String]
  /// [samples] + the shape of the input.
  var samples: Tensor { explained[0].question.samples[0] }
  /// The sample of each row.
  let rows: [Int]
  let indices: [Int]
  let data: Dataset
  /// Where the values are, as a reader would say it; nil for the input.
  private let place: String?
  /// What else is to be known of how it was found.
  private let facts: [String]

  init(
    _ explained: [Explained], targets: [String], method: NamedMethod, grouping: Grouping, indices: [Int],
    data: Dataset, baseline: BaselineChoice?, facts: [String]
  ) {
    let explanations = explained.map(\.explanation)
    func interleaved(_ part: (Explanation) -> Tensor?) -> Tensor? {
      let parts = explanations.compactMap(part)
      guard parts.count == explanations.count else { return nil }
      return parts.count == 1
        ? parts[0] : .joined(indices.indices.flatMap { row in parts.map { $0.rows([row]) } })
    }
    values = interleaved(\.values) ?? Tensor([0], [])
    errors = interleaved(\.errors)
    shares = interleaved(\.shares)
    self.baseline = baseline
    byGroup = interleaved(\.byGroup?.values).map {
      ByGroup(names: explanations[0].byGroup?.names ?? [], values: $0)
    }
    let parts = explanations.compactMap(\.completeness)
    func numbers(_ part: (Completeness) -> [Double]) -> [Double] {
      indices.indices.flatMap { row in parts.map { part($0)[row] } }
    }
    completeness =
      parts.count == explanations.count
      ? Completeness(base: numbers(\.base), outputs: numbers(\.outputs), sums: numbers(\.sums)) : nil
    rows = indices.flatMap { Array(repeating: $0, count: targets.count) }
    self.targets = targets
    (self.explained, named, self.grouping) = (explained, method, grouping)
    (self.indices, self.data) = (indices, data)
    let (place, model) = (explained[0].question.place, explained[0].question.model)
    // What a command explains unless told otherwise needs no mention in titles.
    let isUsual = place == Places.usual(of: model)
    let name = place == .input(0) && model.inputs.count == 1 ? nil : model.name(of: place)
    self.place = isUsual ? nil : name
    self.facts = (isUsual ? name.map { ["at \($0)"] } ?? [] : []) + facts + (explanations.first?.facts ?? [])
  }

  var contributions: Contributions {
    get throws {
      if rows.count == 1, let words = try words(ofRow: 0) { return words }
      guard targets.count == 1, let features else { throw Mistake.notOfFeatures(values.shape) }
      let hasValues = features.values == values && samples.shape == values.shape
      return try Contributions(
        attributions: features.values, features: features.names,
        values: hasValues ? try data.inOwnUnits(samples, of: indices) : nil, samples: indices,
        baseValues: completeness?.base, outputs: completeness?.outputs)
    }
  }

  /// Features, or groups of them, and what each got in each row; nil for what is no list of features.
  private var features: (names: [String], values: Tensor)? {
    guard values.rank == 2 else { return nil }
    if let byGroup, byGroup.values.count < values.count { return (byGroup.names, byGroup.values) }
    let names = (samples.shape.extents.dropFirst() == values.shape.extents.dropFirst() ? data.features : nil)
    return (names ?? (0..<values.shape[1]).map { "feature \($0)" }, values)
  }

  var contributionsOfTexts: [Contributions] {
    get throws {
      guard rows.count > 1, targets.count == 1 else { return [] }
      return try rows.indices.compactMap { try words(ofRow: $0) }
    }
  }

  /// Of a text, what each word got: the sums over its tokens and their vectors.
  private func words(ofRow row: Int) throws -> Contributions? {
    guard let texts = data.texts, values.rank >= 2, values.shape[1] == data.shape[0] else { return nil }
    let words = texts[rows[row]].words
    let size = values.count / rows.count
    let width = size / values.shape[1]
    let parts = (shares ?? values).values[row * size..<(row + 1) * size]
    let sums = words.map { word in
      Float(
        word.tokens.reduce(0.0) { sum, token in
          let start = parts.startIndex + token * width
          return parts[start..<start + width].reduce(sum) { $0 + Double($1) }
        })
    }
    return try Contributions(
      attributions: Tensor([1, sums.count], sums), features: words.map(\.text), samples: [rows[row]],
      baseValues: (completeness?.base[row]).map { [$0] }, outputs: (completeness?.outputs[row]).map { [$0] },
      isText: true, special: Set(words.indices.filter { words[$0].isSpecial }))
  }

  var method: String { named.name }

  var title: String {
    method + (place.map { " at \($0)" } ?? "")
      + (targets.count == 1 ? " for \(targets[0])" : " for \(targets.count) classes")
  }

  private var sums: [Double] { (byGroup?.values ?? values).rowSums }

  var summary: String {
    let sums = self.sums
    let lines = rows.indices.prefix(8).map { row in
      let target = targets.count == 1 ? "" : ", \(targets[row % targets.count])"
      let exactness =
        completeness.map { completeness in
          " of \(completeness.differences[row].text(significant: 4)) = f(x) \(completeness.outputs[row].text(significant: 4))"
            + " - f(baseline) \(completeness.base[row].text(significant: 4)), residual "
            + completeness.residuals[row].text(significant: 2)
        } ?? ""
      return
        "sample \(rows[row])\(target): sums to \(sums[row].text(significant: 4))\(exactness)\(strongestWords(ofRow: row))"
    }
    let error = errors.map { errors in
      "standard errors up to \(Double(errors.values.max() ?? 0).text(significant: 2))"
    }
    return
      ([(["\(title): \(values.summary)"] + facts + [error].compactMap { $0 }).joined(separator: "; ")] + lines
      + (rows.count > 8 ? ["... \(rows.count) rows in all"] : [])).joined(separator: "\n")
  }

  /// "; strongest: guitar 0.218, playing 0.0887" of a text.
  private func strongestWords(ofRow row: Int) -> String {
    guard let words = try? words(ofRow: row) else { return "" }
    let strongest = words.order.filter { words.attributions.values[$0] != 0 }.prefix(3).map { word in
      "\(words.features[word]) \(Double(words.attributions.values[word]).text(significant: 3))"
    }
    return strongest.isEmpty ? "" : "; strongest: " + strongest.joined(separator: ", ")
  }

  /// Whether groups of values were explained, each by one number.
  var isGrouped: Bool { shares != nil }

  /// What each group got in a row: its number, or the sum of what its values got; nil for groups of another place.
  func sums(over groups: FeatureGroups, row: Int) -> [Double]? {
    let parts = shares ?? values
    let size = parts.count / max(1, rows.count)
    guard size == groups.shape.count else { return nil }
    return groups.sum(parts.values[row * size..<(row + 1) * size].map { Double($0) })
  }

  /// What all channels have from one group is not added up.
  var heatmap: Tensor {
    guard byGroup != nil, values.rank > 2 else { return values.summedOverChannels }
    return values.summedOverChannels.map { $0 / Float(values.shape[1]) }
  }

  var figure: (any Figure)? {
    get throws {
      if rows.count == 1, let words = try words(ofRow: 0) { return try TextHeatmap(words, title: title) }
      let texts = try contributionsOfTexts
      if !texts.isEmpty {
        return try PlotSubject.figure(
          ofTexts: texts.map { try TextHeatmap($0, title: "\(title), sample \($0.samples[0])") })
      }
      // Groups of a table's columns have bars of their own.
      let isTable = byGroup != nil && values.rank == 2
      return try HeatmapPictures(
        heatmaps: isTable ? byGroup?.values ?? heatmap : heatmap, title: title,
        captions: rows.indices.map { targets.count == 1 ? method : targets[$0 % targets.count] },
        samples: samples, indices: indices, columns: targets.count,
        features: isTable ? byGroup?.names : place == nil ? data.features : nil
      ).figure
    }
  }

  /// Of features a row for each sample and target, of texts one for each word; pictures make no table.
  var table: Table? {
    get throws {
      func row(_ row: Int) -> [Table.Cell] {
        [.integer(rows[row])] + (targets.count == 1 ? [] : [.text(targets[row % targets.count])])
      }
      let texts = try rows.indices.compactMap { try words(ofRow: $0) }
      if !texts.isEmpty {
        return try Table(
          columns: ["sample"] + (targets.count == 1 ? [] : ["target"]) + ["index", "word", "attribution"],
          rows: texts.enumerated().flatMap { index, text in
            text.features.enumerated().map { word, name in
              row(index) + [.integer(word), .text(name), .number(text.attributions.values[word])]
            }
          })
      }
      guard let features else { return nil }
      // A table may have a column of such a name itself.
      let own = ["sample"] + (targets.count == 1 ? [] : ["target"])
      return try Table(
        columns: own.map { features.names.contains($0) ? "explained \($0)" : $0 } + features.names,
        rows: rows.indices.map { index in row(index) + features.values[index].values.map { .number($0) } })
    }
  }

  var tensor: Tensor? { values }

  var archive: [(key: String, tensor: Tensor)]? {
    func vector(_ numbers: [Double]) -> Tensor { Tensor([numbers.count], numbers.map { Float($0) }) }
    return [(key: "attribution", tensor: values)]
      + (byGroup.map { [(key: "groups", tensor: $0.values)] } ?? [])
      + (errors.map { [(key: "error", tensor: $0)] } ?? [])
      + (completeness.map {
        [
          (key: "base", tensor: vector($0.base)), (key: "output", tensor: vector($0.outputs)),
          (key: "residual", tensor: vector($0.residuals)),
        ]
      } ?? [])
  }
}

extension TextHeatmap {
  /// The words of one text.
  fileprivate init(_ words: Contributions, title: String) throws(FigureError) {
    try self.init(
      words: words.features, values: words.attributions.values, special: words.special, title: title)
  }
}

extension Value {
  /// One number, or a tensor of several; nothing without any.
  static func numbers(_ numbers: [Double]?) -> Value {
    guard let numbers else { return .nothing }
    return numbers.count == 1
      ? .number(numbers[0]) : .tensor(Tensor([numbers.count], numbers.map { Float($0) }))
  }
}

extension Tensor {
  /// [rows, channels, height, width] as [rows, height, width]; what has no channels stays as it is.
  var summedOverChannels: Tensor {
    guard rank > 2 else { return self }
    let inner = Shape(Array(shape.extents[2...]))
    var result = Tensor([shape[0]] + inner, repeating: 0)
    for (index, value) in values.enumerated() {
      let row = index / (shape[1] * inner.count)
      result.values[row * inner.count + index % inner.count] += value
    }
    return result
  }
}
