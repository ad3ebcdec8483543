/// The seven languages over 0 and 1 on which the learning of automata is measured. Source: Tomita 1982.
public enum TomitaGrammar: Int, CaseIterable, Codable, Hashable, Sendable {
  case ones = 1
  case onesAndZerosInTurn
  case noOddZerosAfterOddOnes
  case noThreeZeros
  case evenZerosAndEvenOnes
  case differenceDivisibleByThree
  case fourBlocks

  public var description: String {
    switch self {
    case .ones: "1*"
    case .onesAndZerosInTurn: "(10)*"
    case .noOddZerosAfterOddOnes: "no odd run of 0 right after an odd run of 1"
    case .noThreeZeros: "no 000"
    case .evenZerosAndEvenOnes: "an even number of 0 and an even number of 1"
    case .differenceDivisibleByThree: "as many 0 as 1, or 3, 6, ... more of one"
    case .fourBlocks: "0*1*0*1*"
    }
  }

  /// The automaton with the fewest states.
  public var automaton: Automaton {
    let (transitions, accepting): ([[Int]], [Bool]) =
      switch self {
      case .ones: ([[1, 0], [1, 1]], [true, false])
      case .onesAndZerosInTurn: ([[2, 1], [0, 2], [2, 2]], [true, false, false])
      // Even ones, odd ones, then odd or even zeros after odd ones; a one after odd zeros is too late.
      case .noOddZerosAfterOddOnes:
        ([[0, 1], [2, 0], [3, 4], [2, 1], [4, 4]], [true, true, false, true, false])
      case .noThreeZeros: ([[1, 0], [2, 0], [3, 0], [3, 3]], [true, true, true, false])
      case .evenZerosAndEvenOnes: ([[1, 2], [0, 3], [3, 0], [2, 1]], [true, false, false, false])
      case .differenceDivisibleByThree: ([[1, 2], [2, 0], [0, 1]], [true, false, false])
      case .fourBlocks: ([[0, 1], [2, 1], [2, 3], [4, 3], [4, 4]], [true, true, true, true, false])
      }
    return Automaton(checked: ["0", "1"], transitions, accepting, 0).minimal
  }
}
