import Tensors

/// Pictures side by side as one, put together when they are asked for: of each only the numbers of its items are kept.
struct Strips: Sendable {
  /// Grey pictures, one after the other.
  let pixels: [UInt8]
  let width: Int
  let height: Int
  /// How many pictures are side by side.
  let items: Int
  /// The numbers of the pictures, from left to right: [N, items].
  let pictures: [Int32]

  /// One strip [height, items * width], from -1 for black to 1 for white.
  func values(_ index: Int) -> [Float] {
    let size = width * height
    var values: [Float] = []
    values.reserveCapacity(items * size)
    for row in 0..<height {
      for item in 0..<items {
        let start = Int(pictures[index * items + item]) * size + row * width
        values += pixels[start..<start + width].lazy.map { Float($0) / 127.5 - 1 }
      }
    }
    return values
  }

  func rows(_ indices: [Int]) -> Strips {
    Strips(
      pixels: pixels, width: width, height: height, items: items,
      pictures: indices.flatMap { pictures[$0 * items..<($0 + 1) * items] })
  }

  var digest: Digest {
    Digest(of: [
      pixels.withUnsafeBytes { Digest($0) }, pictures.withUnsafeBytes { Digest($0) }, Digest("\(items)"),
    ])
  }
}
