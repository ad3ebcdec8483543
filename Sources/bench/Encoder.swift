import Foundation
import ONNX
import Tensors

/// A transformer encoder with random weights, which reads the embeddings of a text's tokens: layer norms in front (Xiong et
/// al. 2020), GELU, the mean over tokens, two classes.
enum Encoder {
  static let tokens = 24
  static let width = 64
  static let blocks = 2
  static let heads = 4

  static func write(to path: String) throws {
    var graph = Graph()
    graph.draft.inputs = [
      ValueDraft(name: "embeddings", extents: [.symbol("batch"), .number(tokens), .number(width)])
    ]
    var x = "embeddings"
    for block in 0..<blocks {
      let name = "blocks.\(block)"
      let h = graph.layerNorm(x, "\(name).norm1")
      let headWidth = width / heads
      func split(_ part: String, _ order: [Int]) -> String {
        let whole = graph.linear(h, "\(name).\(part)", width, width)
        let parted = graph.node("Reshape", [whole, graph.whole([-1, tokens, heads, headWidth])])
        return graph.node("Transpose", [parted], ["perm": .integers(order)])
      }
      let (query, key, value) = (
        split("query", [0, 2, 1, 3]), split("key", [0, 2, 3, 1]), split("value", [0, 2, 1, 3])
      )
      let scale = graph.number(1 / Float(headWidth).squareRoot())
      let scores = graph.node("Mul", [graph.node("MatMul", [query, key]), scale])
      let weights = graph.node("Softmax", [scores], ["axis": .integer(-1)])
      let mixed = graph.node(
        "Transpose", [graph.node("MatMul", [weights, value])], ["perm": .integers([0, 2, 1, 3])])
      let joined = graph.node("Reshape", [mixed, graph.whole([-1, tokens, width])])
      x = graph.node("Add", [x, graph.linear(joined, "\(name).out", width, width)])
      let inner = graph.linear(graph.layerNorm(x, "\(name).norm2"), "\(name).up", width, 4 * width)
      x = graph.node("Add", [x, graph.linear(graph.node("Gelu", [inner]), "\(name).down", 4 * width, width)])
    }
    let mean = graph.node(
      "ReduceMean", [graph.layerNorm(x, "norm"), graph.whole([1])], ["keepdims": .integer(0)])
    let logits = graph.linear(mean, "classifier", width, 2)
    graph.draft.outputs = [ValueDraft(name: logits, extents: [.symbol("batch"), .number(2)])]
    try graph.draft.write(to: path)
  }

  /// Nodes and weights as they are called for.
  private struct Graph {
    // GELU is new in opset 20.
    var draft = ModelDraft(name: "encoder", opset: 20)

    mutating func node(
      _ operation: String, _ inputs: [String], _ attributes: [String: NodeDraft.Attribute] = [:]
    ) -> String {
      let name = "\(operation).\(draft.nodes.count)"
      draft.nodes.append(
        NodeDraft(name: name, operation: operation, inputs: inputs, outputs: [name], attributes: attributes))
      return name
    }

    /// x W + b, with W [inputs, outputs].
    mutating func linear(_ x: String, _ name: String, _ inputs: Int, _ outputs: Int) -> String {
      let weight = random("\(name).weight", [inputs, outputs], within: (3 / Float(inputs)).squareRoot())
      let product = node("MatMul", [x, weight])
      return node("Add", [product, random("\(name).bias", [outputs], within: 0.1)])
    }

    mutating func layerNorm(_ x: String, _ name: String) -> String {
      let parameters = [("weight", Float(1)), ("bias", 0)].map { part, value in
        constant("\(name).\(part)", Tensor([width], repeating: value))
      }
      return node("LayerNormalization", [x] + parameters, ["axis": .integer(-1), "epsilon": .float(1e-5)])
    }

    mutating func number(_ value: Float) -> String {
      constant("number.\(draft.initializers.count)", Tensor(value))
    }

    mutating func whole(_ numbers: [Int]) -> String {
      let name = "whole.\(draft.initializers.count)"
      draft.initializers.append(TensorDraft(name: name, shape: [numbers.count], elements: .integers(numbers)))
      return name
    }

    private mutating func random(_ name: String, _ shape: Shape, within bound: Float) -> String {
      let stream = UInt64(draft.initializers.count)
      return constant(
        name, Tensor(shape, Random.uniform(shape.count, within: bound, seed: 2, stream: stream)))
    }

    private mutating func constant(_ name: String, _ tensor: Tensor) -> String {
      draft.initializers.append(
        TensorDraft(name: name, shape: tensor.shape.extents, elements: .floats(tensor.values)))
      return name
    }
  }
}
