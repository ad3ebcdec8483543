/// Tokens and their numbers.
struct Vocabulary: Sendable {
  /// More numbers than any vocabulary has: a larger one is damage.
  static let mostTokens = 4_000_000

  private(set) var tree = PrefixTree()
  /// The token of each number; nil where a number is skipped.
  private(set) var tokens: [String?] = []

  var count: Int { tokens.count }

  /// The numbers that no token has.
  var holes: [Int] { tokens.indices.filter { tokens[$0] == nil } }

  func id(_ token: String) -> Int? { tree[token.utf8] }

  func token(_ id: Int) -> String? { tokens.indices.contains(id) ? tokens[id] : nil }

  /// Adds a token; nil if its number is in use by another one or impossible.
  mutating func add(_ token: String, id: Int) -> Void? {
    guard id >= 0, id < Vocabulary.mostTokens else { return nil }
    if id >= tokens.count { tokens += [String?](repeating: nil, count: id + 1 - tokens.count) }
    guard tokens[id] == nil || tokens[id] == token else { return nil }
    tokens[id] = token
    tree.insert(token.utf8, token: id)
    return ()
  }
}
