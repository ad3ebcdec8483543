import Glibc
import Tensors

/// Pictures like those of 3D Shapes: a solid in the corner of a room, whose floor, walls and solid have a hue each.
///
/// Source of what varies, and in which order: Burgess, Kim (2018), "3D Shapes dataset". Its pictures were made by a program
/// that was not published; these are drawn by following rays, and look like them without being them.
enum Shapes3D {
  static let side = 64

  private static let hues = (0..<10).map { "0.\($0)" }
  static let factors = Factors([
    Factors.Factor(name: "floor-hue", values: hues, step: 2),
    Factors.Factor(name: "wall-hue", values: hues, step: 2),
    Factors.Factor(name: "object-hue", values: hues, step: 2),
    Factors.Factor(name: "scale", values: (0..<8).map { decimals(scale($0), 2) }, step: 2),
    Factors.Factor(name: "shape", values: ["cube", "cylinder", "sphere", "capsule"], step: 1),
    Factors.Factor(name: "orientation", values: (0..<15).map { decimals(orientation($0), 1) + "°" }, step: 2),
  ])

  /// From 0.75 to 1.25.
  static func scale(_ index: Int) -> Double { 0.75 + 0.5 * Double(index) / 7 }
  /// From 30 degrees to the one side to as many to the other.
  static func orientation(_ index: Int) -> Double { -30 + 60 * Double(index) / 14 }

  /// One picture [3, side, side] from 0 to 1, in steps of a byte.
  ///
  /// - Parameter place: the indices of the factors' values.
  static func picture(_ place: [Int]) -> [Float] {
    let scene = Scene(place)
    // So many rays a pixel along each side.
    let rays = 2
    var pixels = [Float](repeating: 0, count: 3 * side * side)
    for row in 0..<side {
      for column in 0..<side {
        var sum = SIMD3<Float>()
        for ray in 0..<rays * rays {
          let right = (Float(column) + (Float(ray % rays) + 0.5) / Float(rays)) / Float(side) * 2 - 1
          let down = (Float(row) + (Float(ray / rays) + 0.5) / Float(rays)) / Float(side) * 2 - 1
          sum += scene.light(right, -down)
        }
        for channel in 0..<3 {
          pixels[(channel * side + row) * side + column] =
            (sum[channel] / Float(rays * rays) * 255).rounded() / 255
        }
      }
    }
    return pixels
  }
}

/// The room: its floor is z = 0, its walls are x = 3 and y = 3, and the solid stands at the origin.
private struct Scene {
  private static let wall: Float = 3
  private static let lamp = unit(SIMD3<Float>(-0.3, -0.75, 1))

  private let eye: SIMD3<Float>
  private let forward, right, up: SIMD3<Float>
  private let floorColour, wallColour, solidColour: SIMD3<Float>
  private let scale: Float
  private let shape: Int
  /// The height of the solid's centre, and the radius of a ball around it that holds the solid.
  private let centre: SIMD3<Float>
  private let reach: Float

  init(_ place: [Int]) {
    (floorColour, wallColour, solidColour) = (colour(place[0]), colour(place[1]), colour(place[2]))
    scale = Float(Shapes3D.scale(place[3]))
    shape = place[4]
    let angle = (45 + Shapes3D.orientation(place[5])) * .pi / 180
    eye = SIMD3(Float(-5 * cos(angle)), Float(-5 * sin(angle)), 2.4)
    forward = unit(SIMD3(0, 0, 0.6) - eye)
    right = unit(SIMD3(forward.y, -forward.x, 0))
    up = cross(right, forward)
    centre = SIMD3(0, 0, scale * [0.5, 0.5, 0.65, 0.8][shape])
    reach = scale * 0.9
  }

  /// What comes along a ray through a point of the picture, from -1 to 1 to the right and upwards.
  func light(_ x: Float, _ y: Float) -> SIMD3<Float> {
    let ray = unit(forward + 0.34 * (x * right + y * up))
    if let point = solid(ray) { return solidColour * shade(normal(point)) }
    let (floor, wallX, wallY) = (-eye.z / ray.z, (Self.wall - eye.x) / ray.x, (Self.wall - eye.y) / ray.y)
    let walls = min(wallX > 0 ? wallX : .infinity, wallY > 0 ? wallY : .infinity)
    guard floor > 0, floor < walls else {
      return wallColour * shade(wallX == walls ? SIMD3(-1, 0, 0) : SIMD3(0, -1, 0))
    }
    // Under the solid it is darker.
    let point = eye + floor * ray
    let distance = (point.x * point.x + point.y * point.y) / (0.6 * scale * scale)
    return floorColour * (shade(SIMD3(0, 0, 1)) * (1 - 0.6 * exp(-distance)))
  }

  /// Lambert's law under a lamp far away, and light from everywhere.
  private func shade(_ normal: SIMD3<Float>) -> Float {
    0.4 + 0.6 * max(0, dot(normal, Self.lamp))
  }

  /// Where a ray meets the solid: steps as long as the distance to it never leap over it. Source: Hart (1996), "Sphere
  /// tracing".
  private func solid(_ ray: SIMD3<Float>) -> SIMD3<Float>? {
    let offset = eye - centre
    let along = -dot(offset, ray)
    let depth = reach * reach - dot(offset, offset) + along * along
    guard depth > 0 else { return nil }
    let half = depth.squareRoot()
    var way = along - half
    while way < along + half {
      let step = distance(eye + way * ray)
      if step < 0.002 { return eye + way * ray }
      way += step
    }
    return nil
  }

  /// How far a point lies from the surface of the solid, less than 0 inside.
  private func distance(_ point: SIMD3<Float>) -> Float {
    let p = (point - centre) / scale
    let aside = (p.x * p.x + p.y * p.y).squareRoot()
    switch shape {
    case 0: return scale * (max(abs(p.x), abs(p.y), abs(p.z)) - 0.5)
    case 1: return scale * max(aside - 0.5, abs(p.z) - 0.5)
    case 2: return scale * (dot(p, p).squareRoot() - 0.65)
    default:
      let beyond = max(0, abs(p.z) - 0.4)
      return scale * ((aside * aside + beyond * beyond).squareRoot() - 0.4)
    }
  }

  private func normal(_ point: SIMD3<Float>) -> SIMD3<Float> {
    func slope(_ step: SIMD3<Float>) -> Float { distance(point + step) - distance(point - step) }
    return unit(SIMD3(slope([0.001, 0, 0]), slope([0, 0.001, 0]), slope([0, 0, 0.001])))
  }
}

/// The hue of that index at full saturation and value, in red, green and blue. Source: Smith (1978), "Color gamut
/// transform pairs".
private func colour(_ index: Int) -> SIMD3<Float> {
  let hue = Float(index) / 10 * 6
  func channel(_ shift: Float) -> Float {
    let place = (shift + hue).truncatingRemainder(dividingBy: 6)
    return 1 - max(0, min(place, 4 - place, 1))
  }
  return SIMD3(channel(5), channel(3), channel(1))
}

private func dot(_ a: SIMD3<Float>, _ b: SIMD3<Float>) -> Float { (a * b).sum() }

private func unit(_ a: SIMD3<Float>) -> SIMD3<Float> { a / dot(a, a).squareRoot() }

private func cross(_ a: SIMD3<Float>, _ b: SIMD3<Float>) -> SIMD3<Float> {
  SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
}

extension CatalogueEntry {
  static let shapes3DLike = CatalogueEntry(
    factored: "shapes3d-like",
    summary:
      "drawn pictures like those of 3D Shapes, not the published ones: a solid in a room with the concepts floor-hue, "
      + "wall-hue, object-hue, scale, shape and orientation; 16,000 of them, or all 480,000 by subset=full",
    keys: []
  ) { _ in
    FactoredPictures(
      name: "shapes3d-like", source: "drawn data", shape: [3, Shapes3D.side, Shapes3D.side],
      factors: Shapes3D.factors,
      places: Shapes3D.factors.places,
      remark: "drawn to be like 3D Shapes, with its factors in its order; these are not its pictures"
    ) { rows in
      .onDemand(
        OnDemand(numbers: rows.map { Int32($0) }, origin: Digest("shapes3d-like")) {
          Shapes3D.picture(Shapes3D.factors.place($0))
        })
    }
  }
}
