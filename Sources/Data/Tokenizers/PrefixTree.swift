/// The tokens of a vocabulary by their bytes: one walk finds every token that a text begins with.
struct PrefixTree: Sendable {
  /// Where a walk begins.
  static let root: Int32 = 0

  /// The token that ends at each node, -1 where none does.
  private var tokens: [Int32] = [-1]
  /// Edges in a table with open addressing: node and byte, with 1 added so that 0 is a free place.
  private var edges: [UInt64] = [UInt64](repeating: 0, count: 64)
  private var ends: [Int32] = [Int32](repeating: 0, count: 64)

  /// The node that `byte` leads to.
  func node(after node: Int32, _ byte: UInt8) -> Int32? {
    let edge = PrefixTree.edge(node, byte)
    let place = place(of: edge)
    return edges[place] == edge ? ends[place] : nil
  }

  /// The token that ends at a node.
  func token(at node: Int32) -> Int? {
    let token = tokens[Int(node)]
    return token < 0 ? nil : Int(token)
  }

  /// The node at the end of some bytes.
  func node(of bytes: some Sequence<UInt8>, from start: Int32 = root) -> Int32? {
    var node = start
    for byte in bytes {
      guard let next = self.node(after: node, byte) else { return nil }
      node = next
    }
    return node
  }

  /// The token that consists of these bytes.
  subscript(bytes: some Sequence<UInt8>) -> Int? {
    node(of: bytes).flatMap(token)
  }

  /// The longest token that `bytes` has at `start`, and where it ends.
  func longest(in bytes: [UInt8], at start: Int, from first: Int32 = root) -> (token: Int, end: Int)? {
    var (node, offset) = (first, start)
    var longest: (token: Int, end: Int)?
    while offset < bytes.count, let next = self.node(after: node, bytes[offset]) {
      offset += 1
      node = next
      if let token = token(at: node) { longest = (token, offset) }
    }
    return longest
  }

  mutating func insert(_ bytes: some Sequence<UInt8>, token: Int) {
    var node = PrefixTree.root
    for byte in bytes {
      let edge = PrefixTree.edge(node, byte)
      var place = place(of: edge)
      if edges[place] == 0 {
        if 2 * tokens.count > edges.count {
          grow()
          place = self.place(of: edge)
        }
        edges[place] = edge
        ends[place] = Int32(tokens.count)
        tokens.append(-1)
      }
      node = ends[place]
    }
    tokens[Int(node)] = Int32(token)
  }

  private static func edge(_ node: Int32, _ byte: UInt8) -> UInt64 { UInt64(node) << 8 + UInt64(byte) + 1 }

  /// Where an edge stands, or the free place that is for it.
  private func place(of edge: UInt64) -> Int {
    let mask = edges.count - 1
    // Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, 6.4).
    var place = Int(truncatingIfNeeded: (edge &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while edges[place] != edge, edges[place] != 0 { place = (place + 1) & mask }
    return place
  }

  private mutating func grow() {
    let old = (edges, ends)
    edges = [UInt64](repeating: 0, count: 2 * old.0.count)
    ends = [Int32](repeating: 0, count: 2 * old.0.count)
    for (edge, end) in zip(old.0, old.1) where edge != 0 {
      let place = place(of: edge)
      edges[place] = edge
      ends[place] = end
    }
  }
}
