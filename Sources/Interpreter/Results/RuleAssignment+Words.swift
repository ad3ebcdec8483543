import Attributions
import Models

extension [RuleAssignment] {
  /// "plain gradient at pool1, which have no rule"; empty where every layer has one.
  func gradientFacts(_ model: Model) -> [String] {
    let names = zip(model.layers, self).filter { $0.1.reason == .none }.map(\.0.name)
    return names.isEmpty ? [] : ["plain gradient at \(names.joined(separator: ", ")), which have no rule"]
  }
}
