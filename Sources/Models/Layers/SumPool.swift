import ONNX
import Programs
import Tensors

/// The sum of each window; outside the image there is nothing.
struct SumPool: Operation {
  let window: Window

  var kind: LayerKind { .averagePool }

  func forward(_ operands: [Term]) -> Term { operands[0].sumPool(window) }

  /// The mean of each window, padding counted, times its size.
  func write(_ graph: inout GraphWriter) -> String {
    var attributes = window.attributes(spatialRank: 2)
    attributes["count_include_pad"] = .integer(1)
    let mean = graph.node("AveragePool", [graph.operands[0].value], attributes)
    let size = Float(window.kernel.reduce(1, *))
    return graph.node("Mul", [mean, graph.constant(Tensor(size), "size")])
  }
}
