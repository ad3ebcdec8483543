import Concepts
import Execution
import Foundation
import Tensors
import Testing

/// Methods that find concepts without labels, beside scikit-learn's numbers and what was planted.
@Suite struct DiscoveryTests {
  private struct Expected: Decodable {
    let dictionaries: [String: Double]
    let ica: [[Double]]

    private enum CodingKeys: String, CodingKey {
      case one = "digits/dictionary/1"
      case two = "digits/dictionary/2"
      case ica = "iris/ica"
    }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      dictionaries = ["1": try values.decode(Double.self, forKey: .one), "2": try values.decode(Double.self, forKey: .two)]
      ica = try values.decode([[Double]].self, forKey: .ica)
    }
  }

  private let reference: NPZ
  private let expected: Expected

  init() throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    reference = try NPZ(tests.appending(path: "Fixtures/sklearn/expected.npz").path)
    expected = try JSONDecoder().decode(
      Expected.self, from: Data(contentsOf: tests.appending(path: "Fixtures/discovery/expected.json")))
  }

  @Test(arguments: [("1", 1.0), ("2", 2.0)])
  func aDictionaryIsNoWorseThanTheReference(_ name: String, _ penalty: Double) throws {
    let digits = try reference.array("digits/x").tensor
    let found = try SparseDictionary(
      digits, components: 12, penalty: penalty, isNonNegative: false, seed: 0, tolerance: 1e-7, maximum: 500)
    let wanted = try #require(expected.dictionaries[name])
    #expect(found.objective < wanted * 1.01, "\(found.objective) beside \(wanted)")
    for square in found.directions.squares { #expect(abs(square - 1) < 1e-4) }
  }

  @Test func independentComponentsAgreeWithTheReference() throws {
    let found = try IndependentComponents(
      reference.array("iris/x").tensor, components: 3, seed: 0, tolerance: 1e-6)
    #expect(found.converged)
    for wanted in expected.ica {
      #expect(cosine(wanted, found.directions, rows: 3) > 0.9999)
    }
  }

  @Test func independentComponentsFindMixedSources() throws {
    var random = Random(seed: 3)
    let sources = (0..<2000).map { _ in
      let one = random.uniform() - 0.5
      let other = random.normal()
      return [one, other * other * other]
    }
    let mixed = sources.flatMap { source -> [Float] in
      let (one, other) = (source[0], source[1])
      return [one + 0.1 * other, 0.5 * one - 0.1 * other, 2 + 0.3 * one]
    }
    let rows = Tensor([2000, 3], mixed)
    let found = try IndependentComponents(rows, components: 2, seed: 1)
    for wanted: [Double] in [[1, 0.5, 0.3], [0.1, -0.1, 0]] {
      #expect(cosine(wanted, found.directions, rows: 2) > 0.995)
    }
    #expect(throws: ConceptError.directions(3, 2)) { try IndependentComponents(rows, components: 3, seed: 1) }
  }

  /// The largest cosine, of either sign, of a direction and those found, which have length 1.
  private func cosine(_ wanted: [Double], _ found: Tensor, rows: Int) -> Double {
    let length = wanted.reduce(0) { $0 + $1 * $1 }.squareRoot()
    var largest = 0.0
    for row in 0..<rows {
      var product = 0.0
      for (column, value) in wanted.enumerated() {
        product += value * Double(found.values[row * wanted.count + column])
      }
      largest = max(largest, abs(product) / length)
    }
    return largest
  }

  /// Rows of 2 of 24 directions in 16 columns.
  private func planted() -> (rows: Tensor, directions: Tensor) {
    var random = Random(seed: 11)
    var directions = Tensor([24, 16], (0..<24 * 16).map { _ in random.normal() })
    let squares = directions.squares
    for index in directions.values.indices { directions.values[index] /= Float(squares[index / 16].squareRoot()) }
    var rows: [Float] = []
    for _ in 0..<4000 {
      var row = [Float](repeating: 0, count: 16)
      for direction in random.shuffled(0..<24).prefix(2) {
        let strength = 0.5 + random.uniform()
        for column in 0..<16 { row[column] += strength * directions.values[direction * 16 + column] }
      }
      rows += row
    }
    return (Tensor([4000, 16], rows), directions)
  }

  @Test func anAutoencoderFindsAPlantedDictionary() throws {
    let (rows, directions) = planted()
    let found = try SparseAutoencoder(rows, units: 32, active: 2, steps: 3000, seed: 0)
    for square in found.directions.squares { #expect(abs(square - 1) < 1e-4) }
    let first = try #require(found.losses.first)
    let last = try #require(found.losses.last)
    #expect(last < first / 2)
    let recovered = (0..<24).count { wanted in
      cosine(directions[wanted].values.map(Double.init), found.directions, rows: 32) > 0.9
    }
    #expect(recovered >= 18, "\(recovered) of 24; losses \(found.losses)")
    let codes = try found.codes(of: rows)
    for row in 0..<100 { #expect(codes[row].values.count { $0 != 0 } <= 2) }
    #expect(try SparseAutoencoder(rows, units: 32, active: 2, steps: 50, seed: 4).directions
      == SparseAutoencoder(rows, units: 32, active: 2, steps: 50, seed: 4).directions)
  }

  @Test func deadUnitsAreFewerWhereTheyAreBegunAnew() throws {
    let (rows, _) = planted()
    let left = try SparseAutoencoder(rows, units: 256, active: 2, steps: 600, seed: 0, revives: false)
    let revived = try SparseAutoencoder(rows, units: 256, active: 2, steps: 600, seed: 0)
    #expect(revived.revived > 0 && left.revived == 0)
    #expect(revived.dead.count < left.dead.count, "\(revived.dead.count) and \(left.dead.count)")
  }
}

extension Tensor {
  fileprivate var squares: [Double] {
    (0..<shape[0]).map { row in self[row].values.reduce(0) { $0 + Double($1) * Double($1) } }
  }
}
