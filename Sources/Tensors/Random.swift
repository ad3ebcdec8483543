import Glibc

/// Random numbers that a seed determines, the same on every machine.
///
/// Philox 4x32-10: number i is a keyed scrambling of the counter i, so that streams never overlap and need no state
/// beyond their position. Source: Salmon, Moraes, Dror, Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3".
public struct Random: Hashable, Sendable {
  private let key: SIMD2<UInt32>
  private let stream: UInt64
  private var counter: UInt64 = 0
  private var block = SIMD4<UInt32>()
  private var used = 4
  private var spareNormal: Float?

  /// Streams of one seed are independent: one for each sample or task keeps results the same in any order of work.
  public init(seed: UInt64, stream: UInt64 = 0) {
    key = [UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)]
    self.stream = stream
  }

  /// The next 32 random bits.
  public mutating func word() -> UInt32 {
    if used == 4 {
      let low = SIMD2(UInt32(truncatingIfNeeded: counter), UInt32(truncatingIfNeeded: counter >> 32))
      let high = SIMD2(UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32))
      block = Random.philox(counter: SIMD4(lowHalf: low, highHalf: high), key: key)
      counter &+= 1
      used = 0
    }
    defer { used += 1 }
    return block[used]
  }

  /// A number from 0 to below 1, a multiple of 2^-24.
  public mutating func uniform() -> Float {
    Float(word() >> 8) * 0x1p-24
  }

  /// A number of the standard normal distribution. Source: Box, Muller (1958).
  public mutating func normal() -> Float {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    // 1 - u keeps the logarithm finite; Float64 makes the rounded result the same under every libm.
    let radius = (-2 * log(1 - Double(word()) * 0x1p-32)).squareRoot()
    let angle = 2 * Double.pi * Double(word()) * 0x1p-32
    spareNormal = Float(radius * sin(angle))
    return Float(radius * cos(angle))
  }

  /// A whole number from 0 to below `bound`, each equally likely. Source: Lemire (2019).
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "there is no whole number from 0 to below \(bound)")
    let bound = UInt64(bound)
    let unfair = (0 &- bound) % bound
    while true {
      let bits = UInt64(word()) << 32 | UInt64(word())
      let (high, low) = bits.multipliedFullWidth(by: bound)
      if low >= unfair { return Int(high) }
    }
  }

  /// The elements in random order, each order equally likely. Source: Fisher, Yates (1938).
  public mutating func shuffled<Element>(_ elements: some Sequence<Element>) -> [Element] {
    var elements = Array(elements)
    for last in elements.indices.dropFirst().reversed() {
      elements.swapAt(last, integer(below: last + 1))
    }
    return elements
  }

  package static func philox(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var (counter, key) = (counter, key)
    for _ in 0..<10 {
      let first = UInt64(counter[0]) * 0xD251_1F53
      let second = UInt64(counter[2]) * 0xCD9E_8D57
      counter = [
        UInt32(truncatingIfNeeded: second >> 32) ^ counter[1] ^ key[0], UInt32(truncatingIfNeeded: second),
        UInt32(truncatingIfNeeded: first >> 32) ^ counter[3] ^ key[1], UInt32(truncatingIfNeeded: first),
      ]
      key &+= [0x9E37_79B9, 0xBB67_AE85]
    }
    return counter
  }
}
