/// A game's outputs for every set of groups, and what follows from them without any estimate.
struct Coalitions {
  let players: Int
  /// The outputs with the groups of a set kept, for each sample; bit g of the index stands for group g.
  let outputs: [[Double]]
  /// Harsanyi's dividends a(T) = Σ_{S ⊆ T} (-1)^(|T| - |S|) v(S): what a set brings that no part of it brings.
  let dividends: [[Double]]

  static let most = 16

  /// - Throws: ``AttributionError/tooManyGroups(_:most:)``
  init(_ game: MaskedOutputs) throws {
    players = game.groups.count
    guard players <= Self.most else { throw AttributionError.tooManyGroups(players, most: Self.most) }
    let outputs = try game.outputs(1 << players) { set, group in set >> group & 1 == 1 }
    self.outputs = outputs
    dividends = outputs.map { [players] row in
      var dividends = row
      for group in 0..<players {
        for set in dividends.indices where set >> group & 1 == 1 {
          dividends[set] -= dividends[set ^ 1 << group]
        }
      }
      return dividends
    }
  }

  /// Σ_{T ∋ g} weight(|T|) · a(T) for each group g.
  func index(of row: Int, weight: (_ size: Int) -> Double) -> [Double] {
    let weights = (0...players).map { $0 == 0 ? 0 : weight($0) }
    var sums = [Double](repeating: 0, count: players)
    for (set, dividend) in dividends[row].enumerated() {
      let part = weights[set.nonzeroBitCount] * dividend
      for group in 0..<players where set >> group & 1 == 1 { sums[group] += part }
    }
    return sums
  }

  /// Σ_{T ⊇ {g, h}} weight(|T|) · a(T) for each pair of groups g ≠ h, 0 for g = h: [players · players].
  func pairIndex(of row: Int, weight: (_ size: Int) -> Double) -> [Double] {
    let weights = (0...players).map { $0 < 2 ? 0 : weight($0) }
    var sums = [Double](repeating: 0, count: players * players)
    for (set, dividend) in dividends[row].enumerated() {
      let part = weights[set.nonzeroBitCount] * dividend
      let members = (0..<players).filter { set >> $0 & 1 == 1 }
      for first in members {
        for second in members where first != second { sums[first * players + second] += part }
      }
    }
    return sums
  }

  func completeness(sums: [Double]) -> Completeness {
    Completeness(base: outputs.map { $0[0] }, outputs: outputs.map { $0[$0.count - 1] }, sums: sums)
  }

  /// C(n, k) for k from 0 to n.
  static func binomials(_ n: Int) -> [Double] {
    var row = [1.0]
    for k in 0..<n { row.append(row[k] * Double(n - k) / Double(k + 1)) }
    return row
  }
}
