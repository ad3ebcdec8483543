import Programs
import Tensors

/// How wrong an output is for one sample; of a sequence with an answer at each step, the mean over steps.
public enum Loss: String, Hashable, Sendable, CaseIterable {
  /// -Σ t log softmax(z): targets are 1 for the class of a sample and 0 for the others.
  case crossEntropy = "cross-entropy"
  /// The same with one more class, whose logit is always 0, so that a class needs evidence for it and not only
  /// against the others. Chormai 2018.
  case crossEntropyBesideNothing = "pseudo-class cross-entropy"
  /// -t log σ(z) - (1 - t) log(1 - σ(z)), for an output that stands for the second of two classes.
  case binaryCrossEntropy = "binary cross-entropy"
  /// The mean over outputs of (z - t)².
  case squaredError = "mean squared error"

  /// Of outputs and targets of one shape [outputs] or [steps, outputs].
  func term(_ z: Term, _ target: Term) -> Term {
    let count = Double(z.shape.count)
    let axis = z.shape.rank - 1
    switch self {
    case .crossEntropy, .crossEntropyBesideNothing:
      // Without the largest output no exponential overflows.
      var largest = z.maximum([axis]).detached
      if self == .crossEntropyBesideNothing { largest = largest.positive }
      let shifted = z - largest
      var sum = shifted.exp.sum([axis])
      if self == .crossEntropyBesideNothing { sum = sum + (-largest).exp }
      let losses = sum.log * target.sum([axis]) - (shifted * target).sum([axis])
      return losses.total / Double(losses.shape.count)
    case .binaryCrossEntropy:
      return (z.softplus - z * target).total / count
    case .squaredError:
      let difference = z - target
      return (difference * difference).total / count
    }
  }
}
