import Programs
import Tensors

/// Which convolutions of a program are computed by Winograd's algorithm, where there are kernels for it.
///
/// It takes a half to a third of the time and leaves about three times the rounding, as a share of the largest entry nearby
/// (measured with oneDNN 2.6 over the shapes of VGG and ResNet). That is of no account in what is only summed and
/// multiplied. But where rounding decides which entry of a window is the largest, whether a unit passes anything at all, or
/// whether anything contributed to a denominator, what the decision depends on is computed directly, as precisely as the
/// references do.
///
/// A secant's slope is the quotient of two changes, or a derivative where there is next to no change. The quotient of any
/// two rounded values is a slope of the function, so that nothing turns on their rounding.
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
    let isRead = readBesideQuotients
    for index in nodes.indices.reversed() {
      let node = nodes[index]
      switch node.primitive {
      case _ where !isRead[index]: break
      case .maxPoolIndex, .unary(.sign), .unary(.step), .binary(.greater), .binary(.equal):
        for operand in node.operands { decisive[operand] = true }
      case .select where !choosesQuotient(index): decisive[node.operands[0]] = true
      default: break
      }
      if decisive[index] { for operand in node.operands { decisive[operand] = true } }
    }
    return decisive
  }

  /// The nodes that results depend on other than by a choice between a quotient and a derivative, or by the derivative.
  private var readBesideQuotients: [Bool] {
    var isRead = [Bool](repeating: false, count: nodes.count)
    for output in outputs { isRead[output.node] = true }
    for index in nodes.indices.reversed() where isRead[index] {
      let operands = nodes[index].operands
      for operand in choosesQuotient(index) ? [operands[1]] : operands { isRead[operand] = true }
    }
    return isRead
  }

  /// Whether this is `|x| > c ? quotient : derivative`, as secants have it.
  private func choosesQuotient(_ index: Int) -> Bool {
    func unbroadcast(_ index: Int) -> Node {
      if case .broadcast = nodes[index].primitive { return unbroadcast(nodes[index].operands[0]) }
      return nodes[index]
    }
    guard case .select = nodes[index].primitive,
      case .binary(.divide) = unbroadcast(nodes[index].operands[1]).primitive
    else { return false }
    let condition = unbroadcast(nodes[index].operands[0])
    guard case .binary(.greater) = condition.primitive else { return false }
    let (size, bound) = (unbroadcast(condition.operands[0]), unbroadcast(condition.operands[1]))
    if case .unary(.absolute) = size.primitive, case .fill = bound.primitive { return true }
    return false
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
