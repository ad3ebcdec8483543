import Data
import Models

/// A network that comes with the program, under a name of its own.
struct BundledModel: Sendable {
  let name: String
  /// Its file among the bundled ones.
  let file: String

  static let all: [BundledModel] = [
    BundledModel(name: "fashion-cnn", file: "fashion-mnist/model.onnx"),
    BundledModel(name: "tabular-relu", file: "tabular/relu.onnx"),
    BundledModel(name: "tabular-softplus", file: "tabular/softplus.onnx"),
    BundledModel(name: "tabular-tanh", file: "tabular/tanh.onnx"),
    BundledModel(name: "xor", file: "xor/model.onnx"),
  ]

  /// The network of that name, if one comes with the program.
  static func named(_ name: String) throws -> Model? {
    guard let entry = all.first(where: { $0.name == name }) else { return nil }
    let model = try Model(onnx: Bundled.path(entry.file))
    return Model(
      name: name, inputs: model.inputs, layers: model.layers, output: model.output, remarks: model.remarks)
  }
}

/// A network with data that suits it, loaded together by one name.
struct BundledSet: Sendable {
  let name: String
  let model: String
  let data: String
  /// The sample that is chosen at first.
  let sample: Int

  /// What a bare `load` brings.
  static let usual = BundledSet(name: "fashion", model: "fashion-cnn", data: "fashion-mnist-512", sample: 2)

  static let all: [BundledSet] = [
    usual,
    BundledSet(name: "tabular", model: "tabular-softplus", data: "breast-cancer", sample: 0),
    BundledSet(name: "xor", model: "xor", data: "truth-table", sample: 3),
  ]
}
