import Tensors

/// The class of each sample, checked against what it belongs to.
struct Labels {
  /// Far more classes than any labelled data has; a larger label is no class.
  static let mostClasses = 100_000

  let values: [Int]
  let classes: [String]

  /// `names` are the names of the classes, if there are any; else classes are named by their numbers.
  init(_ array: NumericArray, names: [String]?, count: Int, source: String) throws(DataError) {
    guard array.shape.count == count, array.shape.extents.first == count else {
      throw .badLabels(
        source: source,
        reason: "there are \(count) samples and labels of shape \(array.shape); give one label for each sample")
    }
    guard let values = array.integers else {
      throw .badLabels(source: source, reason: "some are fractions; give whole numbers from 0")
    }
    let bound = names?.count ?? Labels.mostClasses
    if let sample = values.firstIndex(where: { $0 < 0 || $0 >= bound }) {
      throw .badLabels(
        source: source,
        reason: "sample \(sample) has label \(values[sample]); labels are whole numbers from 0 to \(bound - 1) here")
    }
    self.values = values
    classes = names ?? (0...(values.max() ?? 0)).map { String($0) }
  }
}
