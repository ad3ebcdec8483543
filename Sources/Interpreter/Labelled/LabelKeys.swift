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
    if case .unit(let unit) = value, unit.layer == "last", let count = Int(unit.part), count > 0 {
      return .last(count)
    }
    return .list(try Kind<Int>.layer.list.read(value, scope).sorted())
  }
}

/// The keys of `extract` that matter to concepts with labels.
enum LabelKeys {
  static let defaultBudget = 100
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
  static let method = Key(
    "method",
    optional: Kind.entry("method", of: ConceptClassifier.Method.allCases) { $0.rawValue },
    "what tells a concept by a layer; one-versus-rest as in Net2Vec, spreading of labels uses samples without them, boosted "
      + "needs XGBoost", otherwise: "logistic")
  static let to = Key(
    "to", optional: Kind.entry("model", of: ConceptModel.Settings.Kind.allCases) { $0.rawValue },
    "what leads from concepts to the network's classes", otherwise: "tree")
  static let treeDepth = Key(
    "questions", optional: .whole(from: 1, to: 50), "the most questions on a way through that tree",
    otherwise: "as many as it takes")

  static let all: [any Parameter] = [from, budget, unlabelled, folds, layers, method, to, treeDepth]
}
