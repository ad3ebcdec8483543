import Attributions
import Testing

/// Gauss's rules are exact for polynomials of degree 2 n - 1.
@Suite struct QuadratureTests {
  @Test(arguments: [1, 2, 8, 12, 24, 64, 128]) func momentsAreExact(_ count: Int) throws {
    let (plain, weighted) = (try Quadrature.gaussLegendre(count), try Quadrature.gaussLog(count))
    for degree in 0..<2 * count {
      func moment(_ rule: Quadrature) -> Double {
        zip(rule.nodes, rule.weights).reduce(0) { sum, point in
          sum + point.1 * (0..<degree).reduce(1) { power, _ in power * point.0 }
        }
      }
      // ∫ t^k dt and ∫ -ln(t) t^k dt over 0...1
      let exact = 1 / Double(degree + 1)
      #expect(abs(moment(plain) - exact) < 1e-13)
      #expect(abs(moment(weighted) - exact * exact) < 1e-13)
    }
  }
}
