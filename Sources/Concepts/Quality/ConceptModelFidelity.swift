/// How well a model of concepts does what its network does, and how well it does the task. Shares of samples.
public struct ConceptModelFidelity: Codable, Hashable, Sendable {
  /// Of the same class as the network's.
  public let fidelity: Double
  /// Of the true class; nil where it is not known.
  public let accuracy: Double?
  /// The same for the network.
  public let networkAccuracy: Double?
  /// Of the class that the network says most often: what knowing nothing reaches.
  public let majority: Double
  public let samples: Int

  /// - Parameters:
  ///   - said: the class that the model gives to each sample.
  ///   - network: the class that the network gives to it.
  ///   - truth: its true class.
  /// - Throws: ``LearningError`` where there are no samples or not as many of each.
  public init(said: [Int], network: [Int], truth: [Int]? = nil) throws(LearningError) {
    guard !said.isEmpty else { throw .empty("the samples") }
    for other in [network, truth].compactMap({ $0 }) where other.count != said.count {
      throw .unequalCounts("classes", other.count, "samples", said.count)
    }
    func agreement(_ first: [Int], _ second: [Int]) -> Double {
      Double(zip(first, second).count { $0 == $1 }) / Double(said.count)
    }
    fidelity = agreement(said, network)
    accuracy = truth.map { agreement(said, $0) }
    networkAccuracy = truth.map { agreement(network, $0) }
    let counts = Dictionary(grouping: network) { $0 }.values.map(\.count)
    majority = Double(counts.max() ?? 0) / Double(said.count)
    samples = said.count
  }
}
