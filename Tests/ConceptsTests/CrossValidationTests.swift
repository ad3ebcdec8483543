import Concepts
import Tensors
import Testing

@Suite struct CrossValidationTests {
  @Test(arguments: [2, 5, 10])
  func eachRowIsHeldOutOnceAndClassesAreSpreadEvenly(_ folds: Int) {
    var random = Random(seed: 4)
    let strata = (0..<97).map { _ in random.integer(below: 4) * 3 }
    let parts = CrossValidation(strata: strata, folds: folds, seed: 1)
    #expect(parts.heldOut.count == folds)
    #expect(parts.heldOut.flatMap { $0 }.sorted() == Array(0..<97))
    for fold in parts.heldOut.indices {
      #expect((parts.learning(fold) + parts.heldOut[fold]).sorted() == Array(0..<97))
      for stratum in Set(strata) {
        let share = Double(strata.count { $0 == stratum }) / Double(folds)
        #expect(abs(Double(parts.heldOut[fold].count { strata[$0] == stratum }) - share) < 1)
      }
    }
    #expect(parts == CrossValidation(strata: strata, folds: folds, seed: 1))
    #expect(parts != CrossValidation(strata: strata, folds: folds, seed: 2))
  }

  @Test func moreFoldsThanRowsOfAClassAreNotMade() {
    #expect(CrossValidation(strata: [0, 0, 0, 1, 1], folds: 5, seed: 0).heldOut.count == 3)
    #expect(CrossValidation(strata: [0, 1, 2], folds: 5, seed: 0).heldOut.isEmpty)
  }
}
