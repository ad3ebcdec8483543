import Attributions
import Data
import Figures
import Tensors

/// What `attribute` gives: how much each element of the input mattered.
struct InputAttribution: FeatureExplanation {
  static let kind = "attribution"
  static let fields: [Field<InputAttribution>] = [
    Field("attribution", "of the shape of the samples") { .tensor($0.values) },
    Field("heatmap", "summed over channels") { .tensor($0.values.summedOverChannels) },
    Field("sum", "the sum over each sample") { attribution in
      let sums = attribution.values.rowSums
      return sums.count == 1 ? .number(sums[0]) : .tensor(Tensor([sums.count], sums.map { Float($0) }))
    },
  ]

  let values: Tensor
  let samples: Tensor
  let indices: [Int]
  let method: String
  let target: Condition.Target
  let data: Dataset
  /// What else is to be known of how it was found.
  let facts: [String]

  var contributions: Contributions {
    get throws {
      guard values.rank == 2, samples.shape == values.shape else { throw Mistake.notOfFeatures(values.shape) }
      let names = data.features ?? (0..<values.shape[1]).map { "feature \($0)" }
      return try Contributions(attributions: values, features: names, values: samples, samples: indices)
    }
  }

  var title: String { "\(method) for \(target.text(data) ?? "a layer")" }

  var summary: String {
    let rows = zip(indices, values.rowSums).prefix(8).map {
      "sample \($0): sums to \($1.text(significant: 4))"
    }
    return ([(["\(title): \(values.summary)"] + facts).joined(separator: "; ")] + rows).joined(separator: "\n")
  }

  var figure: (any Figure)? {
    get throws {
      try HeatmapPictures(
        heatmaps: values.summedOverChannels, title: title, captions: indices.map { _ in method },
        samples: samples,
        indices: indices, columns: 1, features: data.features
      ).figure
    }
  }

  var tensor: Tensor? { values }
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
