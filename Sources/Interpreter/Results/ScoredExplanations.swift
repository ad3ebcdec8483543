import Data
import Figures
import Tensors

// What scores of several explanations share.

extension Run {
  /// The explanations that `of=` names, else the last result. All samples have to be explained.
  func explanationsOfAllSamples(_ arguments: Arguments) throws -> [any FeatureExplanation] {
    let data = try currentData()
    let explanations = try arguments[RetrainingKeys.of] ?? [lastExplanation()]
    for explanation in explanations {
      guard let samples = try? explanation.contributions.samples else {
        throw ArgumentError(
          RetrainingKeys.of,
          .failed(
            "\(explanation.title) has not one number for each feature of a sample: explain samples of a table"
          ))
      }
      guard samples == Array(0..<data.count) else {
        throw ArgumentError(
          RetrainingKeys.of,
          .failed(
            "\(explanation.title) explains \(samples.count) of \(data.count) samples, and all are needed: "
              + "explain with sample=all"))
      }
    }
    return explanations
  }
}

extension Array where Element == any FeatureExplanation {
  /// Their methods; what comes again is numbered: "ih", "eh", "ih 2".
  var names: [String] {
    indices.map { index in
      let same = self[..<index].count { $0.method == self[index].method }
      return same == 0 ? self[index].method : "\(self[index].method) \(same + 1)"
    }
  }
}

extension FeatureExplanation {
  /// How much all pairs of features of samples of a shape interact: [samples, features, features].
  func pairs(of samples: Shape) throws -> Tensor {
    let width = samples.count / Swift.max(1, samples[0])
    guard let interactions = try contributions.interactions, interactions.shape == [samples[0], width, width]
    else {
      throw ArgumentError(RetrainingKeys.of, .failed("\(title) is no interaction of all pairs of features"))
    }
    return interactions
  }
}

/// Lines of rows whose entries stand below each other.
func aligned(_ rows: [[String]]) -> [String] {
  let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
  return rows.map { row in
    var line = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(
      separator: "  ")
    while line.last == " " { line.removeLast() }
    return line
  }
}
