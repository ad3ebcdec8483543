import Attributions
import Execution
import Models
import Programs
import Tensors
import Testing

/// Indices of interaction beside those of paths: agreement with their definitions, golden cases, refusals.
@Suite struct GameInteractionTests {
  let games: Games
  let table: Question

  init() throws {
    games = try Games()
    table = try games.table
  }

  @Test(arguments: ["archipelago", "faith-shap", "nid", "shapley-interaction", "shapley-taylor"])
  func indicesAgreeWithTheirDefinitions(_ name: String) throws {
    let found = try games.interact(name, table) { $0.baseline = try games.baseline }
    #expect(found.values.shape == [3, 8, 8])
    #expect(try distance(found.values, #require(games.values[name])) < 1e-4)
  }

  @Test(arguments: ["shapley-taylor", "faith-shap"]) func indicesOfOrderTwoAreComplete(_ name: String) throws
  {
    let found = try games.interact(name, table) { $0.baseline = try games.baseline }
    #expect(try #require(found.completeness).residuals.allSatisfy { abs($0) < 1e-9 })
  }

  @Test func attributionsOfTheIndicesAreShapleyValues() throws {
    let found = try games.interact("shapley-interaction", table) { $0.baseline = try games.baseline }
    let shapley = try #require(games.values["shapley"])
    #expect(try distance(#require(found.attributions), shapley) < 1e-4)
  }

  @Test func blurredSecondDerivativesAgreeWithTheFormula() throws {
    let question = try Question(
      games.model("shallow"), Inputs(games.tensor("points", [2, 5])), target: .classes([1]),
      executor: games.executor)
    let exact = try #require(games.values["smooth-hess"])
    var squares: [Double] = []
    for seed in 0..<6 {
      let found = try games.interact("smooth-hess", question) {
        ($0.count, $0.noise, $0.seed) = (2000, 0.3, UInt64(seed))
      }
      let errors = try #require(found.errors)
      for (index, value) in exact.enumerated() {
        let ratio = (Double(found.values.values[index]) - value) / Double(errors.values[index])
        #expect(abs(ratio) < 4.5)
        squares.append(ratio * ratio)
      }
    }
    let spread = (squares.reduce(0, +) / Double(squares.count)).squareRoot()
    #expect(spread > 0.75 && spread < 1.3)
  }

  private let indices = ["shapley-interaction", "shapley-taylor", "faith-shap"]

  @Test func aProductIsOneInteraction() throws {
    let question = try Formula.question([[2, 3, 5]]) { x in x[0] * x[1] + x[2] }
    for name in indices {
      let found = try games.interact(name, question).values.values
      // The Shapley interaction index of single features is their Shapley value.
      let alone: Float = name == "shapley-interaction" ? 3 : 0
      #expect(zip(found, [alone, 6, 0, 6, alone, 0, 0, 0, 5]).allSatisfy { abs($0 - $1) < 1e-5 })
    }
    let archipelago = try games.interact("archipelago", question).values.values
    #expect(archipelago == [0, 36, 0, 36, 0, 0, 0, 0, 0])
  }

  @Test func logicalFunctionsHaveTheirInteractions() throws {
    let and = try Formula.question([[1, 1]]) { x in (x[0] + x[1] - 1).positive }
    let xor = try Formula.question([[1, 1]]) { x in (x[0] + x[1]).positive - (x[0] + x[1] - 1).positive * 2 }
    for name in indices {
      #expect(try games.interact(name, and).values.values[1] == 1)
      #expect(try games.interact(name, xor).values.values[1] == -2)
    }
    #expect(try games.interact("archipelago", xor).values.values == [0, 4, 4, 0])
  }

  @Test func aThirdOrderTermIsDividedAmongPairs() throws {
    let question = try Formula.question([[1, 1, 1]]) { x in x[0] * x[1] * x[2] }
    #expect(try abs(games.interact("shapley-taylor", question).values.values[1] - 1.0 / 3) < 1e-6)
    #expect(try abs(games.interact("shapley-interaction", question).values.values[1] - 0.5) < 1e-6)
    #expect(try abs(games.interact("faith-shap", question).values.values[1] - 0.5) < 1e-6)
  }

  @Test func sumsHaveNoInteractions() throws {
    let question = try Formula.question([[2, -3, 5]]) { x in x[0] * 2 + x[1].positive - x[2] }
    for name in indices + ["archipelago"] {
      let found = try games.interact(name, question).values.values
      #expect([1, 2, 5].allSatisfy { abs(found[$0]) < 1e-6 })
    }
  }

  @Test func groupsCanInteract() throws {
    let question = try Formula.question([[2, 3, 5]]) { x in x[0] * x[1] + x[1] * x[2] }
    let groups = try FeatureGroups([[0, 2], [1]], of: [3])
    #expect(try games.interact("shapley-interaction", question, groups).values.shape == [1, 2, 2])
    #expect(try abs(games.interact("shapley-interaction", question, groups).values.values[1] - 21) < 1e-5)
    let hessian = try games.interact("smooth-hess", question, groups) { $0.count = 4000 }
    #expect(abs(hessian.values.values[1] - 2) < 4.5 * (try #require(hessian.errors)).values[1])
  }

  @Test func weightsAreReadOfDenseNetworksOnly() throws {
    let picture = try Question(
      games.model("picture"), Inputs(games.tensor("image", [2, 2, 8, 8])), target: .classes([1]),
      executor: games.executor)
    let error = #expect(throws: AttributionError.self) { try games.interact("nid", picture) }
    #expect(try #require(error).description.contains("take archipelago"))
    #expect(throws: AttributionError.tooManyGroups(128, most: 16)) {
      try games.interact("shapley-taylor", picture)
    }
  }
}
