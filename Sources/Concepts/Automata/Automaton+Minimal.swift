extension Automaton {
  /// The automaton with the fewest states that accepts the same words, its states numbered in the order in which they are
  /// first reached: two automata accept the same words if these are equal.
  ///
  /// Groups of states are parted by where a symbol leads until none can be. Source: Hopcroft 1971.
  public var minimal: Automaton {
    let states = accessWords.map(\.state)
    let place = Dictionary(uniqueKeysWithValues: states.enumerated().map { ($1, $0) })
    let next = states.map { transitions[$0].map { place[$0] ?? 0 } }
    let accepts = states.map { accepting[$0] }
    var sources = [[[Int]]](
      repeating: [[Int]](repeating: [], count: states.count), count: alphabet.count)
    for state in states.indices {
      for symbol in alphabet.indices { sources[symbol][next[state][symbol]].append(state) }
    }

    var groups = [states.indices.filter { accepts[$0] }, states.indices.filter { !accepts[$0] }].filter {
      !$0.isEmpty
    }
    var group = [Int](repeating: 0, count: states.count)
    for (index, members) in groups.enumerated() {
      for state in members { group[state] = index }
    }
    // Groups that others are still to be parted by; of two halves the smaller one is enough.
    var waiting = Set(groups.indices)
    while let splitter = waiting.popFirst() {
      let members = groups[splitter]
      for symbol in alphabet.indices {
        var touched: [Int: [Int]] = [:]
        for state in members.flatMap({ sources[symbol][$0] }) {
          touched[group[state], default: []].append(state)
        }
        for (index, inside) in touched where inside.count < groups[index].count {
          let leading = Set(inside)
          let rest = groups[index].filter { !leading.contains($0) }
          groups[index] = rest
          groups.append(inside)
          for state in inside { group[state] = groups.count - 1 }
          if waiting.contains(index) {
            waiting.insert(groups.count - 1)
          } else {
            waiting.insert(inside.count <= rest.count ? groups.count - 1 : index)
          }
        }
      }
    }

    let merged = Automaton(
      checked: alphabet, groups.map { members in next[members[0]].map { group[$0] } },
      groups.map { accepts[$0[0]] }, group[0])
    // Numbered anew, as groups stand in no order.
    let order = merged.accessWords.map(\.state)
    let number = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    return Automaton(
      checked: alphabet, order.map { merged.transitions[$0].map { number[$0] ?? 0 } },
      order.map { merged.accepting[$0] }, 0)
  }

  /// Words that tell every two states apart that accept different words after them: for each such pair one.
  var separatingWords: [[Int]] {
    var words: [[Int]] = []
    for state in 0..<count {
      for other in 0..<state {
        let isTold = words.contains {
          accepting[self.state(after: $0, from: state)] != accepting[self.state(after: $0, from: other)]
        }
        if !isTold, let word = difference(from: self, state, other) { words.append(word) }
      }
    }
    return words
  }

  /// Words that show any automaton with at most `extra` more states to be another: to each state, on by up to extra + 1
  /// symbols, and then by a word that tells states apart.
  ///
  /// Of a minimal automaton. Source: Chow 1978 (the W-method).
  public func testWords(extra: Int) -> [[Int]] {
    var middles: [[Int]] = [[]]
    var last = middles
    for _ in 0...max(0, extra) {
      last = last.flatMap { word in alphabet.indices.map { word + [$0] } }
      middles += last
    }
    let ends = [[]] + separatingWords
    var seen: Set<[Int]> = []
    var words: [[Int]] = []
    for (_, access) in accessWords {
      for middle in middles {
        for end in ends where seen.insert(access + middle + end).inserted {
          words.append(access + middle + end)
        }
      }
    }
    return words
  }
}
