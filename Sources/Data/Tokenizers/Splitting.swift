/// What becomes of the places that a text is split at.
enum Splitting: String, CaseIterable, Sendable {
  case removed = "Removed"
  case isolated = "Isolated"
  case mergedWithPrevious = "MergedWithPrevious"
  case mergedWithNext = "MergedWithNext"
  case contiguous = "Contiguous"

  init(_ entry: Entry?, otherwise: Splitting) throws(TokenizerError) {
    guard let entry else {
      self = otherwise
      return
    }
    let name = try entry.text()
    guard let splitting = Splitting.allCases.first(where: { $0.rawValue.lowercased() == name.lowercased() })
    else {
      throw .unsupported(
        path: entry.path, place: entry.place, name: name, known: Splitting.allCases.map(\.rawValue))
    }
    self = splitting
  }

  /// The parts of a text that is split at `places`, none of them empty. `isInverted` splits at all that lies between.
  func parts(of text: AlignedText, at places: [Range<Int>], isInverted: Bool = false) -> [AlignedText] {
    var pieces: [(range: Range<Int>, isPlace: Bool)] = []
    var end = 0
    for place in places {
      if end < place.lowerBound { pieces.append((end..<place.lowerBound, isInverted)) }
      pieces.append((place, !isInverted))
      end = place.upperBound
    }
    if end < text.count { pieces.append((end..<text.count, isInverted)) }
    return ranges(pieces).map { text[$0] }
  }

  private func ranges(_ pieces: [(range: Range<Int>, isPlace: Bool)]) -> [Range<Int>] {
    switch self {
    case .removed: return pieces.filter { !$0.isPlace }.map(\.range)
    case .isolated: return pieces.map(\.range)
    case .contiguous:
      return joined(pieces) { $0 == $1 }
    case .mergedWithPrevious:
      return joined(pieces) { last, next in next && !last }
    case .mergedWithNext:
      return joined(pieces) { last, next in last && !next }
    }
  }

  /// Neighbours are joined where `belong` says so of whether they are places.
  private func joined(
    _ pieces: [(range: Range<Int>, isPlace: Bool)], _ belong: (_ last: Bool, _ next: Bool) -> Bool
  ) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var last: Bool?
    for (range, isPlace) in pieces {
      if let last, belong(last, isPlace), let previous = result.popLast() {
        result.append(previous.lowerBound..<range.upperBound)
      } else {
        result.append(range)
      }
      last = isPlace
    }
    return result
  }
}
