/// What keeps a network from being trained.
public enum TrainingError: Error, Hashable, Sendable, CustomStringConvertible {
  case nothingToTrain(model: String)
  case noExamples(String)
  case otherTargets(model: String, outputs: Int, targets: Int)
  /// - Parameter where: what first was no number.
  case diverged(epoch: Int, step: Int, where: String)

  public var description: String {
    switch self {
    case .nothingToTrain(let model):
      "'\(model)' has no layer that can be trained: dense layers, convolutions and batch norms can"
    case .noExamples(let what):
      "no sample is left \(what): give more data, or another share"
    case .otherTargets(let model, let outputs, let targets):
      "'\(model)' has \(outputs) output\(outputs == 1 ? "" : "s"), and the data asks for \(targets): "
        + "train another network"
    case .diverged(let epoch, let step, let place):
      "training diverges: in step \(step) of epoch \(epoch), \(place) is no number any more: lower lr="
    }
  }
}
