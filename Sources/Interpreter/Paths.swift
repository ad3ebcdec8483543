import Attributions
import Data

/// The keys of methods that compare a sample with a baseline, or follow the path from one to the other.
enum Paths {
  static let baseline = Key(
    "baseline", optional: .baseline,
    "what samples are compared with: zeros, mean (of the data), blur, padding (in place of each token; "
      + "padding:text or padding:pair in one of two texts alone), sample:3, data (every sample), or a .npy "
      + "file",
    otherwise: "zeros; data where many are compared with; padding for texts")
  static let references = Key(
    "references", .whole(from: 1, to: 1_000_000),
    "how many samples of the baseline are drawn, where it has more", initial: 1000)
  static let steps = Key(
    "steps", optional: .whole(from: 1, to: 4096), "how many nodes or cells an integral along a path gets",
    otherwise: "as many as the tolerance takes")
  static let tolerance = Key(
    "tolerance", optional: .number(from: 0),
    "how far sums may be from f(x) - f(baseline), as a share of it",
    otherwise: "0.0001; 0.001 for pairs")
  static let quadrature = Key(
    "quadrature", optional: .choice("quadrature", of: NamedQuadrature.all.map(\.name)),
    NamedQuadrature.all.map { "\($0.name): \($0.summary)" }.joined(separator: "; "),
    otherwise: "secant for networks with ReLUs or maxima, gauss-legendre for smooth ones")

  static let keys: [any Parameter] = [baseline, references, steps, tolerance, quadrature]

  static func check(_ arguments: Arguments) throws {
    if arguments.isGiven(steps), arguments.isGiven(tolerance) {
      throw ArgumentError(tolerance, .notTogether("steps=", "tolerance="))
    }
  }

  /// The baseline that a command names, or the usual one for the data at hand; nil where that is zeros.
  static func baseline(
    _ arguments: Arguments, _ run: Run, place: Place, samples: [Int], comparesWithMany: Bool
  ) throws -> Baseline? {
    let isText = run.session.data?.texts != nil
    let usual: BaselineChoice? = isText ? .padding(.both) : comparesWithMany ? .data : nil
    guard let choice = arguments[baseline] ?? usual else { return nil }
    return try run.blaming(baseline) {
      try choice.baseline(run, model: run.currentModel(), place: place, samples: samples)
    }
  }
}
