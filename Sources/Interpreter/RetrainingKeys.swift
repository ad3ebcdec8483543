import Data

/// The keys of `score remove-and-retrain` beside those of training.
enum RetrainingKeys {
  static let ablation = Key(
    "ablation", optional: .choice("ablation", of: Simulation.Ablation.allCases.map(\.rawValue)),
    "how pairs are taken out of targets: noise multiplies their terms by random numbers, redraw takes other "
      + "features",
    otherwise: "noise")
  static let k = Key(
    "k", optional: Kind<Int>.whole(from: 0).list, "how many pairs of each sample are taken out of its target",
    otherwise: "[0,2,5,10,20]")
  static let of = Key(
    "of", optional: Kind<any FeatureExplanation>.featureExplanation.list,
    "attributions or interactions of all samples, one or several", otherwise: "the last result")
  static let retrains = Key(
    "retrains", .whole(from: 2, to: 1000), "how many networks are trained at each point", initial: 5)
  static let shares = Key(
    "shares", optional: Kind<Double>.number(from: 0, to: 1).list,
    "the shares of the features of each sample that are replaced by their means",
    otherwise: "[0,0.1,0.3,0.5,0.7,0.9]")

  static let all: [any Parameter] = [ablation, k, of, retrains, shares] + TrainingKeys.all
}
