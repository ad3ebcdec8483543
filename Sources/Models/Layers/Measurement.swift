import ONNX
public import Programs
import Tensors

/// The largest or the smallest entry over axes, or the Euclidean length of the vector along them.
public struct Measurement: Operation {
  public enum Measure: String, Sendable, CaseIterable {
    case length = "ReduceL2"
    case maximum = "ReduceMax"
    case minimum = "ReduceMin"
    case squares = "ReduceSumSquare"
  }

  public let measure: Measure
  public let axes: [Int]
  /// The output's shape: without the axes, or with extent 1 there.
  let shape: Shape

  public var kind: LayerKind { .other }

  public func forward(_ operands: [Term]) -> Term {
    let x = operands[0]
    let reduced =
      switch measure {
      case .length: (x * x).sum(axes).sqrt
      case .maximum: x.maximum(axes)
      case .minimum: -(-x).maximum(axes)
      case .squares: (x * x).sum(axes)
      }
    return reduced.reshaped(shape)
  }
}

extension Measurement {
  static func operation(_ measure: Measure) -> Operator {
    Operator(name: measure.rawValue) { (node) throws(ImportError) in
      let reduction = try Reduction(node, axesAreOperandsFrom: 18)
      let isExtreme = [.maximum, .minimum].contains(measure)
      let operation = Measurement(measure: measure, axes: reduction.axes, shape: reduction.shape)
      return Piece(
        operation: operation, operands: [reduction.operand], batch: reduction.batch,
        content: isExtreme ? reduction.operand.content : .numbers)
    }
  }

  public var opsets: ClosedRange<Int> {
    axes.isEmpty ? 18...GraphWriter.opsets.upperBound : GraphWriter.opsets
  }

  public func write(_ graph: inout GraphWriter) -> String {
    Reduction.write(measure.rawValue, axes, shape, axesAreOperandsFrom: 18, &graph)
  }
}
