import Tensors

/// Ways of parting rows in those to learn from and those to judge by, in which each row is judged once and each stratum is
/// spread evenly over the parts.
///
/// Strata and seed alone decide them. Source: Kohavi 1995, "A study of cross-validation and bootstrap".
public struct CrossValidation: Hashable, Sendable {
  /// The rows held out in each fold, ascending; no folds where no stratum has two rows.
  public let heldOut: [[Int]]
  private let count: Int

  /// - Parameters:
  ///   - strata: the class of each row; rows of a class with fewer rows than folds are held out in as many folds as there
  ///     are rows.
  ///   - folds: at least 2, and no more are made than the largest stratum has rows.
  public init(strata: [Int], folds: Int, seed: UInt64) {
    count = strata.count
    let members = Dictionary(grouping: strata.indices) { strata[$0] }.sorted { $0.key < $1.key }.map(\.value)
    let number = min(max(2, folds), members.map(\.count).max() ?? 0)
    guard number > 1 else {
      heldOut = []
      return
    }
    var random = Random(seed: seed, stream: 3)
    let order = members.flatMap { random.shuffled($0) }
    heldOut = (0..<number).map { fold in
      stride(from: fold, to: strata.count, by: number).map { order[$0] }.sorted()
    }
  }

  /// The rows that are not held out in a fold, ascending.
  public func learning(_ fold: Int) -> [Int] {
    let held = Set(heldOut[fold])
    return (0..<count).filter { !held.contains($0) }
  }
}
