/// A recurrent network that reads words of symbols.
public struct RecurrentAcceptor: Sendable {
  /// The hidden vector after each of some words, and whether the word is accepted.
  public let read: @Sendable ([[Int]]) throws -> [(hidden: [Float], isAccepted: Bool)]
  /// The most symbols that it can read.
  public let longest: Int

  public init(
    longest: Int, read: @escaping @Sendable ([[Int]]) throws -> [(hidden: [Float], isAccepted: Bool)]
  ) {
    (self.longest, self.read) = (longest, read)
  }

  public func accepts(_ words: [[Int]]) throws -> [Bool] { try read(words).map(\.isAccepted) }
}
