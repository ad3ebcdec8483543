/// The keys of `extract bottleneck`, beside the layer, the budget and the seed.
enum BottleneckKeys {
  static let penalty = Key(
    "penalty", optional: .number(from: 0),
    "how much the weights from concepts to classes are held back: the larger the fewer are left", otherwise: "0.01")
  static let sparsity = Key(
    "sparsity", optional: .number(from: 0, to: 1),
    "from 0, where weights get small, to 1, where they get few", otherwise: "0.99")

  static let all: [any Parameter] = [penalty, sparsity]
}
