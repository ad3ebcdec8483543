import Tensors

/// Values of a layer that are set to 0 at random while a network is trained; the others grow so that sums stay.
///
/// y = x ⊙ m / (1 - rate), m from {0, 1}. Srivastava et al. 2014.
public struct Dropout: Hashable, Sendable {
  /// The share that is dropped.
  public let rate: Double
  /// Layers of one draw drop the same values: steps of a sequence, where what is dropped persists over time.
  public let draw: Int
  /// Whether the rows of a layer [steps, features] drop the same values, too.
  public let persists: Bool

  public init(rate: Double, draw: Int, persists: Bool = false) {
    (self.rate, self.draw, self.persists) = (rate, draw, persists)
  }

  /// What a layer's values are multiplied by, drawn anew for each step of training.
  func factors(_ count: Int, _ random: inout Random) -> [Float] {
    // Sixteen bits for each value: rates are multiples of 2^-16.
    let bound = UInt32(rate * 0x1p16)
    let kept = 1 / (1 - Float(bound) * 0x1p-16)
    var factors = [Float](repeating: 0, count: count)
    for index in stride(from: 0, to: count, by: 2) {
      let word = random.word()
      factors[index] = word & 0xFFFF < bound ? 0 : kept
      if index + 1 < count { factors[index + 1] = word >> 16 < bound ? 0 : kept }
    }
    return factors
  }
}
