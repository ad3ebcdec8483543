import Execution
import Foundation
import Models
import Programs
import Tensors
import TestSupport
import Testing

/// Transformers as PyTorch and Hugging Face export them, with tokens as inputs.
struct TransformerTests {
  static let folder = Fixtures.folder + "transformers/"
  static let names =
    (try? FileManager.default.contentsOfDirectory(atPath: folder))?
    .filter { $0.hasSuffix(".onnx") }.map { String($0.dropLast(5)) }.sorted() ?? []

  @Test func thereAreTransformers() {
    #expect(Self.names.count == 16)
  }

  // MARK: The classifier that the project's numbers are stated for

  @Test(arguments: ["model", "model-current"])
  func theClassifierComputesItsLogits(_ file: String) throws {
    let (model, inputs, expected) = try classifier(file)
    #expect(model.inputs.map(\.content) == [.tokens(vocabulary: 120), .wholeNumbers])
    let logits = try #require(expected["logits"])
    #expect(difference(try model.logits(inputs), logits) < 1e-5)
  }

  @Test(arguments: ["model", "model-current"])
  func gradientsArriveAtTheEmbeddings(_ file: String) throws {
    let (model, inputs, expected) = try classifier(file)
    let place = try #require(model.layer("embeddings.norm"))
    #expect(model.layers[place].operation.kind == .layerNorm)
    let builder = Builder()
    let terms = model.forward(model.inputs.map { builder.input($0.name, Type($0.shape, varying: .sample)) })
    let target = builder.constant(Constant(Tensor([2], [0, 1]), name: "target"))
    let gradient = builder.gradient(of: [(terms[model.output], target)], to: [terms[place]])[0]
    let program = try builder.program([("gradient", gradient)])
    let values = Dictionary(uniqueKeysWithValues: zip(model.inputs.map(\.name), inputs))
    let found = try #require(try Executor().run(program, inputs: values, samples: 3)["gradient"])
    #expect(difference(found, try #require(expected["gradient"])) < 1e-4)
  }

  /// The files differ, but not in what they say.
  @Test func bothExportersMakeTheSameLayers() throws {
    let (older, current) = (try classifier("model").model, try classifier("model-current").model)
    let weighty = { (model: Model) in
      model.layers.filter { !$0.operation.parameters.isEmpty && ![.other, .scaling].contains($0.operation.kind) }
    }
    #expect(weighty(older).map(\.name) == weighty(current).map(\.name))
    #expect(weighty(older).map(\.operation.kind) == weighty(current).map(\.operation.kind))
  }

  private func classifier(_ file: String) throws -> (
    model: Model, inputs: [Tensor], expected: [String: Tensor]
  ) {
    let folder = Fixtures.folder + "transformer/"
    let model = try Model(onnx: folder + file + ".onnx")
    let archive = try NPZ(folder + "expected.npz")
    var arrays: [String: Tensor] = [:]
    for key in try archive.keys { arrays[key] = try archive.array(key).tensor }
    return (model, try model.inputs.map { try #require(arrays[$0.name]) }, arrays)
  }

  // MARK: All kinds

  /// What a network computes for texts of every length that there are numbers for.
  private func outputs(_ model: Model, _ name: String, _ compute: (Model, [Tensor]) throws -> Tensor) throws {
    let archive = try NPZ(Self.folder + name + ".npz")
    for length in [8, 11] where try archive.keys.contains("\(length)/output") {
      let lengths = model.freeAxes.map { ($0.name, length) }
      let model = try model.with(extents: Dictionary(uniqueKeysWithValues: lengths))
      let inputs = try model.inputs.map { try archive.array("\(length)/\($0.name)").tensor }
      for (input, tensor) in zip(model.inputs, inputs) { try input.check(tensor) }
      let expected = try archive.array("\(length)/output").tensor
      #expect(difference(try compute(model, inputs), expected) < 1e-5, "\(name), \(length) tokens")
      // Samples are computed one by one.
      let last = try compute(model, inputs.map { $0.rows([1]) })
      #expect(difference(last, expected.rows([1])) < 1e-5, "\(name), \(length) tokens")
    }
  }

  @Test(arguments: names)
  func outputsAreThoseOfTheReference(_ name: String) throws {
    try outputs(try Model(onnx: Self.folder + name + ".onnx"), name) { try $0.logits($1) }
  }

  /// By the kernels that explanations run with.
  @Test(arguments: names)
  func theExecutorComputesTheSame(_ name: String) throws {
    try outputs(try Model(onnx: Self.folder + name + ".onnx"), name) { model, inputs in
      let values = Dictionary(uniqueKeysWithValues: zip(model.inputs.map(\.name), inputs))
      let found = try Executor().run(try model.program, inputs: values, samples: inputs[0].shape[0])
      return try #require(found["logits"])
    }
  }

  @Test(arguments: names)
  func whatIsWrittenIsReadAsTheSame(_ name: String) throws {
    let model = try Model(onnx: Self.folder + name + ".onnx")
    let again = try model.rewritten().model
    #expect(again.inputs == model.inputs)
    #expect(again.layers.map(\.name) == model.layers.map(\.name))
    #expect(again.layers.map(\.shape) == model.layers.map(\.shape))
    #expect(again.layers.map(\.operation.kind) == model.layers.map(\.operation.kind))
    #expect(again.layers.map(\.operands) == model.layers.map(\.operands))
    let tokens = model.inputs.map { Tensor([2] + $0.shape, repeating: 1) }
    #expect(try again.logits(tokens) == model.logits(tokens))
  }

  /// Layer norms and GELUs that a file spells out are one layer each.
  @Test(arguments: ["bert-eager-older", "bert-sdpa-current", "roberta-eager-older", "distilbert-sdpa-older"])
  func spelledOutLayersAreOne(_ name: String) throws {
    let layers = try Model(onnx: Self.folder + name + ".onnx").layers
    #expect(layers.filter { $0.operation.kind == .layerNorm }.count == 3)
    #expect(layers.filter { $0.operation.kind == .activation && $0.shape.extents.last == 12 }.count == 1)
    #expect(!layers.contains { $0.shape.extents.last == 12 && $0.operation.kind == .other })
    #expect(layers.contains { $0.name.hasSuffix("embeddings.LayerNorm") && $0.operation.kind == .layerNorm })
  }

  /// So are norms by the root mean square, however they are spelled, and written again.
  @Test(arguments: ["root-mean-square", "root-mean-square-quotient", "root-mean-square-power"])
  func normsByTheRootMeanSquareAreOne(_ name: String) throws {
    let model = try Model(onnx: Fixtures.folder + "onnx/\(name).onnx")
    for model in [model, try model.rewritten().model] {
      #expect(model.layers.map(\.operation.kind) == [.layerNorm])
    }
  }

  // MARK: Lengths

  @Test func aFreeLengthIsChosenAndRemarked() throws {
    let model = try Model(onnx: Self.folder + "bert-eager-older.onnx")
    #expect(model.freeAxes == [Model.FreeAxis(name: "sequence", extent: Model.standardExtent)])
    #expect(model.inputs.allSatisfy { $0.shape == [Model.standardExtent] })
    #expect(model.remarks.contains { $0.contains("'sequence'") && $0.contains("16") })
    let longer = try Model(onnx: Self.folder + "bert-eager-older.onnx", extents: ["sequence": 20])
    #expect(longer.inputs.allSatisfy { $0.shape == [20] })
    #expect(longer.remarks.isEmpty)
  }

  /// Executors keep what they derive from weights by their identity.
  @Test(arguments: ["bert-eager-older", "causal-sdpa-older-half"])
  func weightsStayTheSameAtAnotherLength(_ name: String) throws {
    let model = try Model(onnx: Self.folder + name + ".onnx")
    let longer = try model.with(extents: ["sequence": 19])
    for (layer, other) in zip(model.layers, longer.layers) where layer.operation.kind == .linear {
      #expect(layer.operation.parameters.first == other.operation.parameters.first)
    }
    #expect(longer.layers.map(\.name) == model.layers.map(\.name))
  }

  @Test func lengthsThatCannotBeAreRefused() throws {
    let path = Self.folder + "bert-eager-older.onnx"
    let unknown = try #require(throws: ImportError.self) { try Model(onnx: path, extents: ["words": 3]) }
    #expect(unknown.description.contains("'words'") && unknown.description.contains("sequence"))
    // There are 20 positions.
    #expect(throws: ImportError.self) { try Model(onnx: path, extents: ["sequence": 21]) }
    #expect(throws: ImportError.self) { try Model(onnx: path).with(extents: ["sequence": 0]) }
    let fixed = try Model(onnx: Self.folder + "bert-sdpa-older-fixed.onnx")
    #expect(fixed.freeAxes.isEmpty)
    #expect(throws: ImportError.noFreeAxis("sequence", known: [])) {
      try fixed.with(extents: ["sequence": 9])
    }
  }

  // MARK: Tokens

  @Test(arguments: [(Float(30), 2), (-1, 0), (0.5, 7), (.nan, 3), (.infinity, 1)])
  func whatIsNoTokenIsAnError(_ value: Float, _ position: Int) throws {
    let input = try Model(onnx: Self.folder + "bert-sdpa-older-fixed.onnx").inputs[0]
    #expect(input.content == .tokens(vocabulary: 30))
    var samples = Tensor([2, 8], repeating: 29)
    #expect(throws: Never.self) { try input.check(samples) }
    samples.values[8 + position] = value
    let error = try #require(throws: InputError.self) { try input.check(samples) }
    #expect(error.description.contains("from 0 to 29"))
    #expect(error.description.contains("sample 1") && error.description.contains("position \(position)"))
    #expect(throws: InputError.shape(input: "input_ids", expected: [8], found: [9])) {
      try input.check(Tensor([2, 9], repeating: 0))
    }
  }

  @Test func executorsRefuseTokensThatTheTableLacks() throws {
    let model = try Model(onnx: Self.folder + "bert-sdpa-older-fixed.onnx")
    let values = Dictionary(
      uniqueKeysWithValues: model.inputs.map { ($0.name, Tensor([1, 8], repeating: 300)) })
    #expect(throws: ExecutionError.self) { try Executor().run(try model.program, inputs: values, samples: 1) }
  }

  /// Damaged files are refused or make a model that can be written as a program; they never trap.
  @Test(arguments: ["bert-eager-older", "encoder-eager-current", "llama-eager-older", "roberta-sdpa-current"])
  func damagedTransformersNeverTrap(_ name: String) throws {
    #expect(try refusals(of: "transformers/\(name)", among: 400) > 20)
  }
}
