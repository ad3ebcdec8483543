import Attributions
import Execution
import Foundation
import Models
import Programs
import Tensors
import TestSupport
import Testing

private let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .appending(path: "Fixtures")

private func golden(_ name: String) throws -> Model {
  try Model(onnx: fixtures.appending(path: "golden/\(name).onnx").path)
}

private let executor = Executor()

private func interactions(
  _ method: String, _ model: Model, _ samples: Tensor, target: Int = 0, _ change: (inout MethodSettings) -> Void = { _ in }
) throws -> Interactions {
  var settings = MethodSettings()
  change(&settings)
  let named = try #require(NamedInteraction.all.first { $0.name == method })
  let question = try Question(model, Inputs(samples), target: .classes([target]), executor: executor)
  return try named.make(settings).interact(question, groups: FeatureGroups(elementsOf: question.shape))
}

private func attributions(
  _ method: String, _ model: Model, _ samples: Tensor, target: Int = 0, _ change: (inout MethodSettings) -> Void = { _ in }
) throws -> Explanation {
  var settings = MethodSettings()
  change(&settings)
  let named = try #require(NamedMethod.all.first { $0.name == method })
  return try named.make(settings).attribute(
    Question(model, Inputs(samples), target: .classes([target]), executor: executor))
}

private func largest(_ tensor: Tensor) -> Float { tensor.values.map(abs).max() ?? 0 }

/// The largest difference as a share of the largest expected value.
private func distance(_ found: Tensor, _ expected: Tensor) -> Float {
  guard found.shape == expected.shape else { return .infinity }
  return (zip(found.values, expected.values).map { abs($0 - $1) }.max() ?? 0) / max(largest(expected), 1e-30)
}

/// Values that can be worked out by hand. Janizek et al. 2021, section 3, and integrals of t (-ln t).
struct GoldenInteractionTests {
  @Test func xorIsInteractionAlone() throws {
    let ones = Tensor([1, 2], [1, 1])
    let model = try golden("xor")
    #expect(largest(try attributions("ig", model, ones).values) < 1e-6)
    let found = try interactions("ih", model, ones).values
    let half = Float(0.5 * log(2.0))
    #expect(distance(found, Tensor([1, 2, 2], [half, -half, -half, half])) < 1e-6)
  }

  @Test func bothInputsOfAndShareWhatTheyMakeTogether() throws {
    let found = try interactions("ih", golden("and"), Tensor([1, 2], [1, 1])).values
    let pair = Float(0.25 * log(2.0))
    #expect(distance(found, Tensor([1, 2, 2], [0.5 - pair, pair, pair, 0.5 - pair])) < 1e-6)
  }

  @Test func aLinearFunctionHasNoInteractions() throws {
    let x = Tensor([1, 3], [2, 1, -1])
    for method in ["ih", "eh"] {
      let found = try interactions(method, golden("linear"), x)
      #expect(distance(found.values, Tensor([1, 3, 3], [2, 0, 0, 0, -2, 0, 0, 0, -3])) < 1e-6)
    }
    #expect(largest(try interactions("hessian", golden("linear"), x).values) == 0)
  }

  // A monomial of degree p with exponents m interacts by m mᵀ / p² of its value.
  @Test(arguments: [("square-times", [2, 1, 0] as [Float]), ("triple", [1, 1, 1])])
  func monomialsInteractByTheirExponents(_ name: String, _ exponents: [Float]) throws {
    let x = Tensor([2, 3], [1.5, -2, 0.5, -1, 3, 2])
    let found = try interactions("ih", golden(name), x)
    let degree = exponents.reduce(0, +)
    let expected = (0..<2).flatMap { row in
      let value = zip(0..<3, exponents).reduce(Float(1)) { $0 * pow(x.values[row * 3 + $1.0], $1.1) }
      return exponents.flatMap { first in exponents.map { first * $0 / (degree * degree) * value } }
    }
    #expect(distance(found.values, Tensor([2, 3, 3], expected)) < 1e-6)
  }

  @Test func aRowAloneIsTheRowOfTheWhole() throws {
    let x = Tensor([1, 3], [1.5, -2, 0.5])
    let whole = try interactions("ih", golden("triple"), x).values
    let row = try interactions("ih", golden("triple"), x) { $0.only = [1] }.values
    #expect(distance(row, Tensor([1, 1, 3], Array(whole.values[3..<6]))) < 1e-6)
    #expect(throws: AttributionError.noSuchGroup(3, groups: 3)) {
      try interactions("ih", golden("triple"), x) { $0.only = [3] }
    }
  }
}

/// The networks on the bundled table, against PyTorch's numbers in Float64.
struct TabularInteractionTests {
  let expected: NPZ
  let x: Tensor
  let mean: Baseline
  let background: Baseline

  init() throws {
    expected = try NPZ(fixtures.appending(path: "tabular/expected.npz").path)
    x = try expected.array("x").tensor
    let mean = try expected.array("mean").tensor
    self.mean = .values(mean.reshaped([1] + mean.shape))
    background = .values(try expected.array("background").tensor)
  }

  private func model(_ name: String) throws -> Model {
    try Model(
      onnx: fixtures.appending(path: "../../Sources/Data/Resources/tabular/\(name).onnx").standardized.path)
  }

  @Test(arguments: ["softplus", "tanh"])
  func integratedGradientsAreThoseOfTheReference(_ name: String) throws {
    let found = try attributions("ig", model(name), x, target: 1) { $0.baseline = mean }
    #expect(distance(found.values, try expected.array("\(name)/ig-mean-baseline").tensor) < 1e-4)
    let completeness = try #require(found.completeness)
    #expect(zip(completeness.residuals, completeness.differences).allSatisfy { abs($0) < 1e-3 * abs($1) })
  }

  // Of the network with ReLUs the reference's sums miss f(x) - E f(x') by up to 2.1e-3, ours by 1e-6.
  @Test(arguments: [("relu", 5e-4 as Float), ("softplus", 1e-4), ("tanh", 1e-4)])
  func expectedGradientsAreThoseOfTheReference(_ name: String, _ tolerance: Float) throws {
    let found = try attributions("eg", model(name), x, target: 1) {
      ($0.baseline, $0.steps) = (background, name == "relu" ? 128 : 32)
    }
    #expect(distance(found.values, try expected.array("\(name)/eg-all-background").tensor) < tolerance)
    let completeness = try #require(found.completeness)
    #expect(zip(completeness.residuals, completeness.outputs).allSatisfy { abs($0) < 1e-4 * max(1, abs($1)) })
  }

  // The reference's own sums miss by 1.8e-3 there, ours by what Float32 leaves; with more cells they agree in the end.
  @Test func secantsAgreeWithTheReferenceAndSumExactly() throws {
    let found = try attributions("ig", model("relu"), x, target: 1) { ($0.baseline, $0.steps) = (mean, 512) }
    #expect(distance(found.values, try expected.array("relu/ig-mean-baseline").tensor) < 2e-4)
    for cells in [1, 3, 512] {
      let found = try attributions("ig", model("relu"), x, target: 1) { ($0.baseline, $0.steps) = (mean, cells) }
      let completeness = try #require(found.completeness)
      #expect(zip(completeness.residuals, completeness.outputs).allSatisfy { abs($0) < 1e-5 * max(1, abs($1)) })
    }
  }

  @Test(arguments: ["softplus", "tanh"])
  func integratedHessiansAreThoseOfTheReference(_ name: String) throws {
    let found = try interactions("ih", model(name), x, target: 1) { ($0.baseline, $0.steps) = (mean, 64) }
    #expect(distance(found.values, try expected.array("\(name)/ih-mean-baseline").tensor) < 1e-4)
  }

  @Test(arguments: ["softplus", "tanh"])
  func hessiansAreThoseOfTheReference(_ name: String) throws {
    let found = try interactions("hessian", model(name), x, target: 1)
    #expect(distance(found.values, try expected.array("\(name)/hessian").tensor) < 1e-4)
  }

  @Test func fewNodesAreFarCloserThanTheTolerance() throws {
    let found = try interactions("ih", model("softplus"), x, target: 1) { $0.baseline = mean }
    #expect(distance(found.values, try expected.array("softplus/ih-mean-baseline").tensor) < 1e-3)
  }

  @Test func kinksMakeUpForAllThatGradientsMiss() throws {
    let found = try interactions("ih", model("relu"), x, target: 1) { $0.baseline = mean }
    let completeness = try #require(found.completeness)
    #expect(zip(completeness.residuals, completeness.differences).allSatisfy { abs($0) < 1e-4 * abs($1) })
    let attributions = try #require(found.attributions)
    #expect(distance(attributions, try expected.array("relu/ig-mean-baseline").tensor) < 2e-4)
    let sums = Tensor(
      [5, 30], (0..<150).map { row in found.values.values[row * 30..<(row + 1) * 30].reduce(0, +) })
    #expect(distance(sums, attributions) < 1e-4)
    for sample in 0..<5 {
      #expect(distance(found.values[sample], found.values[sample].transposed) < 1e-4)
    }
  }

  @Test func softplusTendsToTheKinks() throws {
    let exact = try interactions("ih", model("relu"), x.rows([0]), target: 1) { $0.baseline = mean }.values
    var before = Float.infinity
    for sharpness in [20.0, 60, 100] {
      let smooth = try interactions("ih", model("relu"), x.rows([0]), target: 1) {
        ($0.baseline, $0.smooth, $0.steps) = (mean, sharpness, 128)
      }
      #expect(smooth.surrogate?.sharpness == sharpness)
      let now = distance(smooth.values, exact)
      #expect(now < before)
      before = now
    }
    #expect(before < 0.01)
  }

  // One reference at a time, and all of them together.
  @Test(arguments: ["relu", "softplus"])
  func expectedHessiansAreMeansOfIntegratedOnes(_ name: String) throws {
    let references = try expected.array("background").tensor.rows(0..<6)
    let together = try interactions("eh", model(name), x, target: 1) {
      ($0.baseline, $0.steps) = (.values(references), 32)
    }
    var mean = [Float](repeating: 0, count: together.values.count)
    for reference in 0..<6 {
      let alone = try interactions("ih", model(name), x, target: 1) {
        ($0.baseline, $0.steps) = (.values(references.rows([reference])), 32)
      }
      for index in mean.indices { mean[index] += alone.values.values[index] / 6 }
    }
    #expect(distance(together.values, Tensor(together.values.shape, mean)) < 1e-4)
  }

  @Test func aPartOfTheReferencesComesWithItsError() throws {
    let all = try interactions("eh", model("softplus"), x.rows([0]), target: 1) { $0.baseline = background }
    let part = try interactions("eh", model("softplus"), x.rows([0]), target: 1) {
      ($0.baseline, $0.references) = (background, 20)
    }
    #expect(all.errors == nil)
    let errors = try #require(part.errors)
    let far = zip(zip(part.values.values, all.values.values), errors.values).count { abs($0.0 - $0.1) > 4 * $1 }
    #expect(far < 9)
    #expect(largest(errors) > 0)
  }

  // What is asked of the network behind its first layers, and what is asked of the whole, in Float64.
  @Test func curvatureIsTheSecondDerivativeToTheDigitsOfFloat64() throws {
    let question = try Question(model("tanh"), Inputs(x.rows([1])), target: .classes([1]), executor: executor)
    let program = try CurvatureProgram(question, .one).program
    var inputs = question.programInputs(ofSample: 0).mapValues { NaiveTensor<Double>($0) }
    inputs["x"] = NaiveTensor(x[1])
    inputs["reference"] = NaiveTensor(try expected.array("mean").tensor)
    inputs["tangent"] = NaiveTensor([30, 30], (0..<900).map { $0 % 31 == 0 ? 1 : 0 })
    for (name, value) in [("t", 0.3), ("c", 1), ("w", 1)] { inputs[name] = NaiveTensor([1], [value]) }
    let names = program.inputs
    let found = NaiveExecutor.evaluate(
      program, inputs: inputs.filter { names[$0.key] != nil }, samples: 1, conditions: 30)
    let curvature = try #require(found["curvature"]).values
    let scale = curvature.map(abs).max() ?? 0
    for row in 0..<30 {
      for column in 0..<row {
        #expect(abs(curvature[row * 30 + column] - curvature[column * 30 + row]) < 1e-13 * scale)
      }
    }
  }
}
