import Tensors

extension Primitive {
  /// What a printed program calls the operation.
  public var name: String {
    switch self {
    case .input: "input"
    case .constant: "constant"
    case .fill: "fill"
    case .unary(let operation): operation.rawValue
    case .binary(let operation): operation.rawValue
    case .select: "select"
    case .reshape: "reshape"
    case .transpose: "transpose"
    case .broadcast: "broadcast"
    case .slice: "slice"
    case .embed: "embed"
    case .concatenate: "concatenate"
    case .gather: "gather"
    case .scatter: "scatter"
    case .sum: "sum"
    case .maximum: "maximum over"
    case .sumLeading: "sum over"
    case .matmul: "matmul"
    case .convolution: "convolution"
    case .convolutionTranspose: "convolution transposed"
    case .convolutionWeights: "convolution in weights"
    case .maxPool: "max pool"
    case .maxPoolIndex: "max pool index"
    case .poolGather: "pool gather"
    case .poolScatter: "pool scatter"
    case .sumPool: "sum pool"
    case .sumPoolTranspose: "sum pool transposed"
    case .detach: "detach"
    }
  }

  /// What a complaint calls the operation.
  var summary: String {
    switch self {
    case .reshape(let shape), .broadcast(let shape): "\(name) to \(shape)"
    case .embed(_, let shape): "\(name) \(details) in \(shape)"
    case .convolutionTranspose(_, _, let extent), .poolScatter(_, let extent), .sumPoolTranspose(_, let extent):
      "\(name) \(details) to \(extent)"
    default: details.isEmpty ? name : "\(name) \(details)"
    }
  }

  /// What distinguishes this operation from others of its name.
  fileprivate var details: String {
    func grouped(_ window: Window, _ groups: Int) -> String {
      window.description + (groups == 1 ? "" : " groups \(groups)")
    }
    return switch self {
    case .input(let name, _): "'\(name)'"
    case .constant(let constant): "'\(constant.name)'"
    case .fill(let number, _): "\(number.value)"
    case .transpose(let order): "\(order)"
    case .slice(let slices), .embed(let slices, _): slices.map(\.description).joined(separator: ", ")
    case .concatenate(let axis), .gather(let axis), .scatter(let axis, _): "axis \(axis)"
    case .sum(let axes), .maximum(let axes): "axes \(axes)"
    case .sumLeading(let axes): axes.description
    case .matmul(let left, let right): [left ? "left transposed" : "", right ? "right transposed" : ""]
      .filter { !$0.isEmpty }.joined(separator: ", ")
    case .convolution(let window, let groups), .convolutionTranspose(let window, let groups, _),
      .convolutionWeights(let window, let groups):
      grouped(window, groups)
    case .maxPool(let window), .maxPoolIndex(let window), .poolGather(let window), .poolScatter(let window, _),
      .sumPool(let window), .sumPoolTranspose(let window, _):
      window.description
    case .unary, .binary, .select, .reshape, .broadcast, .detach: ""
    }
  }
}

extension Program: CustomStringConvertible {
  /// One line for each operation, then the outputs.
  public var description: String {
    var lines = nodes.enumerated().map { position, node in
      let operands = node.operands.map { "%\($0)" }.joined(separator: " ")
      return (["%\(position) =", node.primitive.name, node.primitive.details, operands, ":", node.type.description])
        .filter { !$0.isEmpty }.joined(separator: " ")
    }
    lines += outputs.map { "\($0.name) -> %\($0.node)" }
    return lines.joined(separator: "\n")
  }
}

extension Window: CustomStringConvertible {
  public var description: String {
    func list(_ numbers: [Int], _ separator: String = ",") -> String {
      numbers.map(String.init).joined(separator: separator)
    }
    var words = [list(kernel, "x")]
    if strides != [1, 1] { words.append("stride \(list(strides))") }
    if dilations != [1, 1] { words.append("dilation \(list(dilations))") }
    if padLow + padHigh != [0, 0, 0, 0] {
      words.append("pad \(list(padLow))" + (padLow == padHigh ? "" : " and \(list(padHigh))"))
    }
    return words.joined(separator: " ")
  }
}

extension Primitive.Slice: CustomStringConvertible {
  public var description: String {
    "\(start)+\(count)" + (step == 1 ? "" : " by \(step)")
  }
}

extension Leading: CustomStringConvertible {
  public var description: String {
    [contains(.sample) ? "sample" : "", contains(.condition) ? "condition" : ""]
      .filter { !$0.isEmpty }.joined(separator: " ")
  }
}

extension Type: CustomStringConvertible {
  public var description: String { leading.isEmpty ? "\(shape)" : "\(leading) \(shape)" }
}
