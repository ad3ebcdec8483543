import Concepts

/// What learns concepts from labels: a classifier of a network's layers, or a network of its own.
enum ConceptMethod: Codable, Hashable, Sendable {
  case layers(ConceptClassifier.Method)
  case network(Network)
  /// Another program, whose files are read.
  case files

  /// Networks that are trained to name concepts, as layers of the current one's form.
  enum Network: String, Codable, CaseIterable, Hashable, Sendable {
    case independent = "independent-bottleneck"
    case joint = "joint-bottleneck"
    case multitask = "multi-task"
    case sequential = "sequential-bottleneck"

    /// Whether what follows the concepts is learned from true classes, and not from the current network's answers.
    var isBottleneck: Bool { self != .multitask }
  }

  static let all: [ConceptMethod] =
    (ConceptClassifier.Method.allCases.map(Self.layers) + Network.allCases.map(Self.network)).sorted {
      $0.name < $1.name
    }

  var name: String {
    switch self {
    case .layers(let method): method.rawValue
    case .network(let network): network.rawValue
    case .files: "another program"
    }
  }
}
