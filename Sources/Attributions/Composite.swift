public import Models
import Tensors

/// A table that gives each kind of layer its rule, read from the top: the first line that fits wins.
public struct Composite: Sendable {
  public let name: String
  /// What relevance says where every layer has its rule from the table.
  private let usual: Meaning
  let lines: [(kinds: Set<LayerKind>, rule: Rule)]
  /// The rule of the first layer executed that is of one of these kinds.
  var first: (kinds: Set<LayerKind>, rule: Rule)?

  /// The bounds of the input, where z-box is the rule of every layer that reads it.
  var bounded: RuleSettings?

  /// Rules for single layers, by index. They come before all others.
  public var exceptions: [Int: Rule] = [:]

  init(
    _ name: String, first: (Set<LayerKind>, Rule)? = nil, _ lines: [(Set<LayerKind>, Rule)],
    gives usual: Meaning = .contributions
  ) {
    self.name = name
    self.usual = usual
    self.first = first
    self.lines = lines
  }

  /// What relevance says: rates of composites that are the gradient but for its ReLUs, else contributions. A
  /// gradient with rules of LRP for some layers is neither.
  public var meaning: Meaning { usual == .rates && !exceptions.isEmpty ? .neither : usual }

  /// The rule of each layer of `model`, and why it is that one.
  public func assignments(in model: Model) -> [RuleAssignment] {
    let carriers = model.layersCarryingSignal
    let firstLayer = first.flatMap { first in
      model.layers.indices.first { carriers[$0] && first.kinds.contains(model.layers[$0].operation.kind) }
    }
    let read = bounded == nil ? [] : model.inputEntriesOfOperands
    let found = model.layers.enumerated().map { index, layer in
      let kind = layer.operation.kind
      if let rule = exceptions[index] { return RuleAssignment(rule: rule, reason: .named) }
      if !carriers[index] { return RuleAssignment(rule: .gradient(RuleSettings()), reason: .noSignal) }
      if let bounded, layer.operation is any AffineOperation {
        let entries = read[index]
        if entries != .none { return RuleAssignment(rule: .zBox(bounded, of: entries), reason: .readsInput) }
      }
      if let recurrence = layer.operation as? Recurrence, layer.operands.count == 1 {
        return RuleAssignment(rule: throughTime(recurrence, layer, in: model), reason: .kind(kind))
      }
      if index == firstLayer, let first { return RuleAssignment(rule: first.rule, reason: .first) }
      if let line = lines.first(where: { $0.kinds.contains(kind) }) {
        return RuleAssignment(rule: line.rule, reason: .kind(kind))
      }
      return RuleAssignment(rule: .gradient(RuleSettings()), reason: .none)
    }
    // What is only divided by needs no rule where divisors receive nothing.
    let reached = model.layersReached(by: found.map(\.rule))
    return zip(found, reached).map { assignment, isReached in
      assignment.reason == .none && !isReached
        ? RuleAssignment(rule: assignment.rule, reason: .onlyDivisor) : assignment
    }
  }
}

extension Composite {
  private func throughTime(_ recurrence: Recurrence, _ layer: Layer, in model: Model) -> Rule {
    let shape =
      switch layer.operands[0] {
      case .input(let input): model.inputs[input].shape
      case .layer(let index): model.layers[index].shape
      }
    let steps = recurrence.unrolled(steps: shape[0], features: shape[1])
    var inner = self
    (inner.first, inner.bounded, inner.exceptions) = (nil, nil, [:])
    return .throughTime(steps, inner.assignments(in: steps).map(\.rule))
  }
}

extension Model {
  /// Of each layer, whether relevance that starts at the network's outputs comes to it.
  fileprivate func layersReached(by rules: [Rule]) -> [Bool] {
    var reached = layers.map { _ in false }
    var isRead = reached
    for index in layers.indices.reversed() {
      // What nothing reads is where relevance may start.
      if !isRead[index] { reached[index] = true }
      let isQuotient = (layers[index].operation as? Arithmetic)?.sign == .divide
      for (position, operand) in layers[index].operands.enumerated() {
        guard case .layer(let lower) = operand else { continue }
        isRead[lower] = true
        if reached[index], !(isQuotient && position > 0 && rules[index].sparesDivisors) {
          reached[lower] = true
        }
      }
    }
    return reached
  }
}

/// The rule that a layer got, and why.
public struct RuleAssignment: Sendable {
  public enum Reason: Hashable, Sendable {
    /// The user named the layer.
    case named
    /// It is the first of its kind.
    case first
    /// It reads the input, whose bounds are known.
    case readsInput
    case kind(LayerKind)
    /// It computes masks or positions, which relevance does not reach.
    case noSignal
    /// Only divisors depend on it, and these receive nothing.
    case onlyDivisor
    /// No line speaks of it: the plain gradient.
    case none
  }

  public let rule: Rule
  public let reason: Reason
}
