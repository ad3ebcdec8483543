import Glibc
import Models
import Programs
import Tensors
import TestSupport
import Testing

/// The bundled networks on tables, against PyTorch's numbers in Float64.
struct TabularTests {
  private let expected: NPZ

  init() throws {
    expected = try NPZ(Fixtures.folder + "tabular/expected.npz")
  }

  private func model(_ name: String) throws -> Model {
    try Model(onnx: Fixtures.folder + "../../Sources/Data/Resources/tabular/\(name).onnx")
  }

  @Test(arguments: ["relu", "softplus", "tanh"])
  func logitsAreThoseOfTheReference(_ name: String) throws {
    let logits = try model(name).logits([expected.array("x").tensor])
    #expect(difference(logits, try expected.array("\(name)/logits").tensor) < 1e-4)
  }

  @Test(arguments: ["relu", "softplus", "tanh"])
  func gradientsAreThoseOfTheReference(_ name: String) throws {
    let gradient = try derivative(1, of: model(name), at: expected.array("x").tensor)
    #expect(difference(gradient, try expected.array("\(name)/gradient").tensor) < 1e-4)
  }

  @Test(arguments: ["softplus", "tanh"])
  func secondDerivativesAreThoseOfTheReference(_ name: String) throws {
    let hessian = try derivative(2, of: model(name), at: expected.array("x").tensor)
    #expect(difference(hessian, try expected.array("\(name)/hessian").tensor) < 1e-4)
  }

  /// The gradient or Hessian of the logit of class 1, in Float64; a condition for each row of the Hessian.
  private func derivative(_ order: Int, of model: Model, at x: Tensor) throws -> Tensor {
    let builder = Builder()
    let input = builder.input("x", Type([30], varying: .sample))
    let logits = model.forward([input])[model.output]
    let benign = Constant(Tensor([2], [0, 1]), name: "benign")
    let gradient = builder.gradient(of: [(logits, builder.constant(benign))], to: [input])[0]
    let direction = builder.input("direction", Type([30], varying: .condition))
    let hessian = builder.gradient(of: [(gradient, direction)], to: [input])[0]
    let unit = (0..<900).map { Double($0 % 31 == 0 ? 1 : 0) }
    let values = NaiveExecutor.evaluate(
      try builder.program([("derivative", order == 1 ? gradient : hessian)]),
      inputs: ["x": NaiveTensor<Double>(x), "direction": NaiveTensor([30, 30], unit)],
      samples: x.shape[0], conditions: 30)
    let found = try #require(values["derivative"])
    return Tensor(found.shape, found.values.map { Float($0) })
  }

  /// log(1 + exp(x)), 1 / (1 + exp(-x)) and their like, by formulas that neither overflow nor cancel.
  @Test func softplusAndItsDerivativesHoldFarFromZeroAndAtIt() throws {
    let points: [Double] = [-1000, -90, -20, -1, 0, 1e-3, 1, 20, 90, 1000]
    let builder = Builder()
    let x = builder.input("x", Type([points.count]))
    let one = builder.fill(1)
    let y = Activation.softplus.forward([x])
    let first = builder.gradient(of: [(y, one)], to: [x])[0]
    let second = builder.gradient(of: [(first, one)], to: [x])[0]
    let values = NaiveExecutor.evaluate(
      try builder.program([("0", y), ("1", first), ("2", second)]),
      inputs: ["x": NaiveTensor<Float>([points.count], points.map { Float($0) })])
    let formulas: [(Double) -> Double] = [
      { max($0, 0) + log1p(exp(-abs($0))) }, { 1 / (1 + exp(-$0)) },
      { exp(-abs($0)) / ((1 + exp(-abs($0))) * (1 + exp(-abs($0)))) },
    ]
    for (order, formula) in formulas.enumerated() {
      let found = try #require(values["\(order)"]).values
      for (point, value) in zip(points, found) {
        #expect(
          abs(Double(value) - formula(point)) <= 2e-7 * max(1, formula(point)), "order \(order) at \(point)")
      }
    }
  }
}
