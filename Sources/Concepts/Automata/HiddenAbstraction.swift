public import Execution

/// A recurrent network that reads symbols, as one step after another.
public struct RecurrentAcceptor: Sendable {
  public let initial: [Float]
  /// The hidden vector after a symbol.
  public let step: @Sendable ([Float], Int) throws -> [Float]
  public let accepts: @Sendable ([Float]) throws -> Bool

  public init(
    initial: [Float], step: @escaping @Sendable ([Float], Int) throws -> [Float],
    accepts: @escaping @Sendable ([Float]) throws -> Bool
  ) {
    (self.initial, self.step, self.accepts) = (initial, step, accepts)
  }

  public func accepts(word: [Int]) throws -> Bool {
    try accepts(word.reduce(initial) { try step($0, $1) })
  }
}

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
    var vectors = [network.initial]
    var next = 0
    while next < vectors.count, vectors.count < 1000, symbols > 0 {
      for symbol in 0..<symbols { vectors.append(try network.step(vectors[next], symbol)) }
      next += 1
    }
    let count = Double(vectors.count)
    let means = network.initial.indices.map { unit in vectors.reduce(0.0) { $0 + Double($1[unit]) } / count }
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
      // Each round walks anew through the cells as they are now.
      var seen: [Int: (hidden: [Float], word: [Int], state: Int)] = [:]
      var queue: [(hidden: [Float], word: [Int], state: Int)] = [(network.initial, [], automaton.initial)]
      var next = 0
      var isParted = false
      while next < queue.count, !isParted {
        if monitor.isCancelled() { throw CancellationError() }
        if visits == most { return nil }
        visits += 1
        let one = queue[next]
        next += 1
        if try network.accepts(one.hidden) != automaton.accepting[one.state] { return one.word }
        let cell = cell(of: one.hidden)
        if let other = seen[cell.number] {
          guard other.state != one.state else { continue }
          // Two states of a minimal automaton always differ in some word.
          let end = automaton.difference(from: automaton, one.state, other.state) ?? []
          for word in [one.word + end, other.word + end]
          where try network.accepts(word: word) != automaton.accepts(word) {
            return word
          }
          if part(cell.place, one.hidden, other.hidden) { isParted = true }
          continue
        }
        seen[cell.number] = one
        for symbol in automaton.alphabet.indices {
          queue.append(
            (
              try network.step(one.hidden, symbol), one.word + [symbol],
              automaton.transitions[one.state][symbol]
            ))
        }
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
