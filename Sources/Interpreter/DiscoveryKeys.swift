import Concepts

/// What finds concepts: without labels, or from them.
enum ExtractionMethod: Hashable, Sendable {
  case found(ConceptDiscovery.Method)
  case labelled(ConceptMethod)

  static let all: [ExtractionMethod] =
    (ConceptDiscovery.Method.allCases.map(Self.found) + ConceptMethod.all.map(Self.labelled)).sorted { $0.name < $1.name }

  var name: String {
    switch self {
    case .found(let method): method.rawValue
    case .labelled(let method): method.name
    }
  }
}

/// The keys of `extract` that say how concepts are found.
enum DiscoveryKeys {
  static let method = Key(
    "method", optional: Kind.entry("method", of: ExtractionMethod.all) { $0.name },
    "without labels nmf (a factorisation of layers that have nothing below 0), pca, ica, kmeans, a sparse dictionary, or sae, a "
      + "sparse autoencoder; from labels what tells a concept by a layer: logistic, trees, boosted trees (needs XGBoost), "
      + "spreading of labels, which uses samples without them, or net2vec, one value against the rest; or a network of the "
      + "current one's form that is trained to name concepts: multi-task, or with the true class behind them independent-, "
      + "sequential- or joint-bottleneck",
    otherwise: "nmf where nothing is below 0, else pca; from labels logistic")
  static let active = Key(
    "active", optional: .whole(from: 1), "the most concepts that an autoencoder lets be active at a position",
    otherwise: "an eighth of the channels")
  static let alpha = Key(
    "alpha", optional: .number(from: 0),
    "how much a dictionary holds strengths back, as a share of the rows' mean length: the larger the fewer are not 0",
    otherwise: "0.1")
  static let steps = Key(
    "steps", optional: .whole(from: 1, to: 1_000_000), "on how many minibatches of 256 positions an autoencoder is trained",
    otherwise: "2000")

  static let all: [any Parameter] = [active, alpha, method, steps]

  /// Throws where a key is given that another method reads.
  static func check(_ method: ConceptDiscovery.Method?, _ arguments: Arguments) throws {
    var unused: [any Parameter] = []
    if method != .autoencoder { unused += [active, steps] }
    if method != .dictionary { unused.append(alpha) }
    try arguments.refuse(unused, by: method.map { "method=\($0.rawValue)" } ?? "a factorisation", keys: ["k", "layer", "method", "seed", "tolerance"])
  }
}
