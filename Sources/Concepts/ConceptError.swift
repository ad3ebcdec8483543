public enum ConceptError: Error, Hashable, Sendable, CustomStringConvertible {
  case count(Int, channels: Int)
  case silentLayer(String)
  case noSuchConcept(Int, count: Int)
  case otherLayer
  case noHeads(String)

  public var description: String {
    switch self {
    case .count(let count, let channels):
      "\(count) concepts can't be found in \(channels) channels: choose k from 1 to \(channels)"
    case .silentLayer(let layer):
      "layer \(layer) is zero for every sample, so there is nothing to find in it; choose another layer"
    case .noSuchConcept(let concept, let count):
      "there is no concept \(concept): \(count) were extracted: 0 to \(count - 1)"
    case .noHeads(let layer):
      "layer \(layer) is no dense layer that reads features, so that it can't be replaced by heads for concepts; take a network that ends in one"
    case .otherLayer: "these concepts were found in a layer of another shape; extract them again in this model"
    }
  }
}
