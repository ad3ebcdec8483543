/// Byte-pair encoding: neighbours are merged, those first that were merged first in training.
///
/// Source: Sennrich, Haddow and Birch 2016.
struct BytePairs: SubwordModel {
  struct Merge {
    let rank: Int32
    /// What the two become.
    let id: Int32
  }

  struct Settings {
    var unknown: Int?
    /// Whether unknown characters in a row become one token.
    var fusesUnknown = false
    /// Whether unknown characters become tokens for their bytes, `<0x0A>`.
    var fallsBackToBytes = false
    /// Whether a word that is a token as a whole is left whole.
    var ignoresMerges = false
    /// What precedes characters that are not the first of a word.
    var prefix = ""
    /// What follows the last character of a word.
    var suffix = ""
  }

  let vocabulary: Vocabulary
  let settings: Settings
  private let merges: [UInt64: Merge]
  /// The tokens for single bytes; empty unless there is one for each.
  private let byteTokens: [Int]

  init(_ vocabulary: Vocabulary, merges: [UInt64: Merge], settings: Settings) {
    self.vocabulary = vocabulary
    self.merges = merges
    self.settings = settings
    byteTokens = settings.fallsBackToBytes ? vocabulary.byteTokens : []
  }

  /// What `merges` calls two neighbours.
  static func pair(_ left: Int, _ right: Int) -> UInt64 { UInt64(left) << 32 | UInt64(right) }

  /// A token that may be merged with the next one.
  private struct Symbol {
    var id: Int
    var count: Int
    var previous: Int
    var next: Int
  }

  func cut(_ word: AlignedText, into cuts: inout [Cut]) {
    if settings.ignoresMerges, let id = vocabulary.tree[word.bytes] {
      cuts.append(Cut(id: id, range: 0..<word.count))
      return
    }
    var symbols = symbols(word)
    merge(&symbols)
    var offset = 0
    var place = symbols.isEmpty ? -1 : 0
    while place >= 0 {
      let symbol = symbols[place]
      cuts.append(Cut(id: symbol.id, range: offset..<offset + symbol.count))
      offset += symbol.count
      place = symbol.next
    }
  }

  /// One symbol for each character.
  private func symbols(_ word: AlignedText) -> [Symbol] {
    var symbols: [Symbol] = []
    func add(_ id: Int, _ count: Int) {
      if !symbols.isEmpty { symbols[symbols.count - 1].next = symbols.count }
      symbols.append(Symbol(id: id, count: count, previous: symbols.count - 1, next: -1))
    }
    var unknownCount = 0
    func addUnknown() {
      if let unknown = settings.unknown, unknownCount > 0 { add(unknown, unknownCount) }
      unknownCount = 0
    }
    var offset = 0
    while offset < word.count {
      let end = word.scalar(at: offset).end
      defer { offset = end }
      let bytes = word.bytes[offset..<end]
      if let id = token(bytes, isFirst: offset == 0, isLast: end == word.count) {
        addUnknown()
        add(id, bytes.count)
      } else if !byteTokens.isEmpty {
        for byte in bytes { add(byteTokens[Int(byte)], 1) }
      } else {
        if !settings.fusesUnknown { addUnknown() }
        unknownCount += bytes.count
      }
    }
    addUnknown()
    return symbols
  }

  private func token(_ bytes: ArraySlice<UInt8>, isFirst: Bool, isLast: Bool) -> Int? {
    var node = PrefixTree.root
    if !isFirst, !settings.prefix.isEmpty {
      guard let next = vocabulary.tree.node(of: settings.prefix.utf8) else { return nil }
      node = next
    }
    guard var last = vocabulary.tree.node(of: bytes, from: node) else { return nil }
    if isLast, !settings.suffix.isEmpty {
      guard let next = vocabulary.tree.node(of: settings.suffix.utf8, from: last) else { return nil }
      last = next
    }
    return vocabulary.tree.token(at: last)
  }

  private func merge(_ symbols: inout [Symbol]) {
    var queue = MergeQueue()
    func offer(_ left: Int, _ right: Int) {
      guard left >= 0, right >= 0,
        let merge = merges[BytePairs.pair(symbols[left].id, symbols[right].id)]
      else { return }
      queue.push(.init(order: UInt64(merge.rank) << 32 | UInt64(left), id: merge.id))
    }
    for place in symbols.indices.dropLast() { offer(place, place + 1) }
    while let candidate = queue.pop() {
      let left = Int(candidate.order & 0xFFFF_FFFF)
      let right = symbols[left].next
      // One of the two may have become something else since.
      guard symbols[left].count > 0, right >= 0,
        merges[BytePairs.pair(symbols[left].id, symbols[right].id)]?.id == candidate.id
      else { continue }
      symbols[left].id = Int(candidate.id)
      symbols[left].count += symbols[right].count
      symbols[left].next = symbols[right].next
      symbols[right].count = 0
      if symbols[right].next >= 0 { symbols[symbols[right].next].previous = left }
      offer(symbols[left].previous, left)
      offer(left, symbols[left].next)
    }
  }
}

/// The merges that are possible, the first one in front: a binary heap.
private struct MergeQueue {
  struct Candidate {
    /// Rank, then place.
    let order: UInt64
    let id: Int32
  }

  private var heap: [Candidate] = []

  mutating func push(_ candidate: Candidate) {
    heap.append(candidate)
    var child = heap.count - 1
    while child > 0, heap[child].order < heap[(child - 1) / 2].order {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> Candidate? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    if heap.isEmpty { return first }
    heap[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if heap[child].order < heap[least].order { least = child }
      }
      if least == parent { return first }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}

extension Vocabulary {
  /// The tokens `<0x00>` to `<0xFF>`; empty if one is missing.
  var byteTokens: [Int] {
    let ids = (0..<256).compactMap { byte in
      id("<0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) + ">")
    }
    return ids.count == 256 ? ids : []
  }
}
