import Tensors

extension Model {
  /// The layer whose rows are the logits of each step of a sequence, where the network hands on that of the last step:
  /// [steps, classes]; nil for other networks.
  public var stepLogits: Int? {
    let last = layers[logits]
    guard let gathering = last.operation as? Gathering, case .layer(let index) = last.operands[0] else { return nil }
    let shape = layers[index].shape
    return shape.rank == 2 && gathering.index == shape[0] - 1 && gathering.axis == 0 ? index : nil
  }

  /// The layer whose rows are trained to be the answers of a sample: those of the steps of a sequence, or the network's own
  /// logits [answers, values]; nil where there is one answer.
  func answers(steps: Int) -> Int? { steps > 1 ? stepLogits ?? logits : nil }
}
