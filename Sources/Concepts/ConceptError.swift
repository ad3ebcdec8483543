public enum ConceptError: Error, Hashable, Sendable, CustomStringConvertible {
  case count(Int, channels: Int)
  case rows(Int, Int)
  case directions(Int, Int)
  case negative(String)
  case silentLayer(String)
  case noSuchConcept(Int, count: Int)
  case otherLayer
  case noHeads(String)

  public var description: String {
    switch self {
    case .count(let count, let channels):
      "\(count) concepts can't be found in \(channels) channels: choose k from 1 to \(channels)"
    case .rows(let count, let rows):
      "\(count) groups can't be made of \(rows) positions of all samples: choose k from 1 to \(rows)"
    case .directions(let count, let varying):
      "\(count) independent components can't be found where the layer varies in \(varying) direction\(varying == 1 ? "" : "s"): choose k up to that"
    case .negative(let layer):
      "layer \(layer) has values below 0, which nmf can't rebuild: take pca, ica, dictionary, kmeans or sae"
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
