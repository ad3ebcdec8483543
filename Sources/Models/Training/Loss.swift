import Programs
import Tensors

/// How wrong an output is for one sample.
public enum Loss: String, Hashable, Sendable, CaseIterable {
  /// -Σ t log softmax(z): targets are 1 for the class of a sample and 0 for the others.
  case crossEntropy = "cross-entropy"
  /// -t log σ(z) - (1 - t) log(1 - σ(z)), for an output that stands for the second of two classes.
  case binaryCrossEntropy = "binary cross-entropy"
  /// The mean over outputs of (z - t)².
  case squaredError = "mean squared error"

  /// Of outputs and targets of one shape [outputs].
  func term(_ z: Term, _ target: Term) -> Term {
    let count = Double(z.shape.count)
    switch self {
    case .crossEntropy:
      // Without the largest output no exponential overflows.
      let shifted = z - z.maximum([0]).detached
      return (shifted.exp.sum([0]).log * target.sum([0]) - (shifted * target).sum([0])).reshaped([])
    case .binaryCrossEntropy:
      return (z.softplus - z * target).total / count
    case .squaredError:
      let difference = z - target
      return (difference * difference).total / count
    }
  }
}
