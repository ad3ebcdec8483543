import Attributions
import Execution
import Foundation
import Models
import Programs
import Tensors
import Testing

/// Networks and values of `Tests/Fixtures/games`, which captum and the definitions gave.
struct Games {
  let values: [String: [Double]]
  let executor = Executor()
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/games")
  /// The class that each sample of the table is explained for.
  static let targets = [0, 2, 1]

  init() throws {
    values = try JSONDecoder().decode(
      [String: [Double]].self, from: Data(contentsOf: Self.folder.appending(path: "games.json")))
  }

  func tensor(_ key: String, _ shape: Shape) throws -> Tensor {
    Tensor(shape, try #require(values[key]).map { Float($0) })
  }

  func model(_ name: String) throws -> Model {
    try Model(onnx: Self.folder.appending(path: "\(name).onnx").path)
  }

  var baseline: Baseline { get throws { .values(try tensor("baseline", [1, 8])) } }

  /// The samples of the table, each for its class.
  var table: Question {
    get throws {
      let targets = Tensor([3, 3], Self.targets.flatMap { target in (0..<3).map { $0 == target ? 1 : 0 } })
      return try Question(
        model("table"), Inputs(tensor("x", [3, 8])), place: .input(0), targets: targets, executor: executor)
    }
  }

  func attribute(
    _ name: String, _ question: Question, _ change: (inout MethodSettings) throws -> Void = { _ in }
  ) throws -> Explanation {
    var settings = MethodSettings(composite: try #require(Composite.named("gradient")))
    settings.baseline = try baseline
    try change(&settings)
    return try #require(NamedMethod.all.first { $0.name == name }).make(settings).attribute(question)
  }

  func interact(
    _ name: String, _ question: Question, _ groups: FeatureGroups? = nil,
    _ change: (inout MethodSettings) throws -> Void = { _ in }
  ) throws -> Interactions {
    var settings = MethodSettings(composite: try #require(Composite.named("gradient")))
    try change(&settings)
    return try #require(NamedInteraction.all.first { $0.name == name }).make(settings).interact(
      question, groups: groups ?? FeatureGroups(elementsOf: question.shape))
  }
}

/// A network of one formula.
struct Formula: Models.Operation {
  let formula: @Sendable ([Term]) -> Term
  var kind: LayerKind { .other }

  func forward(_ operands: [Term]) -> Term {
    let x = operands[0]
    return formula((0..<x.shape[0]).map { x.sliced([Primitive.Slice(start: $0, count: 1)]) })
  }

  func write(_ graph: inout GraphWriter) -> String { "" }

  /// The value of the formula at some points.
  static func question(
    _ points: [[Float]], executor: Executor = Executor(), _ formula: @escaping @Sendable ([Term]) -> Term
  ) throws -> Question {
    let shape: Shape = [points[0].count]
    let layer = Layer(
      name: "formula", operation: Formula(formula: formula), operands: [.input(0)], shape: [1])
    let model = Model(
      name: "formula", inputs: [Model.Input(name: "x", shape: shape)], layers: [layer], output: 0)
    return try Question(
      model, Inputs(Tensor([points.count] + shape, Array(points.joined()))), target: .classes([0]),
      executor: executor)
  }
}
