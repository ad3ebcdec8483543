extension StateMachine {
  /// The same machine as an automaton over symbols, each the inputs of one step; minimal.
  ///
  /// Its initial state has read nothing, and accepts as the machine's state does after reading `nothing`.
  ///
  /// - Parameter accepted: the class that counts as accepting.
  /// - Returns: nil where transitions look at more than one step.
  public func automaton(_ alphabet: [String], symbols: [[Float]], nothing: [Float], accepted: Int)
    throws(LearningError) -> Automaton?
  {
    guard window == 0 else { return nil }
    for row in symbols + [nothing] where row.count != features.count {
      throw .unequalCounts("inputs of a symbol", row.count, "features", features.count)
    }
    func next(_ state: Int?, _ inputs: [Float]) -> Int { transition(from: state).next { inputs[$0] } }
    let all: [Int?] = [nil] + states.indices.map { $0 }
    return try Automaton(
      alphabet: alphabet, transitions: all.map { state in symbols.map { 1 + next(state, $0) } },
      accepting: all.map { states[$0 ?? next(nil, nothing)].label == accepted }
    ).minimal
  }
}
