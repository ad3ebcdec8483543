import Concepts
import Models

/// The layers in which a concept is looked for.
enum LayerChoice: Hashable, Sendable {
  case all
  case last(Int)
  case list([Int])

  /// Those up to the logits that do more than arrange what they get.
  func layers(of model: Model) -> [Int] {
    if case .list(let layers) = self { return layers }
    let telling = model.layers[...model.logits].indices.filter {
      model.layers[$0].operation.kind != .arrangement
    }
    if case .last(let count) = self { return telling.suffix(count) }
    return telling
  }
}

extension Kind where Content == LayerChoice {
  static let layerChoice = Kind(
    "all, last:3, or layers by name", words: { scope in ["all"] + scope.layerNames }
  ) { (value, scope) throws(Mistake) in
    if case .text("all") = value { return .all }
    if case .unit(let unit) = value, unit.layer == "last", let count = Int(unit.part) {
      guard count > 0 else { throw .failed("last:\(unit.part) are no layers: last:1 is the last one") }
      return .last(count)
    }
    return .list(try Kind<Int>.layer.list.read(value, scope).sorted())
  }
}

/// The keys of `extract` that matter to concepts with labels.
enum LabelKeys {
  static let defaultBudget = 100
  /// The time of classifiers grows with the cube of their rows, and their memory with the square.
  static let mostRows = 4000
  static let defaultUnlabelled = 200

  static let from = Key(
    "from", optional: .choice("source", of: ["labels"]),
    "labels: concepts that the data has labels of are learned from few of these",
    otherwise: "concepts are found without labels")
  static let budget = Key(
    "budget", optional: .whole(from: 2), "how many labelled samples are looked at",
    otherwise: "\(defaultBudget)")
  static let unlabelled = Key(
    "unlabelled", optional: .whole(from: 0), "how many samples are read beside them without their labels",
    otherwise: "\(defaultUnlabelled)")
  static let folds = Key(
    "folds", optional: .whole(from: 2, to: 50), "in how many parts labels are held out to choose a layer",
    otherwise: "5")
  static let layers = Key(
    "layers", optional: .layerChoice, "the layers in which concepts are looked for: all, last:3, or a list",
    otherwise: "all")
  static let epochs = Key(
    "epochs", optional: .whole(from: 1), "the most rounds of a network that is trained to name concepts",
    otherwise: "50")
  static let noise = Key(
    "noise", optional: .number(from: 0, to: 1),
    "the share of labels that are replaced by another value of their concept, drawn by the seed", otherwise: "0")
  static let weight = Key(
    "weight", optional: .number(from: 0), "what a concept counts beside the class in a joint-bottleneck",
    otherwise: "1")
  static let to = Key(
    "to", optional: Kind.entry("model", of: ConceptModel.Settings.Kind.allCases) { $0.rawValue },
    "what leads from concepts to the network's classes", otherwise: "tree")
  static let treeDepth = Key(
    "questions", optional: .whole(from: 1, to: 50),
    "the most questions on a way through that tree, whose leaves have one of 200 samples at least",
    otherwise: "as many as it takes")

  static let all: [any Parameter] = [
    budget, epochs, folds, from, layers, noise, to, treeDepth, unlabelled, weight,
  ]
}
