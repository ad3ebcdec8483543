import Tensors

/// The class of each sample, or of each step of it, checked against what it belongs to.
struct Labels {
  /// Far more classes than any labelled data has; a larger label is no class.
  static let mostClasses = 100_000

  /// The class of each sample; of sequences that are labelled by step that of the last one.
  let values: [Int]
  /// The class at each step: [N, T], row by row.
  let steps: [Int]?
  let classes: [String]

  /// `names` are the names of the classes, if there are any; else classes are named by their numbers.
  ///
  /// - Parameter steps: how many steps a sample has that is a sequence; then there may be a label for each.
  init(_ array: NumericArray, names: [String]?, count: Int, steps: Int? = nil, source: String)
    throws(DataError)
  {
    let isByStep =
      steps.map { $0 > 1 && array.shape.count == count * $0 && array.shape.extents.prefix(2) == [count, $0] }
      ?? false
    guard array.shape.count == count || isByStep, array.shape.extents.first == count else {
      throw .badLabels(
        source: source,
        reason:
          "there are \(count) samples and labels of shape \(array.shape); give one label for each sample"
          + (steps.map { ", or one for each of its \($0) steps" } ?? ""))
    }
    guard let values = array.integers else {
      throw .badLabels(source: source, reason: "some are fractions; give whole numbers from 0")
    }
    let bound = names?.count ?? Labels.mostClasses
    if let sample = values.firstIndex(where: { $0 < 0 || $0 >= bound }) {
      throw .badLabels(
        source: source,
        reason:
          "sample \(isByStep ? sample / (steps ?? 1) : sample) has label \(values[sample]); labels are whole numbers from 0 to \(bound - 1) here"
      )
    }
    self.values =
      if isByStep, let steps { stride(from: steps - 1, to: values.count, by: steps).map { values[$0] } } else
      { values }
    self.steps = isByStep ? values : nil
    classes = names ?? (0...(values.max() ?? 0)).map { String($0) }
  }
}
