import Tensors

/// Which rows, or windows of rows, are for training and which for testing.
struct TableSplit {
  /// The rows of the part that was asked for, in their order; nil for all rows.
  let part: [Int]?
  /// The rows that means and the like are taken over.
  let training: [Int]
  let remark: String?

  /// - Parameter samples: what is split: rows.
  init(count: Int, of samples: String = "rows", loading: Loading) throws(DataError) {
    let subset = loading.selection.subset
    guard let share = loading.table.split else {
      if let subset {
        throw .badKey(
          key: "subset", value: subset, reason: "a table has parts once it is split, as by split=0.8")
      }
      (part, training, remark) = (nil, Array(0..<count), nil)
      return
    }
    guard let subset else {
      throw .badKey(
        key: "split", value: "\(share)", reason: "say which part is wanted: subset=train or subset=test")
    }
    guard subset == "train" || subset == "test" else {
      throw .unknownSubset(name: "a table that is split", subset: subset, subsets: ["train", "test"])
    }
    let size = Int((share * Double(count)).rounded())
    guard share > 0, share < 1, size > 0, size < count else {
      throw .badKey(
        key: "split", value: "\(share)",
        reason: "it leaves a part of \(count) \(samples) without any: take 0.8")
    }
    var random = Random(seed: loading.table.seed)
    let order = random.shuffled(0..<count)
    training = order[..<size].sorted()
    part = subset == "train" ? training : order[size...].sorted()
    remark =
      "split by seed \(loading.table.seed): \(size) \(samples) for training, \(count - size) for testing; these are the ones for "
      + (subset == "train" ? "training" : "testing")
  }
}
