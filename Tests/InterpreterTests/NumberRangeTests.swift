import Interpreter
import Testing

struct NumberRangeTests {
  @Test(arguments: [
    (0.0, 1.0, 0.25, [0, 0.25, 0.5, 0.75, 1]),
    (0, 1, 0.1, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]),
    (1, 0, -0.5, [1, 0.5, 0]),
    (2, 2, 1, [2]),
    (0, 1, 0.3, [0, 0.3, 0.6, 0.9]),
  ])
  func bothEndsAreIn(first: Double, last: Double, step: Double, expected: [Double]) throws {
    #expect(try NumberRange(first, last, by: step).values == expected)
  }

  @Test func withoutAStepItGoesByOnes() throws {
    #expect(try NumberRange(3, 1).values == [3, 2, 1])
    #expect(try NumberRange(-1, 1).values == [-1, 0, 1])
  }

  @Test func endlessAndLongRangesAreRefused() {
    #expect(throws: Mistake.endlessRange(0, 1, -1)) { try NumberRange(0, 1, by: -1) }
    #expect(throws: Mistake.endlessRange(0, 1, 0)) { try NumberRange(0, 1, by: 0) }
    #expect(throws: Mistake.self) { try NumberRange(0, 1e300) }
    #expect(throws: Mistake.self) { try NumberRange(-1.7e308, 1.7e308) }
  }
}
