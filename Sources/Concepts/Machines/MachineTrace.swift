public import Tensors

/// What a state machine did over one sequence, and why.
public struct MachineTrace: Codable, Hashable, Sendable {
  public struct Step: Codable, Hashable, Sendable {
    /// The state that the machine came from; nil at the first step.
    public let from: Int?
    /// The state that it is in after this step.
    public let state: Int
    /// What was read, feature by feature.
    public let inputs: [Float]
    /// The rule of the transition that fired, in the inputs' own numbers: `Light > 212 lux and CO2[t-1] <= 600 ppm`.
    public let rule: String
    /// Whether the state was forced on the machine; then the rule did not fire.
    public let isForced: Bool
  }

  public let steps: [Step]
}

extension StateMachine {
  /// - Parameter inputs: [steps, features] of one sequence.
  /// - Throws: ``LearningError`` where inputs or the forced state do not fit.
  public func trace(_ inputs: Tensor, forced: Forced? = nil) throws(LearningError) -> MachineTrace {
    guard inputs.rank == 2 else {
      throw .shape("the inputs of one sequence", inputs.shape, expected: "[steps, \(features.count)]")
    }
    let sequence = inputs.reshaped([1] + inputs.shape)
    let states = try run(sequence, forced: forced)
    let windows = sequence.windows(window)
    let width = windows.shape[1]
    return MachineTrace(
      steps: states.indices.map { step in
        let isForced = forced?.holds(at: step) == true
        let rule =
          isForced
          ? "forced"
          : rule(from: step > 0 ? states[step - 1] : nil) { windows.values[step * width + $0] }
        return MachineTrace.Step(
          from: step > 0 ? states[step - 1] : nil, state: states[step],
          inputs: Array(inputs.values[step * features.count..<(step + 1) * features.count]), rule: rule,
          isForced: isForced)
      })
  }

  /// What decides in a state, or at the first step, where the window's features are `value`.
  private func rule(from state: Int?, _ value: (Int) -> Float) -> String {
    let transition = transition(from: state)
    switch transition {
    case .constant: return "always"
    case .tree(let tree): return text(tree.conditions(of: tree.leaf(value)))
    case .logistic(let model, let scale):
      let next = transition.next(value)
      let share = model.probabilities { scale.value(value($0), $0) }[next]
      let coefficients = model.coefficients(of: next)
      let parts = coefficients.indices.map { coefficients[$0] * Double(scale.value(value($0), $0)) }
      let names = windowFeatures
      let strongest = parts.indices.sorted { (-abs(parts[$0]), $0) < (-abs(parts[$1]), $1) }.prefix(2)
      let reasons = strongest.filter { parts[$0] != 0 }.map { feature in
        let unit = names[feature].unit.map { " \($0)" } ?? ""
        return
          "\(names[feature].name) = \(Double(value(feature)).short)\(unit) (\(parts[feature] < 0 ? "" : "+")\(parts[feature].short))"
      }
      return (reasons + ["\((100 * share).short) %"]).joined(separator: ", ")
    }
  }
}
