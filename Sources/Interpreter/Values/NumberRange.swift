/// `first..last by step`: equally spaced numbers, both ends included where a step meets the last one.
public struct NumberRange: Hashable, Sendable {
  public let first: Double
  public let last: Double
  public let step: Double
  public let count: Int

  public static let longest = 1_000_000

  public init(_ first: Double, _ last: Double, by step: Double? = nil) throws(Mistake) {
    let step = step ?? (last < first ? -1 : 1)
    guard step != 0, (last - first) * step >= 0 else { throw .endlessRange(first, last, step) }
    // A step that meets the last number but for rounding does meet it.
    let steps = ((last - first) / step + 1e-9).rounded(.down)
    guard steps < Double(Self.longest) else { throw .longRange(steps + 1, limit: Self.longest) }
    self.first = first
    self.last = last
    self.step = step
    count = Int(steps) + 1
  }

  /// Each number is calculated by itself, so that no rounding adds up; decimal steps give decimal numbers (0.3 and
  /// not 3 * 0.1 = 0.30000000000000004).
  public var values: [Double] {
    let scales = (0...12).lazy.map { decimals in (0..<decimals).reduce(1.0) { power, _ in power * 10 } }
    let isWhole = { (value: Double) in
      abs(value - value.rounded()) < 1e-9 * max(1, abs(value)) && abs(value) < 1e15
    }
    guard let scale = scales.first(where: { isWhole(first * $0) && isWhole(step * $0) }) else {
      return (0..<count).map { first + Double($0) * step }
    }
    let (start, stride) = ((first * scale).rounded(), (step * scale).rounded())
    return (0..<count).map { (start + Double($0) * stride) / scale }
  }
}

extension NumberRange: CustomStringConvertible {
  public var description: String {
    "\(first.plainText)..\(last.plainText)" + (abs(step) == 1 ? "" : " by \(step.plainText)")
  }
}
