public import Tensors

/// Samples with what a network is to say of them.
public struct Examples: Hashable, Sendable {
  public var inputs: Inputs
  /// [samples, outputs]: for classes 1 for that of the sample and 0 for the others, or with a single output
  /// the number of the class. Of sequences with an answer at each step, the outputs of all steps, row by row.
  public var targets: Tensor
  /// How many answers a sample has.
  public let steps: Int

  /// - Parameter targets: as many rows as there are samples.
  public init(_ inputs: Inputs, targets: Tensor, steps: Int = 1) {
    precondition(
      targets.rank == 2 && targets.shape[0] == inputs.count && targets.shape[1].isMultiple(of: steps),
      "targets of \(targets.shape) for \(inputs.count)")
    (self.inputs, self.targets, self.steps) = (inputs, targets, steps)
  }

  /// - Parameters:
  ///   - labels: the class of each sample, or those of its steps, sample by sample.
  ///   - outputs: how many outputs the network has; one stands for the second of two classes.
  public init(_ inputs: Inputs, labels: [Int], outputs: Int) {
    let steps = max(1, labels.count / max(1, inputs.count))
    var targets = Tensor([inputs.count, steps * outputs], repeating: 0)
    for (row, label) in labels.enumerated() {
      if outputs == 1 {
        targets.values[row] = Float(label)
      } else {
        targets.values[row * outputs + label] = 1
      }
    }
    self.init(inputs, targets: targets, steps: steps)
  }

  /// How many outputs an answer has.
  public var outputs: Int { targets.shape[1] / steps }

  public var count: Int { inputs.count }

  public func rows(_ indices: some Collection<Int>) -> Examples {
    Examples(inputs.rows(indices), targets: targets.rows(indices), steps: steps)
  }

  /// The examples in two parts, each in the order they are in; which ones follows from the seed.
  ///
  /// - Parameter share: of the examples, how many are held out, rounded.
  public func split(holdingOut share: Double, seed: UInt64) -> (kept: Examples, heldOut: Examples) {
    let (kept, heldOut) = Self.split(count, holdingOut: share, seed: seed)
    return (rows(kept), rows(heldOut))
  }

  /// The same of indices.
  public static func split(_ count: Int, holdingOut share: Double, seed: UInt64) -> (
    kept: [Int], heldOut: [Int]
  ) {
    var random = Random(seed: seed, stream: Stream.split)
    let order = random.shuffled(0..<count)
    let size = Int((share * Double(count)).rounded())
    return (order.dropFirst(size).sorted(), order.prefix(size).sorted())
  }

  /// Streams of random numbers, apart from those that parameters are drawn from.
  enum Stream {
    static let split: UInt64 = 1 << 48
    /// The order of rows in an epoch.
    static func order(epoch: Int) -> UInt64 { (1 << 49) + UInt64(epoch) }
    /// What is dropped in an epoch.
    static func dropout(epoch: Int) -> UInt64 { (1 << 50) + UInt64(epoch) }
  }
}
