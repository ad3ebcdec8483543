public import Tensors

/// Samples with what a network is to say of them.
public struct Examples: Hashable, Sendable {
  public var inputs: Inputs
  /// [samples, outputs]: for classes 1 for that of the sample and 0 for the others, or with a single output
  /// the number of the class.
  public var targets: Tensor

  /// - Parameter targets: as many rows as there are samples.
  public init(_ inputs: Inputs, targets: Tensor) {
    precondition(
      targets.rank == 2 && targets.shape[0] == inputs.count, "targets of \(targets.shape) for \(inputs.count)"
    )
    (self.inputs, self.targets) = (inputs, targets)
  }

  /// - Parameters:
  ///   - labels: the class of each sample.
  ///   - outputs: how many outputs the network has; one stands for the second of two classes.
  public init(_ inputs: Inputs, labels: [Int], outputs: Int) {
    var targets = Tensor([labels.count, outputs], repeating: 0)
    for (row, label) in labels.enumerated() {
      if outputs == 1 {
        targets.values[row] = Float(label)
      } else {
        targets.values[row * outputs + label] = 1
      }
    }
    self.init(inputs, targets: targets)
  }

  public var count: Int { inputs.count }

  public func rows(_ indices: some Collection<Int>) -> Examples {
    Examples(inputs.rows(indices), targets: targets.rows(indices))
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
  }
}
