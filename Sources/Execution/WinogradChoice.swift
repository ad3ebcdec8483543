import Programs
import Tensors

/// Which convolutions of a program are computed by Winograd's algorithm, where there are kernels for it.
///
/// It takes a half to a third of the time and leaves about three times the rounding, as a share of the largest entry nearby
/// (measured with oneDNN 2.6 over the shapes of VGG and ResNet). That is of no account in what is only summed and
/// multiplied. But where rounding decides which entry of a window is the largest, whether a unit passes anything at all, or
/// whether anything contributed to a denominator, what the decision depends on is computed directly, as precisely as the
/// references do.
struct WinogradChoice {
  private let chosen: [Bool]

  /// Whether images lie in vectors of channels, as the kernels take them: where they save a good part of all products.
  let isWorthIt: Bool

  init(_ program: Program, isConstant: [Bool]) {
    let decisive = program.decisiveNodes
    chosen = program.nodes.indices.map { !isConstant[$0] && !decisive[$0] && program.gainsByWinograd($0) }
    var (gaining, all) = (0, 0)
    for index in program.nodes.indices where !isConstant[index] {
      switch program.nodes[index].primitive {
      case .convolution, .convolutionTranspose:
        all += program.operations(at: index)
        if chosen[index] { gaining += program.operations(at: index) }
      default: break
      }
    }
    isWorthIt = gaining * 4 > all
  }

  subscript(node: Int) -> Bool { isWorthIt && chosen[node] }
}

extension Program {
  /// The nodes that a decision depends on.
  fileprivate var decisiveNodes: [Bool] {
    var decisive = [Bool](repeating: false, count: nodes.count)
    for index in nodes.indices.reversed() {
      let node = nodes[index]
      switch node.primitive {
      case .maxPoolIndex, .unary(.sign), .unary(.step), .binary(.greater), .binary(.equal):
        for operand in node.operands { decisive[operand] = true }
      case .select: decisive[node.operands[0]] = true
      default: break
      }
      if decisive[index] { for operand in node.operands { decisive[operand] = true } }
    }
    return decisive
  }

  /// Whether Winograd's algorithm would be faster for this node: 3 x 3 at stride 1, on enough channels and positions to
  /// make up for the transforms.
  fileprivate func gainsByWinograd(_ index: Int) -> Bool {
    let node = nodes[index]
    switch node.primitive {
    case .convolution(let window, groups: 1), .convolutionTranspose(let window, groups: 1, _):
      guard window.kernel == [3, 3], window.strides == [1, 1], window.dilations == [1, 1],
        nodes[node.operands[1]].type.leading.isEmpty
      else { return false }
    default: return false
    }
    let shapes = [node.type.shape, nodes[node.operands[0]].type.shape]
    return shapes.allSatisfy { $0[0] >= 32 && $0[0] % Arrangement.vector == 0 && $0[1] >= 12 && $0[2] >= 12 }
  }
}
