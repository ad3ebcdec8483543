import Attributions
import Execution
import Foundation
import Models
import Programs
import Tensors
import TestSupport
import Testing

private let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .appending(path: "Fixtures").path

private let executor = Executor()

/// How alike two sentences are, by a transformer of the form that `Scripts/examples/minilm-export.py` exports: numbers of
/// PyTorch in Float64.
struct SimilarityTests {
  private let expected: [String: Tensor]
  private let model: Model
  private let inputs: Inputs
  /// Where the vectors of tokens are.
  private let place: Place

  init() throws {
    let archive = try NPZ(fixtures + "/similarity/expected.npz")
    var arrays: [String: Tensor] = [:]
    for key in try archive.keys { arrays[key] = try archive.array(key).tensor }
    expected = arrays
    let ids = try #require(arrays["input_ids"])
    model = try Model(onnx: fixtures + "/similarity/model.onnx", extents: ["sequence": ids.shape[1]])
    inputs = Inputs(try model.inputs.map { try #require(arrays[$0.name]) })
    place = .output(of: try #require(model.layer("bert.embeddings.word_embeddings")))
  }

  private var question: Question {
    get throws { try Question(model, inputs, place: place, target: .classes([0]), executor: executor) }
  }

  /// Padding, token 0, in place of the tokens of some texts; 2 and 3 mark their ends.
  private func settings(_ baseline: String) throws -> MethodSettings {
    let types = try #require(expected["token_type_ids"]).values
    var padded = inputs
    for (position, id) in inputs.tensors[0].values.enumerated() where id != 2 && id != 3 {
      if baseline == "text" && types[position] == 1 || baseline == "pair" && types[position] == 0 { continue }
      padded.tensors[0].values[position] = 0
    }
    var settings = MethodSettings()
    settings.baseline = .inputForEach(padded)
    return settings
  }

  private func difference(_ found: [Double], _ name: String) throws -> Double {
    let numbers = try #require(expected[name]).values.map(Double.init)
    #expect(found.count == numbers.count)
    return zip(found, numbers).map { abs($0 - $1) }.max() ?? .infinity
  }

  private func largest(_ name: String) throws -> Double {
    try #require(expected[name]).values.map { abs(Double($0)) }.max() ?? 0
  }

  @Test(arguments: ["both", "text", "pair"])
  func attributionsPerTokenAreThoseOfPyTorch(_ baseline: String) throws {
    var settings = try settings(baseline)
    settings.steps = 64
    let method = try #require(NamedMethod.all.first { $0.name == "ig" })
    let explanation = try method.make(settings).attribute(question)
    let found = FeatureGroups(rowsOf: try question.shape).sum(explanation.values).values.map(Double.init)
    #expect(try difference(found, "\(baseline)/ig") < 1e-4 * largest("\(baseline)/ig"))
    let base = try #require(explanation.completeness?.base)
    #expect(try difference(base, "\(baseline)/base") < 1e-6)
    // A guard against dividing by a length of zero does not make the network one with kinks.
    #expect(explanation.facts == ["64 gauss-legendre nodes"])
  }

  @Test(arguments: ["both", "text", "pair"])
  func interactionsOfTokensAreThoseOfPyTorch(_ baseline: String) throws {
    var settings = try settings(baseline)
    settings.steps = 64
    let method = try #require(NamedInteraction.all.first { $0.name == "ih" })
    let groups = FeatureGroups(rowsOf: try question.shape)
    let found = try method.make(settings).interact(question, groups: groups)
    #expect(
      try difference(found.values.values.map(Double.init), "\(baseline)/ih") < 1e-4
        * largest("\(baseline)/ih"))
    // What is the same at both ends costs nothing.
    let moving = try #require(expected["\(baseline)/ig"]).values.count { $0 != 0 }
    #expect(found.facts.last == "\(moving) second derivatives a node")
  }

  /// Without a number of nodes as many are taken as the sums of rows ask for.
  @Test func nodesFollowFromTheTolerance() throws {
    let method = try #require(NamedInteraction.all.first { $0.name == "ih" })
    let groups = FeatureGroups(rowsOf: try question.shape)
    var settings = try settings("both")
    var found: [Double] = []
    for tolerance in [0.1, 1e-4] {
      settings.tolerance = tolerance
      let interactions = try method.make(settings).interact(question, groups: groups)
      let nodes = try #require(interactions.facts.first?.split(separator: " ").first.flatMap { Double($0) })
      found.append(nodes)
      let residual = try #require(interactions.completeness?.residuals.first)
      let difference = try #require(interactions.completeness?.differences.first)
      let scale = try max(abs(difference), largest("both/ig"))
      #expect(abs(residual) <= tolerance * scale)
    }
    #expect(found[0] < found[1])
  }
}

/// Where a layer norm comes first and the baseline leaves it nothing to divide by, a path says little.
struct VanishingNormTests {
  private static let folder = fixtures + "/transformers/"

  /// Whether a method warns, of values that the first layer norm reads, or of the vectors of tokens.
  private func warns(_ name: String, atNorm: Bool, _ baseline: Baseline, _ method: String) throws -> Bool {
    let model = try Model(onnx: Self.folder + name + ".onnx")
    let norm = try #require(model.layers.firstIndex { $0.operation.kind == .layerNorm })
    let vectors = try #require(model.layers.firstIndex { $0.operation.kind == .embedding })
    let length = model.inputs[0].shape[0]
    let inputs = model.inputs.map { input in
      Tensor(
        [1, length],
        (0..<length).map { input.name.contains("mask") ? 1 : input.name.contains("type") ? 0 : Float($0 + 3) }
      )
    }
    let question = try Question(
      model, Inputs(inputs), place: atNorm ? .operand(of: norm) : .output(of: vectors), target: .classes([0]),
      executor: executor)
    var settings = MethodSettings()
    (settings.baseline, settings.steps) = (baseline, 4)
    let facts: [String]
    if method == "ih" {
      let ih = try #require(NamedInteraction.all.first { $0.name == method })
      facts = try ih.make(settings).interact(question, groups: FeatureGroups(rowsOf: question.shape)).facts
    } else {
      let ig = try #require(NamedMethod.all.first { $0.name == method })
      facts = try ig.make(settings).attribute(question).facts
    }
    return facts.contains { $0.contains("next to nothing to divide by") && $0.contains("baseline=padding") }
  }

  /// The encoder normalises first, before attention; a baseline of zeros for the sum that it reads is the trap.
  @Test(arguments: ["ig", "ih"]) func zerosBeforeALayerNormAreWarnedOf(_ method: String) throws {
    #expect(try warns("encoder-eager-older-fixed", atNorm: true, .zeros, method))
    // Positions are still there where only the tokens' vectors are zero.
    #expect(try !warns("encoder-eager-older-fixed", atNorm: false, .zeros, method))
    #expect(try !warns("bert-sdpa-older-fixed", atNorm: false, .zeros, method))
  }

  @Test func otherBaselinesAreNot() throws {
    let model = try Model(onnx: Self.folder + "encoder-eager-older-fixed.onnx")
    let norm = try #require(model.layers.firstIndex { $0.operation.kind == .layerNorm })
    let shape = model.shape(at: .operand(of: norm))
    let other = Tensor([1] + shape, (0..<shape.count).map { Float($0 * 7 % 11) / 11 })
    #expect(try !warns("encoder-eager-older-fixed", atNorm: true, .values(other), "ig"))
    // Equal values have no deviation either.
    #expect(
      try warns("encoder-eager-older-fixed", atNorm: true, .values(Tensor([1] + shape, repeating: 3)), "ig"))
  }
}
