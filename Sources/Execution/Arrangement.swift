/// In which order the axes of a value lie in memory: sample, condition, then those of its shape.
enum Arrangement: Hashable, Sendable {
  /// The axes outermost first.
  case axes([Int])
  /// Images whose channels are split into vectors: sample, condition, channels / 16, rows, columns, 16.
  ///
  /// It is what the Winograd kernels take.
  case blocked

  /// The channels of a vector: as many numbers as the widest registers hold.
  static let vector = 16

  static func rowMajor(_ rank: Int) -> Arrangement { .axes(Array(0..<rank)) }

  /// Sample, condition, rows, columns, channels.
  static let channelsLast = Arrangement.axes([0, 1, 3, 4, 2])

  /// Whether values of these extents are images of whole vectors of channels.
  static func canBlock(_ extents: [Int]) -> Bool { extents.count == 5 && extents[2] % vector == 0 }

  var text: String {
    switch self {
    case .axes(let axes) where axes == Array(axes.indices): "row-major"
    case .channelsLast: "channels-last"
    case .axes(let axes): axes.map(String.init).joined()
    case .blocked: "blocked by \(Self.vector)"
    }
  }
}
