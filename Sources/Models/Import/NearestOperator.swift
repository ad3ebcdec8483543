extension Operator {
  /// The known operator whose name takes the fewest changes of letters, at most half of them.
  static func nearest(to name: String) -> String? {
    let nearest = all.map { (name: $0.name, distance: distance($0.name, name)) }.min {
      $0.distance < $1.distance
    }
    return nearest.flatMap { $0.distance * 2 <= max(name.count, 2) ? $0.name : nil }
  }

  /// How many letters have to be put in, taken out or changed (Levenshtein 1965); case does not count.
  private static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right.lowercased().prefix(64))
    var row = Array(0...right.count)
    for (i, a) in left.lowercased().enumerated() {
      var next = [i + 1]
      for (j, b) in right.enumerated() {
        next.append(min(row[j] + (a == b ? 0 : 1), row[j + 1] + 1, next[j] + 1))
      }
      row = next
    }
    return row[right.count]
  }
}
