import Execution
import Tensors

/// Which value of a concept a row of features has.
public enum ConceptClassifier: Codable, Hashable, Sendable {
  public enum Method: String, Codable, CaseIterable, Hashable, Sendable {
    case boosted
    case logistic
    /// Fong and Vedaldi 2018, as in CME's comparison.
    case oneVersusRest = "net2vec"
    case spreading
    case tree

    /// Whether it sees the features one by one, so that many of them take long.
    var isByFeature: Bool { self == .boosted || self == .tree }
    /// Whether it depends on distances and products of rows alone, whatever their coordinates.
    var isLinear: Bool { self == .logistic || self == .oneVersusRest }
  }

  /// The same for all rows.
  case constant(Int)
  case boosted(BoostedTrees)
  case logistic(LogisticRegression)
  case oneVersusRest(OneVersusRest)
  case spreading(LabelSpreading)
  case tree(DecisionTree)

  /// - Parameters:
  ///   - rows: [rows, features]
  ///   - labels: the value of each row; rows without one are of use to the spreading method alone.
  ///   - bandwidth: γ times the median squared distance, for the spreading method.
  init(
    _ rows: Tensor, labels: [Int?], values: Int, bandwidth: Double?, _ extraction: ConceptExtraction,
    _ monitor: Monitor
  ) throws {
    let labelled = labels.indices.filter { labels[$0] != nil }
    let isComplete = labelled.count == labels.count || extraction.method == .spreading
    let rows = isComplete ? rows : rows.rows(labelled)
    let known = labels.compactMap { $0 }
    switch extraction.method {
    case .boosted:
      self = .boosted(
        try BoostedTrees(
          rows, labels: known, classes: values, settings: extraction.boosting, seed: extraction.seed,
          monitor: monitor))
    case .logistic:
      self = .logistic(
        try LogisticRegression(
          rows, labels: known, classes: values, regularization: extraction.regularization,
          // scikit-learn's tolerance: with few labels the data decide far less exactly.
          tolerance: 1e-4, monitor: monitor))
    case .oneVersusRest:
      self = .oneVersusRest(
        try OneVersusRest(
          rows, labels: known, classes: values, regularization: extraction.regularization,
          seed: extraction.seed, monitor: monitor))
    case .spreading:
      let gamma = try LabelSpreading.gamma(for: rows, factor: bandwidth ?? extraction.bandwidths[0])
      self = .spreading(
        try LabelSpreading(rows, labels: labels, classes: values, gamma: gamma, monitor: monitor))
    case .tree:
      self = .tree(
        try DecisionTree(rows, labels: known, classes: values, settings: extraction.tree, monitor: monitor))
    }
  }

  /// - Parameter rows: [rows, features]
  /// - Returns: [rows, values]
  func probabilities(_ rows: Tensor, values: Int) throws -> Tensor {
    switch self {
    case .constant(let value):
      Tensor(
        [rows.shape[0], values],
        (0..<rows.shape[0]).flatMap { _ in (0..<values).map { $0 == value ? 1 : 0 } })
    case .boosted(let model): try model.probabilities(rows)
    case .logistic(let model): try model.probabilities(rows)
    case .oneVersusRest(let model): try model.probabilities(rows)
    case .spreading(let model): try model.probabilities(rows)
    case .tree(let model): model.probabilities(rows)
    }
  }
}
