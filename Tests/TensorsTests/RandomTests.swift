import Tensors
import Testing

@Suite struct RandomTests {
  /// The known answers that come with Random123, the authors' library.
  @Test func philoxGivesThePublishedAnswers() {
    #expect(
      Random.philox(counter: .zero, key: .zero) == [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8])
    #expect(
      Random.philox(counter: .init(repeating: .max), key: .init(repeating: .max))
        == [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd])
    #expect(
      Random.philox(
        counter: [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], key: [0xa409_3822, 0x299f_31d0])
        == [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1])
  }

  @Test func aSeedGivesTheSameNumbersAndStreamsDiffer() {
    var (first, again, other) = (Random(seed: 7), Random(seed: 7), Random(seed: 7, stream: 1))
    let numbers = (0..<100).map { _ in first.word() }
    #expect(numbers == (0..<100).map { _ in again.word() })
    #expect(Set(numbers).isDisjoint(with: (0..<100).map { _ in other.word() }))
    var zero = Random(seed: 0)
    #expect([zero.word(), zero.word()] == [0x6627_e8d5, 0xe169_c58d])
  }

  @Test func uniformNumbersFillTheUnitInterval() {
    var random = Random(seed: 3)
    let numbers = (0..<100_000).map { _ in random.uniform() }
    #expect(numbers.allSatisfy { $0 >= 0 && $0 < 1 })
    // Five standard errors of the mean, sqrt(1 / 12 / n).
    #expect(abs(numbers.reduce(0) { $0 + Double($1) } / 100_000 - 0.5) < 0.0046)
  }

  /// Eight blocks of four words side by side, whatever the count.
  @Test(arguments: [0, 1, 31, 32, 33, 1000, 600_001])
  func manyNumbersAreThoseOfTheirCounters(_ count: Int) {
    let numbers = Random.uniform(count, within: 2, seed: 5 << 32 | 7, stream: 9)
    #expect(numbers.count == count)
    for place in Set([0, 1, 8, 31, 32, 999, 600_000]) where place < count {
      let (group, word, lane) = (place / 32, place % 32 / 8, place % 8)
      let words = Random.philox(counter: [UInt32(group * 8 + lane), 0, 9, 0], key: [7, 5])
      #expect(numbers[place] == (Float(words[word] >> 8) * 0x1p-23 - 1) * 2)
    }
    #expect(numbers.allSatisfy { $0 >= -2 && $0 < 2 })
  }

  @Test func normalNumbersHaveTheMomentsOfTheNormalDistribution() {
    var random = Random(seed: 4)
    let numbers = (0..<100_000).map { _ in Double(random.normal()) }
    let moments = (1...4).map { power in
      numbers.reduce(0) { sum, x in sum + (0..<power).reduce(1) { product, _ in product * x } } / 100_000
    }
    // Five standard errors, from the moments 0, 1, 0, 3, 0, 15, 0, 105.
    #expect(abs(moments[0]) < 0.016 && abs(moments[1] - 1) < 0.023)
    #expect(abs(moments[2]) < 0.062 && abs(moments[3] - 3) < 0.155)
  }

  @Test func wholeNumbersAreEquallyLikely() {
    var random = Random(seed: 5)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[random.integer(below: 7)] += 1 }
    // Chi-squared with 6 degrees of freedom exceeds 27.9 once in 10,000 times.
    #expect(counts.reduce(0) { $0 + Double(($1 - 10_000) * ($1 - 10_000)) / 10_000 } < 27.9)
    #expect(random.integer(below: 1) == 0 && random.integer(below: .max) >= 0)
  }

  @Test func everyOrderIsEquallyLikely() {
    var random = Random(seed: 6)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<60_000 { counts[random.shuffled(0..<3), default: 0] += 1 }
    // Chi-squared with 5 degrees of freedom exceeds 25.7 once in 10,000 times.
    #expect(counts.count == 6)
    #expect(counts.values.reduce(0) { $0 + Double(($1 - 10_000) * ($1 - 10_000)) / 10_000 } < 25.7)
    #expect(random.shuffled([Int]()) == [])
  }
}
