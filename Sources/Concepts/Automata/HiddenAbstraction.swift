public import Execution

/// Compares an automaton with a network by walking both at once over the network's hidden space, which is parted in cells:
/// a cell that was visited before is not walked on from.
///
/// Where one cell holds two vectors at which the automaton is in different states, one of them is wrong: either a word that
/// tells these states apart shows the automaton wrong about the network, or the cell is too large and is parted between the
/// two. Cells stay parted from one comparison to the next.
/// Source: Weiss, Goldberg, Yahav 2018, "Extracting automata from recurrent neural networks using queries and
/// counterexamples"; cells are parted along one unit here, at the middle of where the two differ most.
public struct HiddenAbstraction: Sendable {
  private enum Cell: Sendable {
    case leaf(Int)
    case split(unit: Int, threshold: Float, low: Int, high: Int)
  }

  private var cells: [Cell] = [.leaf(0)]
  /// The number of cells.
  public private(set) var count = 1
  private let network: RecurrentAcceptor

  /// Begins with the hidden space parted at the mean of each of the units that vary most: in one cell, an automaton that
  /// accepts everything could not be found wrong.
  ///
  /// - Parameters:
  ///   - symbols: the size of the alphabet.
  ///   - units: the most units by which it is parted at first.
  /// - Throws: what the network's function throws.
  public init(of network: RecurrentAcceptor, symbols: Int, units: Int = 10) throws {
    self.network = network
    // What short words lead to.
    var words: [[Int]] = [[]]
    var next = 0
    while next < words.count, words.count < 1000, words[next].count < network.longest {
      words += (0..<symbols).map { words[next] + [$0] }
      next += 1
    }
    let vectors = try network.read(words).map(\.hidden)
    let count = Double(vectors.count)
    let means = (vectors.first ?? []).indices.map { unit in
      vectors.reduce(0.0) { $0 + Double($1[unit]) } / count
    }
    let variances = means.indices.map { unit in
      vectors.reduce(0.0) { $0 + (Double($1[unit]) - means[unit]) * (Double($1[unit]) - means[unit]) } / count
    }
    let chosen = variances.indices.sorted { (-variances[$0], $0) < (-variances[$1], $1) }
      .prefix(max(0, units)).filter { variances[$0] > 0 }
    var places = [0]
    for unit in chosen {
      places = places.flatMap { place -> [Int] in
        split(place, unit, Float(means[unit]))
        return [cells.count - 2, cells.count - 1]
      }
    }
  }

  private mutating func split(_ place: Int, _ unit: Int, _ threshold: Float) {
    guard case .leaf(let number) = cells[place] else { return }
    cells[place] = .split(unit: unit, threshold: threshold, low: cells.count, high: cells.count + 1)
    cells += [.leaf(number), .leaf(count)]
    count += 1
  }

  /// A word on which the automaton is wrong; nil where the walk ends without one, or after so many visits.
  ///
  /// An automaton with few states may pass although it is wrong, as its walk comes back to cells that it knows: ask random
  /// words (``Counterexamples/random(_:of:lengths:seed:)``) too where there is none.
  ///
  /// - Throws: `CancellationError`, and what the network's functions throw.
  public mutating func counterexample(
    _ automaton: Automaton, visits most: Int = 20_000, monitor: Monitor = .silent
  ) throws -> [Int]? {
    let automaton = automaton.minimal
    var visits = 0
    while true {
      // Each round walks anew through the cells as they are now, from all words of a length to those of the next.
      var seen: [Int: (hidden: [Float], word: [Int], state: Int)] = [:]
      var level: [(word: [Int], state: Int)] = [([], automaton.initial)]
      var isParted = false
      while !level.isEmpty, !isParted {
        if monitor.isCancelled() { throw CancellationError() }
        if visits >= most { return nil }
        visits += level.count
        var longer: [(word: [Int], state: Int)] = []
        for (one, reached) in zip(level, try network.read(level.map(\.word))) {
          if reached.isAccepted != automaton.accepting[one.state] { return one.word }
          let cell = cell(of: reached.hidden)
          if let other = seen[cell.number] {
            guard other.state != one.state else { continue }
            // Two states of a minimal automaton always differ in some word.
            let end = automaton.difference(from: automaton, one.state, other.state) ?? []
            let words = [one.word + end, other.word + end].filter { $0.count <= network.longest }
            for (word, isAccepted) in zip(words, try network.accepts(words))
            where isAccepted != automaton.accepts(word) {
              return word
            }
            isParted = part(cell.place, reached.hidden, other.hidden)
            if isParted { break }
            continue
          }
          seen[cell.number] = (reached.hidden, one.word, one.state)
          guard one.word.count < network.longest else { continue }
          longer += automaton.alphabet.indices.map { (one.word + [$0], automaton.transitions[one.state][$0]) }
        }
        level = longer
      }
      if !isParted { return nil }
    }
  }

  private func cell(of hidden: [Float]) -> (place: Int, number: Int) {
    var place = 0
    while true {
      switch cells[place] {
      case .leaf(let number): return (place, number)
      case .split(let unit, let threshold, let low, let high): place = hidden[unit] <= threshold ? low : high
      }
    }
  }

  /// - Returns: false where the two do not differ.
  private mutating func part(_ place: Int, _ one: [Float], _ other: [Float]) -> Bool {
    let differences = zip(one, other).map { abs($0 - $1) }
    let unit = differences.indexOfLargest
    guard !differences.isEmpty, differences[unit] > 0 else { return false }
    let low = min(one[unit], other[unit])
    let middle = low + differences[unit] / 2
    // The middle of neighbouring numbers may be the upper one.
    let threshold = middle < max(one[unit], other[unit]) ? middle : low
    split(place, unit, threshold)
    return true
  }
}
