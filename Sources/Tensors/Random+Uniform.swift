import Dispatch

extension Random {
  /// Numbers from -bound to below bound, each equally likely.
  ///
  /// Number i follows from seed, stream and i alone, so that all processors make them together.
  public static func uniform(_ count: Int, within bound: Float, seed: UInt64, stream: UInt64) -> [Float] {
    // Multiples of 2^-23 from -1 to below 1, of the 24 highest bits of a word.
    let step = bound * 0x1p-23
    // Eight blocks of four words are made at once, and a part is 2 MB of numbers.
    let group = 32
    let part = 1 << 14
    let groups = (count + group - 1) / group
    return [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      // Each part has a stretch of its own.
      nonisolated(unsafe) let numbers = UnsafeMutableRawBufferPointer(buffer)
      DispatchQueue.concurrentPerform(iterations: (groups + part - 1) / part) { index in
        for start in index * part..<min((index + 1) * part, groups) {
          let words = eightBlocks(from: UInt64(start) * 8, seed: seed, stream: stream)
          for (word, lanes) in [words.0, words.1, words.2, words.3].enumerated() {
            let values = (SIMD8<Float>(lanes &>> 8) - 0x1p23) * step
            let place = start * group + word * 8
            if place + 8 <= count {
              numbers.storeBytes(of: values, toByteOffset: place * 4, as: SIMD8<Float>.self)
            } else {
              for lane in 0..<max(0, count - place) {
                numbers.storeBytes(of: values[lane], toByteOffset: (place + lane) * 4, as: Float.self)
              }
            }
          }
        }
      }
      initialized = count
    }
  }

  /// `philox` of eight counters in a row, side by side: the first words of all, the second words, ...
  private static func eightBlocks(
    from counter: UInt64, seed: UInt64, stream: UInt64
  ) -> (SIMD8<UInt32>, SIMD8<UInt32>, SIMD8<UInt32>, SIMD8<UInt32>) {
    func all(_ word: UInt64) -> SIMD8<UInt32> { SIMD8(repeating: UInt32(truncatingIfNeeded: word)) }
    // Counters begin at multiples of eight, so that adding a lane's number never carries.
    var first = all(counter) &+ [0, 1, 2, 3, 4, 5, 6, 7]
    var (second, third, fourth) = (all(counter >> 32), all(stream), all(stream >> 32))
    var (low, high) = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    for _ in 0..<10 {
      let left = SIMD8<UInt64>(truncatingIfNeeded: first) &* SIMD8(repeating: 0xD251_1F53)
      let right = SIMD8<UInt64>(truncatingIfNeeded: third) &* SIMD8(repeating: 0xCD9E_8D57)
      first = SIMD8<UInt32>(truncatingIfNeeded: right &>> 32) ^ second ^ SIMD8(repeating: low)
      second = SIMD8<UInt32>(truncatingIfNeeded: right)
      third = SIMD8<UInt32>(truncatingIfNeeded: left &>> 32) ^ fourth ^ SIMD8(repeating: high)
      fourth = SIMD8<UInt32>(truncatingIfNeeded: left)
      low &+= 0x9E37_79B9
      high &+= 0xBB67_AE85
    }
    return (first, second, third, fourth)
  }
}
