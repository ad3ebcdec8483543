/// The probability that a row that is one is scored above a row that is none, equal scores counting half: the area under the
/// receiver operating characteristic. Nil where all rows are alike or a score is no number.
///
/// Source: Mann and Whitney 1947; Hanley and McNeil 1982.
public func rankedArea(scores: [Double], isOne: [Bool]) -> Double? {
  let ones = isOne.count { $0 }
  let others = isOne.count - ones
  guard ones > 0, others > 0, scores.count == isOne.count, !scores.contains(where: \.isNaN) else { return nil }
  let order = scores.indices.sorted { scores[$0] < scores[$1] }
  var (sum, below) = (0.0, 0)
  var start = 0
  while start < order.count {
    var end = start
    while end < order.count, scores[order[end]] == scores[order[start]] { end += 1 }
    let equal = order[start..<end].count { !isOne[$0] }
    sum += Double(end - start - equal) * (Double(below) + Double(equal) / 2)
    below += equal
    start = end
  }
  return sum / Double(ones) / Double(others)
}
