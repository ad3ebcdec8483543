/// What the steps of a recurrent network for pictures are made of, as a learner writes it:
/// `in:256 | hidden:128 | recur:256 | out:32`. Chormai 2018.
///
/// First what each step reads goes through: `conv:5x5x24` (height, width, channels), `pool:2`, `in:256`. Then what joins
/// it with the state: `hidden:128 | recur:256`, whose state is what `recur` gives, or `lstm:72`. Last what the state of
/// the last step goes through: `out:32`.
public struct Wiring: Hashable, Sendable {
  public enum Part: Hashable, Sendable {
    case convolution(height: Int, width: Int, channels: Int)
    /// Sums of squares of so many values.
    case pool(Int)
    case `in`(Int)
    case hidden(Int)
    case recurrent(Int)
    case lstm(Int)
    case out(Int)
  }

  public let front: [Part]
  public let state: [Part]
  public let head: [Int]
  /// Whether steps go through convolutions or pools, which only pictures can.
  public var readsPictures: Bool { front.contains { if case .in = $0 { false } else { true } } }

  /// - Throws: ``WiringError``
  public init(_ text: String) throws(WiringError) {
    var parts: [Part] = []
    for piece in text.split(separator: "|", omittingEmptySubsequences: false) {
      parts.append(try Part(piece.filter { $0 != " " }))
    }
    front = Array(parts.prefix { $0.place == 0 })
    state = Array(parts.dropFirst(front.count).prefix { $0.place == 1 })
    let rest = parts.dropFirst(front.count + state.count)
    head = rest.compactMap { if case .out(let features) = $0 { features } else { nil } }
    guard head.count == rest.count else { throw .order(text) }
    let isState =
      switch (state.first, state.dropFirst().first) {
      case (.lstm, nil): state.count == 1
      case (.hidden, .recurrent): state.count == 2
      default: false
      }
    guard isState else { throw .state(text) }
    let firstDense = front.firstIndex { if case .in = $0 { true } else { false } } ?? front.count
    let isOrdered = front[firstDense...].allSatisfy { if case .in = $0 { true } else { false } }
    guard isOrdered else { throw .order(text) }
  }
}

/// What is wrong with a wiring.
public enum WiringError: Error, Hashable, Sendable, CustomStringConvertible {
  case part(String)
  case order(String)
  case state(String)

  public var description: String {
    switch self {
    case .part(let part):
      "'\(part)' is no part of a wiring: conv:5x5x24, pool:2, in:256, hidden:128, recur:256, lstm:72 and out:32 are"
    case .order(let text):
      "'\(text)' has its parts in another order than conv and pool, in, then hidden and recur or lstm, then out"
    case .state(let text):
      "'\(text)' has no state: it needs hidden:128 | recur:256, or lstm:72"
    }
  }
}

extension Wiring.Part {
  fileprivate init(_ text: String) throws(WiringError) {
    let pieces = text.split(separator: ":").map(String.init)
    guard pieces.count == 2 else { throw .part(text) }
    let numbers = pieces[1].split(separator: "x").map { Int($0) ?? 0 }
    guard !numbers.isEmpty, numbers.allSatisfy({ (1...10_000).contains($0) }),
      pieces[0] != "conv" || numbers.prefix(2).allSatisfy({ $0 <= 100 })
    else { throw .part(text) }
    switch (pieces[0], numbers.count) {
    case ("conv", 3): self = .convolution(height: numbers[0], width: numbers[1], channels: numbers[2])
    case ("pool", 1): self = .pool(numbers[0])
    case ("in", 1): self = .in(numbers[0])
    case ("hidden", 1): self = .hidden(numbers[0])
    case ("recur", 1): self = .recurrent(numbers[0])
    case ("lstm", 1): self = .lstm(numbers[0])
    case ("out", 1): self = .out(numbers[0])
    default: throw .part(text)
    }
  }

  /// Before the state, in it, or after it.
  fileprivate var place: Int {
    switch self {
    case .convolution, .pool, .in: 0
    case .hidden, .recurrent, .lstm: 1
    case .out: 2
    }
  }
}
