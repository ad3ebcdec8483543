import Glibc
import Tensors

/// White squares, ellipses and hearts on black, of 6 sizes, turned 40 ways, in 32 by 32 places: 64 by 64 pixels.
///
/// Source of the set: Matthey, Higgins, Hassabis, Lerchner (2017), "dSprites". Its program was not published with it;
/// the outlines here were measured on published pictures, of which squares and ellipses come out as they are, and hearts
/// but for a few pixels at their edge in a thousand.
enum DSprites {
  static let side = 64

  static let factors = Factors([
    Factors.Factor(name: "shape", values: ["square", "ellipse", "heart"], step: 1),
    Factors.Factor(name: "scale", values: (5...10).map { $0 == 10 ? "1" : "0.\($0)" }, step: 1),
    // From 0 to a whole turn, both included: the first and last look the same.
    Factors.Factor(
      name: "rotation", values: (0..<40).map { decimals(360 * Double($0) / 39, 1) + "°" }, step: 5),
    Factors.Factor(name: "x", values: (0..<32).map { decimals(Double($0) / 31, 3) }, step: 2),
    Factors.Factor(name: "y", values: (0..<32).map { decimals(Double($0) / 31, 3) }, step: 2),
  ])

  /// 1 where the centre of a pixel lies inside of the outline, else 0; rows from the top.
  ///
  /// - Parameter place: the indices of the factors' values.
  static func picture(_ place: [Int]) -> [Float] {
    let scale = 0.5 + 0.1 * Double(place[1])
    let angle = 2 * Double.pi * Double(place[2] % 39) / 39
    let (cosine, sine) = (cos(angle) / scale, sin(angle) / scale)
    let (x, y) = (16 + 32 * Double(place[3]) / 31, 16 + 32 * Double(place[4]) / 31)
    let isInside = outlines[place[0]]
    var pixels = [Float](repeating: 0, count: side * side)
    // The corners of the largest square lie 13.6 pixels from its centre.
    for row in max(0, Int(y) - 14)..<min(side, Int(y) + 15) {
      for column in max(0, Int(x) - 14)..<min(side, Int(x) + 15) {
        let (right, down) = (Double(column) + 0.5 - x, Double(row) + 0.5 - y)
        if isInside(cosine * right - sine * down, sine * right + cosine * down) {
          pixels[row * side + column] = 1
        }
      }
    }
    return pixels
  }

  /// Whether a point, seen from the centre of the largest shape, is inside; the second number grows downwards.
  private static let outlines: [@Sendable (Double, Double) -> Bool] = [
    { abs($0) < 9.6 && abs($1) < 9.6 },
    { ($0 / 12.765) * ($0 / 12.765) + ($1 / 7.212) * ($1 / 7.212) < 1 },
    isInHeart,
  ]

  /// The right half of the heart's outline, from the notch down to the tip; the left one is its mirror image.
  private static let heart: [(u: Double, v: Double)] = [
    (0, -5.38), (0.98, -7.41), (2.34, -8.72), (3.86, -9.33), (5.37, -9.31), (6.84, -8.91), (7.96, -7.96),
    (8.97, -6.89),
    (9.43, -5.44), (9.66, -4), (9.4, -2.52), (8.89, -1.17), (8.15, 0), (7.39, 0.97), (6.67, 1.79),
    (5.96, 2.47),
    (5.47, 3.16), (4.72, 3.62), (4.19, 4.19), (3.63, 4.72), (3.05, 5.28), (2.43, 5.87), (1.77, 6.62),
    (1, 7.58),
    (0, 9.24),
  ]

  /// A line to the right leaves the outline once more often than it enters it.
  private static func isInHeart(_ u: Double, _ v: Double) -> Bool {
    var isInside = false
    for (from, to) in zip(heart, heart.dropFirst()) where (from.v > v) != (to.v > v) {
      if from.u + (to.u - from.u) * (v - from.v) / (to.v - from.v) > abs(u) { isInside.toggle() }
    }
    return isInside
  }
}

extension CatalogueEntry {
  /// Drawn, or the published pictures where the user has them.
  static let dSprites = CatalogueEntry(
    factored: "dsprites",
    summary:
      "squares, ellipses and hearts with the concepts shape, scale, rotation, x and y; 36,864 pictures, or all 737,280 "
      + "by subset=full; task=shape-scale says what is to be predicted, from= reads the published .npz",
    keys: ["from"]
  ) { loading in
    if let path = loading.sequence.source { return try DSpritesFile(path).pictures(loading) }
    return FactoredPictures(
      name: "dsprites", source: "drawn data", shape: [1, DSprites.side, DSprites.side],
      factors: DSprites.factors,
      places: DSprites.factors.places,
      remark: "drawn after dSprites by measured outlines, not read from the published file"
    ) { rows in
      .onDemand(
        OnDemand(numbers: rows.map { Int32($0) }, origin: Digest("dsprites")) {
          DSprites.picture(DSprites.factors.place($0))
        })
    }
  }
}
