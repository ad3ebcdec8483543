/// Spearman's correlation of ranks; equals share the mean of their ranks. NaN where one side has equals only.
///
/// Spearman 1904.
public func rankCorrelation(_ first: [Double], _ second: [Double]) -> Double {
  let (x, y) = (first.sharedRanks, second.sharedRanks)
  let middle = Double(first.count - 1) / 2
  var (products, left, right) = (0.0, 0.0, 0.0)
  for (x, y) in zip(x, y) {
    products += (x - middle) * (y - middle)
    left += (x - middle) * (x - middle)
    right += (y - middle) * (y - middle)
  }
  return products / (left * right).squareRoot()
}

extension [Double] {
  /// Counted from 0, in ascending order.
  fileprivate var sharedRanks: [Double] {
    let order = indices.sorted { self[$0] < self[$1] }
    var ranks = [Double](repeating: 0, count: count)
    var start = 0
    while start < count {
      var end = start + 1
      while end < count, self[order[end]] == self[order[start]] { end += 1 }
      for place in start..<end { ranks[order[place]] = Double(start + end - 1) / 2 }
      start = end
    }
    return ranks
  }
}
