import Concepts
import Models

/// How concepts are learned from labels.
struct LearningSettings: Hashable, Sendable {
  var method: ConceptMethod
  var budget: Int
  var unlabelled: Int
  var folds: Int
  var layers: LayerChoice
  /// From concepts to classes.
  var model: ConceptModel.Settings
  var epochs: Int
  var weight: Double
  /// The share of labels that are replaced by other values.
  var noise: Double
  var seed: UInt64

  init(_ arguments: Arguments, _ method: ConceptMethod, budget: Int, seed: UInt64) {
    self.method = method
    self.budget = budget
    self.seed = seed
    unlabelled = arguments[LabelKeys.unlabelled] ?? LabelKeys.defaultUnlabelled
    folds = arguments[LabelKeys.folds] ?? ConceptExtraction().folds
    layers = arguments[LabelKeys.layers] ?? .all
    model = ConceptModel.Settings(arguments[LabelKeys.to] ?? .tree)
    model.tree = DecisionTree.Settings(depth: arguments[LabelKeys.treeDepth], leafRows: 1, balanced: false)
    let training = ConceptNetwork.Settings()
    epochs = arguments[LabelKeys.epochs] ?? training.epochs
    weight = arguments[LabelKeys.weight] ?? training.weight
    noise = arguments[LabelKeys.noise] ?? 0
  }

  /// Throws where a key is given that none of the methods has a use for.
  static func checkKeys(_ methods: [ConceptMethod], _ arguments: Arguments) throws {
    let networks = methods.compactMap { if case .network(let network) = $0 { network } else { nil } }
    var unused: [any Parameter] = []
    if networks.count == methods.count { unused += [LabelKeys.folds, LabelKeys.layers, LabelKeys.unlabelled] }
    if networks.isEmpty { unused.append(LabelKeys.epochs) }
    if !networks.contains(.joint) { unused.append(LabelKeys.weight) }
    if networks.count == methods.count, networks.allSatisfy(\.isBottleneck) {
      unused += [LabelKeys.to, LabelKeys.treeDepth]
    }
    try arguments.refuse(
      unused, by: methods.map(\.name).joined(separator: ", "),
      keys: ([DiscoveryKeys.method.name] + LabelKeys.all.map(\.name)).filter { name in !unused.contains { $0.name == name } })
  }
}
