public import Tensors

/// Writes a program, one term at a time.
///
/// Equal terms are the same term, so what is asked for twice is computed once. A term that can't be made (shapes that do
/// not fit) is remembered as the builder's `failure`; what depends on it is ignored and `program` throws it, so that
/// formulas can be written without a `try` at every sign.
public final class Builder {
  private(set) var nodes: [Program.Node] = []
  /// For each node, what is known of its entries.
  private(set) var bounds: [Bounds] = []
  private(set) var known: [Program.Node: Int] = [:]
  private var inputs: [String: Type] = [:]
  /// The terms that stand for constants.
  private var replaced: [Constant: Int] = [:]

  /// The first thing that went wrong.
  public private(set) var failure: ShapeError?

  public init() {}

  // MARK: Leaves

  public func input(_ name: String, _ type: Type) -> Term {
    if let known = inputs[name], known != type { return failed(.inputTwice(name)) }
    inputs[name] = type
    return term(.input(name, type), [])
  }

  public func constant(_ constant: Constant) -> Term {
    replaced[constant].map { Term(builder: self, id: $0) } ?? term(.constant(constant), [])
  }

  /// Wherever this constant is written from now on, it is the term instead: weights that change from run to run are
  /// inputs of a program.
  public func replace(_ constant: Constant, by term: Term) {
    replaced[constant] = term.id
  }

  public func fill(_ value: Double, _ shape: Shape = []) -> Term {
    term(.fill(Primitive.Number(value), shape), [])
  }

  // MARK: Terms

  /// The term that applies `primitive` to `operands`, simplified where that is possible.
  public func term(_ primitive: Primitive, _ operands: [Term]) -> Term {
    do throws(ShapeError) {
      let type = try primitive.type(of: operands.map(\.type))
      if let simpler = simplified(primitive, operands, type) { return simpler }
      return intern(Program.Node(primitive: primitive, operands: operands.map(\.id), type: type))
    } catch {
      return failed(error)
    }
  }

  /// The term that applies `primitive` to just these operands, in this order, whatever is simpler.
  func verbatim(_ primitive: Primitive, _ operands: [Term]) -> Term {
    do throws(ShapeError) {
      let type = try primitive.type(of: operands.map(\.type))
      return intern(Program.Node(primitive: primitive, operands: operands.map(\.id), type: type))
    } catch {
      return failed(error)
    }
  }

  private func intern(_ node: Program.Node) -> Term {
    if let id = known[node] { return Term(builder: self, id: id) }
    bounds.append(
      node.primitive.bounds(node.operands.map { bounds[$0] }, node.operands.map { nodes[$0].type.shape }))
    nodes.append(node)
    known[node] = nodes.count - 1
    return Term(builder: self, id: nodes.count - 1)
  }

  func failed(_ error: ShapeError) -> Term {
    if failure == nil { failure = error }
    return intern(Program.Node(primitive: .fill(Primitive.Number(.nan), []), operands: [], type: Type([])))
  }

  // MARK: Result

  /// The program that computes the named terms and nothing else.
  ///
  /// Derivatives are done with by now, so detached terms are taken for what they are, and become equal to others.
  /// - Throws: the first ``ShapeError`` met while the terms were written.
  public func program(_ outputs: [(name: String, term: Term)]) throws(ShapeError) -> Program {
    if let failure { throw failure }
    let builder = Builder()
    var rewritten: [Int: Term] = [:]
    for id in needed(for: outputs.map(\.term.id)) {
      let node = nodes[id]
      let operands = node.operands.compactMap { rewritten[$0] }
      rewritten[id] =
        if case .detach = node.primitive { operands[0] } else { builder.term(node.primitive, operands) }
    }
    return builder.listed(
      outputs.compactMap { output in rewritten[output.term.id].map { (output.name, $0.id) } })
  }

  private func listed(_ outputs: [(name: String, id: Int)]) -> Program {
    let order = needed(for: outputs.map(\.id))
    let position = Dictionary(uniqueKeysWithValues: zip(order, order.indices))
    return Program(
      nodes: order.map { id in
        let node = nodes[id]
        return Program.Node(
          primitive: node.primitive, operands: node.operands.compactMap { position[$0] }, type: node.type)
      },
      outputs: outputs.compactMap { output in
        position[output.id].map { Program.Output(name: output.name, node: $0) }
      })
  }

  /// The nodes that these depend on, themselves included, each after what it needs.
  func needed(for ids: [Int]) -> [Int] {
    var needed = Set<Int>()
    var pending = ids
    while let id = pending.popLast() {
      if needed.insert(id).inserted { pending += nodes[id].operands }
    }
    return needed.sorted()
  }
}
