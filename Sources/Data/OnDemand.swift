import Tensors

/// Pictures that are drawn, or read, when they are asked for: of each only its number in the whole set is kept.
struct OnDemand: Sendable {
  let numbers: [Int32]
  /// Stands for what `values` gives: of the file, or of the way in which pictures are drawn.
  let origin: Digest
  /// The picture of a number, [C, H, W] from 0 to 1.
  let picture: @Sendable (_ number: Int) throws -> [Float]

  func values(_ index: Int) throws -> [Float] { try picture(Int(numbers[index])) }

  func rows(_ indices: [Int]) -> OnDemand {
    OnDemand(numbers: indices.map { numbers[$0] }, origin: origin, picture: picture)
  }

  var digest: Digest { Digest(of: [origin, numbers.withUnsafeBytes { Digest($0) }]) }
}
