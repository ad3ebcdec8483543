/// How much of what a network knows of its task its concepts know: 0 for nothing beyond chance, 1 for all of it.
///
/// (accuracy from the concepts - chance) / (accuracy of the network - chance); above 1 where the concepts know more, and
/// below 0 where they are worse than chance. Nil where the network is no better than chance.
/// Source: Yeh, Kim, Arik, Li, Pfister, Ravikumar 2020, "On completeness-aware concept-based explanations".
///
/// - Parameters:
///   - accuracy: of the classes that a model says by the concepts alone.
///   - network: of the network.
///   - chance: of a random class: 1 / classes where all are equally frequent.
public func completeness(accuracy: Double, network: Double, chance: Double) -> Double? {
  network > chance ? (accuracy - chance) / (network - chance) : nil
}
