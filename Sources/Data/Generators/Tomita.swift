import Tensors

/// The seven regular languages over 0 and 1 that machines are learned from by custom, each as the machine that accepts it.
///
/// Source: Tomita (1982), "Dynamic construction of finite automata from examples using hill-climbing".
struct Tomita {
  /// Where 0 and 1 lead from each state; the first state is where words begin.
  let next: [[Int]]
  let accepts: [Bool]

  /// What is accepted: 1*, (10)*, no odd run of 1 before an odd run of 0, no 000, even numbers of 0 and of 1, numbers of
  /// 0 and 1 that differ by a multiple of 3, 0*1*0*1*.
  static let languages = [
    Tomita(next: [[1, 0], [1, 1]], accepts: [true, false]),
    Tomita(next: [[2, 1], [0, 2], [2, 2]], accepts: [true, false, false]),
    // An even run of 1, or none; an odd one; behind that an odd run of 0, and an even one; what is rejected for good.
    Tomita(next: [[0, 1], [2, 0], [3, 4], [2, 1], [4, 4]], accepts: [true, true, false, true, false]),
    Tomita(next: [[1, 0], [2, 0], [3, 0], [3, 3]], accepts: [true, true, true, false]),
    Tomita(next: [[1, 2], [0, 3], [3, 0], [2, 1]], accepts: [true, false, false, false]),
    Tomita(next: [[1, 2], [2, 0], [0, 1]], accepts: [true, false, false]),
    Tomita(next: [[0, 1], [2, 1], [2, 3], [4, 3], [4, 4]], accepts: [true, true, true, true, false]),
  ]
  static let names = [
    "1*", "(10)*", "no odd run of 1 before an odd run of 0", "no 000", "even numbers of 0 and of 1",
    "numbers of 0 and of 1 that differ by a multiple of 3", "0*1*0*1*",
  ]
  static let classes = ["reject", "accept"]
  static let longest = 16
  static let symbols = [FeatureGroup(name: "symbol", columns: 0..<3, content: .oneHot(["0", "1", "end"]))]

  /// How many words of each length lead from each state to acceptance, or away from it.
  private func counts(_ isAccepted: Bool) -> [[Double]] {
    var counts = [accepts.map { $0 == isAccepted ? 1.0 : 0 }]
    for _ in 0..<Self.longest {
      let shorter = counts[counts.count - 1]
      counts.append(next.map { shorter[$0[0]] + shorter[$0[1]] })
    }
    return counts
  }

  /// Draws words that are accepted, or are not: a length that such words have, then one of them, all equally likely.
  func words(_ isAccepted: Bool) -> (inout Random) -> [Int] {
    let counts = counts(isAccepted)
    let lengths = (0...Self.longest).filter { counts[$0][0] > 0 }
    return { random in
      let length = lengths[random.integer(below: lengths.count)]
      var state = 0
      return (0..<length).map { position in
        let rest = counts[length - position - 1]
        let (zero, one) = (rest[next[state][0]], rest[next[state][1]])
        let symbol = Double(random.uniform()) * (zero + one) < zero ? 0 : 1
        state = next[state][symbol]
        return symbol
      }
    }
  }

  /// The word as steps [longest, 3], and at each whether what was read so far is accepted; the end changes nothing.
  func sample(_ word: [Int]) -> (values: [Float], accepted: [Int]) {
    var (values, accepted, state) = ([Float](), [Int](), 0)
    for position in 0..<Self.longest {
      let symbol = position < word.count ? word[position] : 2
      if symbol < 2 { state = next[state][symbol] }
      values += (0..<3).map { $0 == symbol ? 1 : 0 }
      accepted.append(accepts[state] ? 1 : 0)
    }
    return (values, accepted)
  }
}

extension CatalogueEntry {
  /// Words of one of the languages and others, as many of each.
  static let tomita = CatalogueEntry(
    name: "tomita",
    summary:
      "synthetic words over 0 and 1 of 0 to 16 symbols, half of them of Tomita's language k=1..7: n= of them for "
      + "training, by default 1000, and a quarter as many for testing",
    subsets: ["train", "test"],
    header: { subset, loading in tomitaHeader(try number(loading), count(subset, loading)) },
    read: { subset, loading in
      let (number, count) = (try number(loading), count(subset, loading))
      let language = Tomita.languages[number - 1]
      let draws = [language.words(false), language.words(true)]
      var random = Random(seed: loading.sequence.seed, stream: subset == "test" ? 1 : 0)
      let drawn = (0..<count).map { language.sample(draws[$0 % 2](&random)) }
      return try Dataset(
        tomitaHeader(number, count), source: "synthetic data", .numbers(drawn.flatMap(\.values)),
        labels: drawn.map { $0.accepted.last ?? 0 }, stepLabels: drawn.flatMap(\.accepted),
        remarks: [
          "synthetic: words of Tomita's language \(number), \(Tomita.names[number - 1]), and others, seed \(loading.sequence.seed)"
        ])
    },
    keys: ["k", "n"])
}

private func number(_ loading: Loading) throws(DataError) -> Int {
  let number = loading.sequence.language ?? 1
  guard Tomita.languages.indices.contains(number - 1) else {
    throw .badKey(key: "k", value: "\(number)", reason: "choose 1 to \(Tomita.languages.count)")
  }
  return number
}

private func count(_ subset: String?, _ loading: Loading) -> Int {
  let count = loading.simulation.samples ?? 1000
  return subset == "test" ? max(1, count / 4) : count
}

private func tomitaHeader(_ number: Int, _ count: Int) -> DatasetHeader {
  DatasetHeader(
    name: "tomita-\(number)", count: count, shape: [Tomita.longest, 3], classes: Tomita.classes,
    isLabelledByStep: true, groups: Tomita.symbols)
}
