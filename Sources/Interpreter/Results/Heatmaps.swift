import Attributions
import Data
import Figures
import Models
import Tensors

/// What `condition` gives: a heatmap for each sample under each condition, and what was recorded on the way.
struct Heatmaps: Result {
  static let kind = "heatmap"
  static let fields: [Field<Heatmaps>] = [
    Field("heatmap", "the relevance of the input, summed over channels: [rows, height, width]") {
      .tensor($0.heatmap)
    },
    Field("relevance", "by layer, the relevance that arrived there") { .result($0.relevance) },
    Field("activation", "by layer, its output") { .result($0.activation) },
    Field("prediction", "the logits: [samples, classes]") { .tensor($0.attribution.prediction) },
    Field("attribution", "the relevance of each element of the input; none where that would take over 64 MB")
    {
      $0.attribution.input.count > 0 ? .tensor($0.attribution.input) : .nothing
    },
    Field("sum", "the sum of the heatmap of each row") { $0.sum },
  ]

  let heatmap: Tensor
  private let attribution: Attribution
  private let relevance: ByLayer
  private let activation: ByLayer
  private let pictures: HeatmapPictures
  /// Under which condition each row is, in words.
  private let conditions: [String]
  private let facts: [String]

  init(
    _ attribution: Attribution, conditions: [Condition], isPaired: Bool, indices: [Int], samples: Tensor,
    composite: Composite, model: Model, data: Dataset
  ) {
    self.attribution = attribution
    heatmap = attribution.heatmap
    relevance = ByLayer(attribution.relevance, model)
    activation = ByLayer(attribution.activation, model)
    let texts = conditions.map { $0.text(model, data) }
    self.conditions = isPaired ? texts : indices.flatMap { _ in texts }
    let common = Condition.sharedLayer(of: conditions, model)
    let captions = conditions.map { common == nil ? $0.caption(model) : "\($0.units[0].channels[0])" }
    let columns = isPaired ? 1 : conditions.count
    pictures = HeatmapPictures(
      heatmaps: heatmap, title: texts.count == 1 ? texts[0] : common.map { "channels of layer \($0)" } ?? "",
      captions: isPaired ? captions : indices.flatMap { _ in captions }, samples: samples, indices: indices,
      columns: columns, features: data.features)
    facts =
      ["composite \(composite.name)"]
      + (relevance.names.isEmpty ? [] : ["recorded \(relevance.names.joined(separator: ", "))"])
      + attribution.assignments.gradientFacts(model)
  }

  private var sums: [Double] { heatmap.rowSums }

  private var sum: Value {
    sums.count == 1 ? .number(sums[0]) : .tensor(Tensor([sums.count], sums.map { Float($0) }))
  }

  var summary: String {
    let rows = sums.prefix(8).enumerated().map { row, sum in
      "sample \(pictures.sample(of: row)), \(conditions[row]): relevance sums to \(sum.text(significant: 4))"
    }
    return
      (["heatmap \(heatmap.shape), \(facts.joined(separator: "; "))"] + rows
      + (sums.count > 8 ? ["... \(sums.count) heatmaps in all"] : [])).joined(separator: "\n")
  }

  var figure: (any Figure)? { get throws { try pictures.figure } }
  var tensor: Tensor? { heatmap }

  var archive: [(key: String, tensor: Tensor)]? {
    [(key: "heatmap", tensor: heatmap)] + relevance.archive(prefix: "relevance")
      + activation.archive(prefix: "activation") + [(key: "prediction", tensor: attribution.prediction)]
  }
}

extension Condition {
  /// "y=1 (trouser) through channel 50 of conv2"
  func text(_ model: Model, _ data: Dataset) -> String {
    let start = target.text(data)
    let ways = units.map { $0.text(model) }
    return ([start].compactMap { $0 } + (ways.isEmpty ? [] : ["through " + ways.joined(separator: " and ")]))
      .joined(separator: " ")
  }
}

extension Unit {
  /// "channel 50 of layer conv2 at 3"
  func text(_ model: Model) -> String {
    let name = model.layers[layer].name
    if channels.count == model.channelCount(of: layer) && channels.count > 1 { return "all of layer \(name)" }
    let numbers = channels.map(String.init).joined(separator: ", ")
    let neurons = positions.map { " at \($0.map(String.init).joined(separator: ", "))" } ?? ""
    return "channel\(channels.count == 1 ? "" : "s") \(numbers) of layer \(name)\(neurons)"
  }
}

extension Condition {
  /// What conditions on single channels of one layer have in common: "features.24, y=3". Nil where they differ otherwise.
  fileprivate static func sharedLayer(of conditions: [Condition], _ model: Model) -> String? {
    guard let first = conditions.first, conditions.count > 1,
      conditions.allSatisfy({ condition in
        condition.target == first.target && condition.units.count == 1
          && condition.units[0].channels.count == 1
          && condition.units[0].positions == nil && condition.units[0].layer == first.units.first?.layer
      })
    else { return nil }
    return ([model.layers[first.units[0].layer].name] + first.target.caption).joined(separator: ", ")
  }

  /// "4:50 y=1", for below a picture.
  fileprivate func caption(_ model: Model) -> String {
    let ways = units.map { unit in
      let channels = unit.channels.count == 1 ? "\(unit.channels[0])" : "\(unit.channels.count) channels"
      return "\(model.layers[unit.layer].name):\(channels)"
    }
    return (ways + target.caption).joined(separator: " ")
  }
}

extension Condition.Target {
  /// "y=1", for below a picture; nothing where relevance starts at a layer.
  fileprivate var caption: [String] {
    switch self {
    case .classes(let classes): ["y=" + classes.map(String.init).joined(separator: "+")]
    case .predicted: ["predicted class"]
    case .layer: []
    }
  }

  /// "y=1 (trouser)"; nil where relevance starts at a layer.
  func text(_ data: Dataset) -> String? {
    switch self {
    case .classes(let classes):
      classes.map { "y=\($0)" + (data.classes.indices.contains($0) ? " (\(data.classes[$0]))" : "") }
        .joined(separator: " + ")
    case .predicted: "the predicted class"
    case .layer: "from the activation"
    }
  }

  /// The same where a network with one output has no classes to predict.
  func text(_ data: Dataset, of model: Model) -> String? {
    if case .predicted = self, model.classCount == 1 { return "the output" }
    return text(data)
  }
}

extension Tensor {
  /// The sum of each entry along the first axis, in Float64.
  var rowSums: [Double] {
    let size = shape[0] == 0 ? 0 : count / shape[0]
    return (0..<shape[0]).map { row in values[row * size..<(row + 1) * size].reduce(0) { $0 + Double($1) } }
  }
}
