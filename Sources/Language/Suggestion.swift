/// The candidate that a misspelled word was probably meant to be, or nil where none is close.
///
/// Close means: at most one slip (a letter changed, added, left out, or swapped with its neighbour) for every
/// three letters. Case is no slip, and of equally close candidates the first wins. The same words in another order are
/// closest: `gradient-x-input` is meant to be `input-x-gradient`.
public func closest(to word: String, among candidates: some Sequence<String>) -> String? {
  func words(_ name: String) -> [Substring] { name.lowercased().split(separator: "-").sorted() }
  let own = words(word)
  if own.count > 1, let turned = candidates.first(where: { $0 != word && words($0) == own }) { return turned }
  let letters = Array(word.lowercased())
  var best: (candidate: String, distance: Int)?
  for candidate in candidates where candidate != word {
    let other = Array(candidate.lowercased())
    let limit = min(max(letters.count, other.count) / 3, (best?.distance ?? .max) - 1)
    guard abs(letters.count - other.count) <= limit else { continue }
    let distance = editDistance(letters, other)
    if distance <= limit { best = (candidate, distance) }
  }
  return best?.candidate
}

/// Optimal string alignment distance (Damerau 1964, Levenshtein 1966).
func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var beforePrevious: [Int] = []
  var previous = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var cost = min(previous[j] + (a[i] == b[j] ? 0 : 1), previous[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforePrevious[j - 1] + 1) }
      row.append(cost)
    }
    (beforePrevious, previous) = (previous, row)
  }
  return previous[b.count]
}
