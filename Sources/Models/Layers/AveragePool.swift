import ONNX
public import Programs
import Tensors

/// The mean of each window.
///
/// What lies outside the image counts as zeros or not at all; the divisor of a window is the product of the
/// number of its rows and the number of its columns that count.
public struct AveragePool: Operation {
  public let window: Window
  /// The window without what rounding up has added to its padding.
  let declared: Window
  /// Whether padding counts; what rounding up has added to it never does.
  let countsPadding: Bool
  /// How many rows of a window count; then how many columns.
  let divisors: [Divisor]

  /// One number for all windows, or one for each placement.
  ///
  /// A constant is made once, at import: programs of the same layer are equal only if they hold the same one.
  enum Divisor {
    case everywhere(Double)
    case placements(Constant)
  }

  public var kind: LayerKind { .averagePool }

  public func forward(_ operands: [Term]) -> Term {
    let x = operands[0].asImage
    var mean = x.sumPool(window)
    for divisor in divisors { mean = mean / divisor.term(in: x.builder) }
    return mean.asImage(ofRank: operands[0].shape.rank)
  }
}

extension AveragePool {
  /// A pool over an image of the given extents; nil where the window does not fit.
  init?(_ declared: Window, roundedUp window: Window, countsPadding: Bool = false, over image: [Int]) {
    guard let placements = window.placements(over: image) else { return nil }
    self.window = window
    self.declared = declared
    self.countsPadding = countsPadding
    divisors = (0..<2).map { axis in
      let low = countsPadding ? -window.padLow[axis] : 0
      let high = countsPadding ? image[axis] + declared.padHigh[axis] : image[axis]
      let counts = (0..<placements[axis]).map { placement in
        let start = placement * window.strides[axis] - window.padLow[axis]
        let entries = (0..<window.kernel[axis]).count {
          (low..<high).contains(start + $0 * window.dilations[axis])
        }
        return max(1, entries)
      }
      return Divisor(counts, axis: axis)
    }
  }
}

extension AveragePool.Divisor {
  /// - Parameter counts: from the first placement along the image's axis to the last.
  fileprivate init(_ counts: [Int], axis: Int) {
    if let first = counts.first, counts.allSatisfy({ $0 == first }) {
      self = .everywhere(Double(first))
    } else {
      let shape: Shape = axis == 0 ? [1, counts.count, 1] : [1, 1, counts.count]
      self = .placements(Constant(Tensor(shape, counts.map(Float.init)), name: "window sizes"))
    }
  }

  fileprivate func term(in builder: Builder) -> Term {
    switch self {
    case .everywhere(let count): builder.fill(count)
    case .placements(let counts): builder.constant(counts)
    }
  }
}

extension AveragePool {
  static func read(_ node: Node) throws(ImportError) -> Piece {
    let x = try node.batchFirst(0, ranks: 2...3)
    let extents = Array(x.shape.extents[1...])
    let kernel = node.integers("kernel_shape") ?? []
    let declared = try node.window(kernel: kernel, over: extents)
    let window = try node.window(kernel: kernel, over: extents, roundsUp: node.integer("ceil_mode", 0) != 0)
    let image = (extents.count == 1 ? [1] : []) + extents
    let countsPadding = node.integer("count_include_pad", 0) != 0
    guard let pool = AveragePool(declared, roundedUp: window, countsPadding: countsPadding, over: image)
    else {
      throw .shapes(node.place, .windowDoesNotFit(window, x.shape))
    }
    return Piece(operation: pool, operands: [x], batch: 0)
  }

  /// Dilations are new in opset 19.
  public var opsets: ClosedRange<Int> {
    window.dilations == [1, 1] ? GraphWriter.opsets : 19...GraphWriter.opsets.upperBound
  }

  public func write(_ graph: inout GraphWriter) -> String {
    var attributes = declared.attributes(spatialRank: graph.operands[0].shape.rank - 1)
    if window != declared { attributes["ceil_mode"] = .integer(1) }
    if countsPadding { attributes["count_include_pad"] = .integer(1) }
    return graph.node("AveragePool", [graph.operands[0].value], attributes)
  }
}
