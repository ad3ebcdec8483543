import Data

/// The keys of `load` that say how data is simulated.
enum SimulationKeys {
  static let features = Key(
    "features", optional: .whole(from: 2, to: 1000), "how many features simulated data has", otherwise: "10")
  static let kind = Key(
    "kind", optional: .choice("kind of pair", of: Simulation.Kind.allCases.map(\.rawValue)),
    "what two features of simulated data make together: their product, the larger or the smaller, cos or tanh "
      + "of the sum",
    otherwise: "multiply")
  static let n = Key(
    "n", optional: .whole(from: 1, to: 1_000_000), "how many samples are simulated or made up",
    otherwise: "5000; 1000 of hospital and tomita")
  static let pairs = Key(
    "pairs", optional: .whole(from: 1), "of how many pairs the target of simulated data is made",
    otherwise: "20")

  static let all: [any Parameter] = [features, kind, n, pairs]

  static func options(_ arguments: Arguments, seed: UInt64) -> Simulation.Options {
    var options = Simulation.Options()
    options.features = arguments[features]
    options.kind = arguments[kind].flatMap { Simulation.Kind(rawValue: $0) }
    options.samples = arguments[n]
    options.pairs = arguments[pairs]
    options.seed = seed
    return options
  }
}
