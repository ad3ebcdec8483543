import Attributions
import Execution
import Foundation
import Models
import Programs
import Tensors
import Testing

/// What DeepLIFT and conductance are to sum to, and what they have to do with each other, by their definitions.
@Suite struct DeepLiftTests {
  let executor = Executor()

  private func attribute(
    _ method: String, _ question: Question, _ change: (inout MethodSettings) throws -> Void = { _ in }
  ) throws -> Explanation {
    var settings = MethodSettings(composite: try #require(Composite.named("epsilon-plus-flat")))
    try change(&settings)
    return try #require(NamedMethod.all.first { $0.name == method }).make(settings).attribute(question)
  }

  /// A network of layers that each read those before them, with one output for each number of the last.
  private func network(_ shape: Shape, _ steps: [(operation: any Models.Operation, reads: [Int])]) -> Model {
    var layers: [Layer] = []
    var shapes: [Shape] = [shape]
    for (index, step) in steps.enumerated() {
      let builder = Builder()
      let operands = step.reads.map { builder.input("\($0)", Type(shapes[$0])) }
      shapes.append(step.operation.forward(operands).shape)
      layers.append(
        Layer(
          name: "layer\(index)", operation: step.operation,
          operands: step.reads.map { $0 == 0 ? .input(0) : .layer($0 - 1) }, shape: shapes[index + 1]))
    }
    return Model(
      name: "made", inputs: [Model.Input(name: "x", shape: shape)], layers: layers, output: layers.count - 1)
  }

  /// What a formula computes, as a layer.
  private struct Formula: Models.Operation {
    let kind = LayerKind.other
    let formula: @Sendable ([Term]) -> Term
    func forward(_ operands: [Term]) -> Term { formula(operands) }
    func write(_ graph: inout GraphWriter) -> String { "" }
  }

  private func random(_ shape: Shape, seed: UInt64) -> Tensor {
    var random = Random(seed: seed)
    return Tensor(shape, (0..<shape.count).map { _ in random.normal() })
  }

  /// A product, a quotient, a maximum, a softmax, and all of them one after the other.
  private func bent(_ name: String) -> Model {
    let mix = random([4, 4], seed: 3)
    let dense = Formula { x in x[0].reshaped([1, 4]).matmul(x[0].builder.constant(Constant(mix, name: "mix"))).reshaped([4]) }
    let product = Formula { $0[0] * $0[1].sigmoid }
    let quotient = Formula { $0[0] / ($0[1] * $0[1] + 1) }
    let maximum = Formula { $0[0].maximum($0[1]) }
    let softmax = Formula { x in
      let powers = (x[0] - x[0].maximum([0]).detached).exp
      return powers / powers.sum([0]) * x[0]
    }
    return switch name {
    case "product": network([4], [(dense, [0]), (product, [0, 1])])
    case "quotient": network([4], [(dense, [0]), (quotient, [0, 1])])
    case "maximum": network([4], [(dense, [0]), (maximum, [0, 1])])
    case "softmax": network([4], [(dense, [0]), (softmax, [1])])
    default:
      network(
        [4],
        [(dense, [0]), (product, [0, 1]), (dense, [2]), (quotient, [3, 1]), (maximum, [4, 2]), (softmax, [5])])
    }
  }

  /// Whether Σ φ = f(x) - f(x'), up to what Float32 leaves of the sum of all that was added.
  private func isComplete(_ explanation: Explanation) throws -> Bool {
    let completeness = try #require(explanation.completeness)
    let size = explanation.values.count / completeness.outputs.count
    return completeness.residuals.enumerated().allSatisfy { row, residual in
      let mass = explanation.values.values[row * size..<(row + 1) * size].reduce(0) { $0 + Double(abs($1)) }
      return abs(residual) <= 2e-5 * (mass + abs(completeness.outputs[row]) + abs(completeness.base[row]))
    }
  }

  @Test(arguments: ["product", "quotient", "maximum", "softmax", "all"])
  func deepLiftLeavesNothingOut(_ name: String) throws {
    let samples = random([5, 4], seed: 8)
    let question = try Question(bent(name), Inputs(samples), target: .classes([2]), executor: executor)
    let found = try attribute("deeplift", question) { $0.baseline = .values(random([1, 4], seed: 9)) }
    #expect(try isComplete(found))
    #expect(try #require(found.completeness).differences.contains { abs($0) > 0.01 })
    let shap = try attribute("deeplift-shap", question) { $0.baseline = .values(random([6, 4], seed: 10)) }
    #expect(try isComplete(shap))
  }

  /// x · y from (0, 0) to (a, b) gives half of a b to each; x / (y² + 1) by the mean of both ends.
  @Test func productsAreSharedByTheMeansOfTheirFactors() throws {
    let model = network(
      [2],
      [
        (
          Formula { x in
            func entry(_ index: Int) -> Term { x[0].sliced([Primitive.Slice(start: index, count: 1)]) }
            return entry(0) * entry(1)
          }, [0]
        )
      ])
    let question = try Question(
      model, Inputs(Tensor([1, 2], [3, 5])), target: .classes([0]), executor: executor)
    let found = try attribute("deeplift", question) { $0.baseline = .values(Tensor([1, 2], [1, -1])) }
    // Δx · (5 - 1)/2 and Δy · (3 + 1)/2
    #expect(found.values.values == [4, 12])
    #expect(try #require(found.completeness).differences == [16])
  }

  @Test func deepLiftIsOneSecantOfThePath() throws {
    let model = try Reference.model("netA")
    let samples = try Inputs(Reference.rules().netA.x.tensor)
    let question = try Question(model, samples, target: .classes([1]), executor: executor)
    let secant = try attribute("ig", question) {
      ($0.quadrature, $0.steps) = (NamedQuadrature.all.first { $0.name == "secant" }, 1)
    }
    #expect(try attribute("deeplift", question).values == secant.values)
  }

  /// Every unit of a layer through which all passes, added up, has the whole difference, and a unit's conductance is what
  /// the inputs have through it.
  @Test func conductanceSumsToTheDifferenceOfOutputs() throws {
    let folder = CaptumTests.folder
    let archive = try NPZ(folder.appending(path: "expected.npz").path)
    for (network, layer, unit) in [
      ("dense", "relu1", Attributions.Unit(layer: 1, channels: [4])), ("conv", "pool1", Attributions.Unit(layer: 3, channels: [2], positions: [7])),
      ("smooth", "tanh", Attributions.Unit(layer: 1, channels: [3])), ("residual", "sum", Attributions.Unit(layer: 4, channels: [1])),
    ] {
      let model = try Model(onnx: folder.appending(path: "\(network).onnx").path)
      let samples = Inputs(try archive.array("\(network)/samples").tensor)
      let place = Place.output(of: try #require(model.layer(layer)))
      let baseline = Baseline.inputs(Inputs(try archive.array("\(network)/baseline").tensor))
      let question = try Question(model, samples, target: .classes([1]), executor: executor)
      let found = try attribute("conductance", question.at(place)) { ($0.baseline, $0.steps) = (baseline, 16) }
      #expect(try isComplete(found), "\(network)")
      let total = try attribute("ig", question) { $0.baseline = baseline }
      let sums = try zip(#require(found.completeness).sums, #require(total.completeness).sums)
      #expect(sums.allSatisfy { abs($0 - $1) < 1e-3 * max(1, abs($1)) }, "\(network)")

      let through = try attribute("neuron-conductance", question) {
        ($0.baseline, $0.steps, $0.unit) = (baseline, 16, unit)
        $0.quadrature = NamedQuadrature.all.first { $0.name == "secant" }
      }
      let shape = model.layers[unit.layer].shape
      let positions = shape.count / shape[0]
      for row in 0..<samples.count {
        let sum = through.values[row].values.reduce(0) { $0 + Double($1) }
        let own = (unit.positions ?? Array(0..<positions)).reduce(0) {
          $0 + Double(found.values[row].values[unit.channels[0] * positions + $1])
        }
        #expect(abs(sum - own) <= 1e-4 * max(1, abs(own)), "\(network)")
      }
    }
  }

  @Test func whatGoesAroundALayerIsSaid() throws {
    let folder = CaptumTests.folder
    let model = try Model(onnx: folder.appending(path: "residual.onnx").path)
    let samples = Inputs(random([1, 2, 6, 6], seed: 2))
    func facts(_ layer: String) throws -> [String] {
      let place = Place.output(of: try #require(model.layer(layer)))
      return try attribute(
        "conductance", Question(model, samples, place: place, target: .classes([0]), executor: executor)
      ).facts
    }
    #expect(try facts("relu2").contains("the residual is what goes around the layer"))
    #expect(try !facts("sum").contains("the residual is what goes around the layer"))
  }

  @Test func gradientShapComesCloserToExpectedGradients() throws {
    let folder = CaptumTests.folder
    let archive = try NPZ(folder.appending(path: "expected.npz").path)
    let model = try Model(onnx: folder.appending(path: "smooth.onnx").path)
    let samples = Inputs(try archive.array("smooth/samples").tensor)
    let question = try Question(model, samples, target: .classes([1]), executor: executor)
    let references = Baseline.inputs(Inputs(try archive.array("smooth/references").tensor))
    let expected = try attribute("eg", question) { ($0.baseline, $0.steps) = (references, 16) }.values
    func misses(_ count: Int) throws -> (distance: Double, scores: [Double]) {
      let found = try attribute("gradient-shap", question) { ($0.baseline, $0.count) = (references, count) }
      let errors = try #require(found.errors)
      return (
        distance(found.values, expected.values.map(Double.init)),
        expected.values.indices.map { Double(abs(found.values.values[$0] - expected.values[$0]) / errors.values[$0]) }
      )
    }
    let (few, many) = try (misses(64), misses(16384))
    // A sixteenth of the error is left; chance may double it.
    #expect(many.distance < few.distance / 4)
    #expect(many.distance < 0.03)
    let close = few.scores.filter { $0 < 2 }.count + many.scores.filter { $0 < 2 }.count
    #expect(Double(close) >= 0.85 * Double(few.scores.count + many.scores.count))
    #expect((many.scores.max() ?? 0) < 5)
  }

  @Test func whatIsDrawnForASampleDoesNotDependOnTheOthers() throws {
    let folder = CaptumTests.folder
    let archive = try NPZ(folder.appending(path: "expected.npz").path)
    let model = try Model(onnx: folder.appending(path: "dense.onnx").path)
    let samples = Inputs(try archive.array("dense/samples").tensor)
    let question = try Question(model, samples, target: .classes([1]), executor: executor)
    let references = Baseline.inputs(Inputs(try archive.array("dense/references").tensor))
    func found(_ question: Question) throws -> Tensor {
      try attribute("gradient-shap", question) { ($0.baseline, $0.count, $0.noise) = (references, 300, 0.2) }.values
    }
    let first = try found(question.rows([0]))
    #expect(distance(try found(question).rows([0]), first.values.map(Double.init)) < 1e-5)
  }

  @Test func statisticsOfNoisyGradients() throws {
    let square = network([3], [(Formula { $0[0] * $0[0] }, [0])])
    let question = try Question(
      square, Inputs(Tensor([1, 3], [-1, 0, 2])), target: .classes([2]), executor: executor)
    func found(_ kind: GradientStatistic) throws -> [Float] {
      try attribute("smoothgrad", question) { ($0.kind, $0.count, $0.noise) = (kind, 4000, 0.1) }.values.values
    }
    let (mean, squares, variance) = try (found(.mean), found(.squares), found(.variance))
    // The gradient is twice the noisy value, whose deviation is a tenth of the range of 3.
    #expect(abs(mean[2] - 4) < 0.05)
    #expect(abs(variance[2] - 0.36) < 0.04)
    #expect(abs(squares[2] - mean[2] * mean[2] - variance[2]) < 1e-4)
    #expect(variance[0] == 0)
  }

  @Test func unitsAboveAPlaceAreExplained() throws {
    let model = try Reference.model("netA")
    let samples = try Inputs(Reference.rules().netA.x.tensor)
    let top = model.logits
    #expect(throws: AttributionError.placeAbove(model.layers[top].name, unit: model.layers[0].name)) {
      try Question(
        model, samples, place: .output(of: top), unit: Attributions.Unit(layer: 0, channels: [0]), executor: executor)
    }
    // The logits are units, too.
    let unit = try Question(model, samples, unit: Attributions.Unit(layer: top, channels: [1]), executor: executor)
    let target = try Question(model, samples, target: .classes([1]), executor: executor)
    #expect(try attribute("gradient", unit).values == attribute("gradient", target).values)
    #expect(try unit.outputs() == target.outputs())
  }

  @Test func mapsAreEnlargedAsTheyLie() {
    let map = Tensor([1, 2, 2], [1, 2, 3, 4])
    #expect(map.enlarged(to: [2, 4]).values == [1, 1, 2, 2, 3, 3, 4, 4])
    #expect(map.enlarged(to: [3, 2]).values == [1, 2, 1, 2, 3, 4])
  }
}
