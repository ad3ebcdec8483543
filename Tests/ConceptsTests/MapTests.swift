import Concepts
import Execution
import Foundation
import Tensors
import Testing

/// Maps of tables beside scikit-learn's, on its own data sets; made by Fixtures/make-maps.py, which prints the numbers here.
@Suite struct MapTests {
  let tables: NPZ
  let expected: NPZ

  init() throws {
    let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures")
    tables = try NPZ(fixtures.appending(path: "sklearn/expected.npz").path)
    expected = try NPZ(fixtures.appending(path: "maps/expected.npz").path)
  }

  private func rows(_ name: String, _ count: Int) throws -> Tensor {
    try tables.array("\(name)/x").tensor.rows(Array(0..<count))
  }

  // scikit-learn's TSNE(method="exact", init="pca"): divergence and trustworthiness of ten neighbours.
  @Test(arguments: [
    ("digits", 300, 30.0, 0.27377273810430147, 0.9896356180433509),
    ("wine", 178, 20.0, 0.474541997357145, 0.9548902333621435),
    ("iris", 150, 10.0, 0.2915957728073264, 0.9872862453531599),
  ])
  func mapsAreAsGoodAsThoseOfTheReference(
    _ name: String, _ count: Int, _ perplexity: Double, _ divergence: Double, _ trust: Double
  ) throws {
    let rows = try rows(name, count)
    let map = try TSNE(rows, perplexity: perplexity)
    #expect(map.divergence < 1.05 * divergence, "\(map.divergence)")
    let kept = try NeighbourPreservation(rows, positions: map.positions)
    #expect(kept.trustworthiness > trust - 0.01, "\(kept.trustworthiness)")
    let theirs = try NeighbourPreservation(rows, positions: expected.array("\(name)/tsne").tensor)
    #expect(kept.kept > theirs.kept - 0.02, "\(kept.kept), \(theirs.kept)")
  }

  // scikit-learn's `trustworthiness` of its own maps.
  @Test(arguments: [
    ("digits", 300, 5, 0.9941095890410959), ("digits", 300, 10, 0.9896356180433509),
    ("digits", 300, 20, 0.9807105751391466), ("wine", 178, 5, 0.9641903502974223),
    ("wine", 178, 10, 0.9548902333621435), ("wine", 178, 20, 0.9452409064940012),
  ])
  func trustworthinessIsThatOfTheReference(
    _ name: String, _ count: Int, _ neighbours: Int, _ trust: Double
  ) throws {
    let found = try NeighbourPreservation(
      rows(name, count), positions: expected.array("\(name)/tsne").tensor, neighbours: neighbours)
    #expect(abs(found.trustworthiness - trust) < 1e-5, "\(found.trustworthiness)")
  }

  @Test func theDivergenceIsThatOfItsFormula() throws {
    let rows = try rows("iris", 40)
    let map = try TSNE(rows, perplexity: 8, steps: 300)
    let near = try NeighbourProbabilities(rows, perplexity: 8).values
    var closeness = [Double](repeating: 0, count: 1600)
    for one in 0..<40 {
      for other in 0..<40 where one != other {
        let differences = (0..<2).map { Double(map.positions[[one, $0]] - map.positions[[other, $0]]) }
        closeness[one * 40 + other] =
          1 / (1 + differences[0] * differences[0] + differences[1] * differences[1])
      }
    }
    let total = closeness.reduce(0, +)
    var divergence = 0.0
    for one in 0..<40 {
      for other in 0..<40 where one != other {
        let share = Double(near[[one, other]] + near[[other, one]]) / 80
        if share > 0 { divergence += share * log(share * total / closeness[one * 40 + other]) }
      }
    }
    #expect(abs(map.divergence - divergence) < 1e-5, "\(map.divergence), \(divergence)")
  }

  @Test(arguments: [5.0, 30, 90])
  func thePerplexityIsReached(_ perplexity: Double) throws {
    let near = try NeighbourProbabilities(rows("digits", 200), perplexity: perplexity).values
    for row in 0..<200 {
      let shares = (0..<200).map { Double(near[[row, $0]]) }
      let entropy = shares.reduce(0) { $1 > 0 ? $0 - $1 * log2($1) : $0 }
      #expect(abs(exp2(entropy) - perplexity) < 1e-3)
      #expect(abs(shares.reduce(0, +) - 1) < 1e-5 && shares[row] == 0)
    }
  }

  @Test func aMapIsTheSameEachTimeAndWhateverTheUnits() throws {
    let rows = try rows("wine", 100)
    let map = try TSNE(rows, perplexity: 15)
    #expect(try TSNE(rows, perplexity: 15) == map)
    // In units of a power of two nothing is rounded otherwise.
    #expect(try TSNE(rows.map { $0 * 0x1p90 }, perplexity: 15).positions == map.positions)
    #expect(try TSNE(rows.map { $0 * 0x1p-90 }, perplexity: 15).positions == map.positions)
  }

  @Test func copiesLieNextToEachOther() throws {
    let once = try rows("iris", 20)
    let thrice = Tensor.joined([once, once, once])
    let map = try TSNE(thrice, perplexity: 5)
    #expect(map.positions.firstNonFinite == nil && map.divergence.isFinite)
    let near = try NeighbourPreservation(thrice, positions: map.positions, neighbours: 2).onMap
    for row in 0..<60 { #expect(near[row].allSatisfy { $0 % 20 == row % 20 }) }
    // Twenty copies are more than a perplexity of 5 can part: they share evenly.
    let copies = Tensor([40, 1], (0..<40).map { $0 < 20 ? 0 : Float($0) })
    let shares = try NeighbourProbabilities(copies, perplexity: 5).values
    #expect((1..<20).allSatisfy { abs(shares[[0, $0]] - 1 / 19) < 1e-6 })
  }

  @Test func rowsThatDoNotVaryAreOnePoint() throws {
    let map = try TSNE(Tensor([30, 3], repeating: 7), perplexity: 5)
    #expect(map.positions.values.allSatisfy { $0 == 0 } && map.divergence.isFinite)
    let kept = try NeighbourPreservation(Tensor([30, 3], repeating: 7), positions: map.positions)
    #expect(kept.trustworthiness == 1)
  }

  @Test func rowsOnALineUseThePlane() throws {
    let line = Tensor([60, 1], (0..<60).map { Float($0 * $0) })
    let map = try TSNE(line, perplexity: 8, seed: 3)
    #expect(map.positions.firstNonFinite == nil)
    #expect(try TSNE(line, perplexity: 8, seed: 3) == map)
    #expect((0..<60).contains { abs(map.positions[[$0, 1]]) > 0.1 })
  }

  @Test func whatCanNotBeMappedIsRefused() throws {
    for count in 1...3 {
      #expect(throws: LearningError.setting("the number of rows", Double(count), expected: "4 or more")) {
        try TSNE(Tensor([count, 2], repeating: 1), perplexity: 2)
      }
    }
    let rows = try rows("iris", 30)
    for perplexity in [1, 29, 1000, Double.nan, .infinity] {
      #expect(throws: LearningError.self) { try TSNE(rows, perplexity: perplexity) }
    }
    #expect(throws: LearningError.self) { try TSNE(Tensor([0, 2], []), perplexity: 2) }
    #expect(throws: LearningError.self) { try TSNE(Tensor([30, 1], repeating: .nan), perplexity: 2) }
    #expect(throws: LearningError.self) { try NeighbourPreservation(rows, positions: rows, neighbours: 15) }
    #expect(throws: LearningError.self) {
      try NeighbourPreservation(rows, positions: Tensor([29, 2], repeating: 0))
    }
    // Four rows are the fewest.
    #expect(try TSNE(Tensor([4, 1], [0, 1, 5, 6]), perplexity: 1.5).positions.firstNonFinite == nil)
    #expect(throws: CancellationError.self) {
      try TSNE(rows, perplexity: 5, monitor: Monitor(isCancelled: { true }))
    }
  }

  @Test func neighboursAreCountedByHand() throws {
    // On a line 0 1 2 ... 6; on the map the first is put at the other end.
    let rows = Tensor([7, 1], [0, 1, 2, 3, 4, 5, 6])
    let map = Tensor([7, 1], [7.4, 1, 2.1, 3.3, 4.6, 5.5, 6])
    let found = try NeighbourPreservation(rows, positions: map, neighbours: 2)
    #expect(found.onMap[0] == [6, 5])
    // Of 0 both are intruders of ranks 6 and 5, of 6 it is one of rank 6, of 1 it is none: 3 of rank 2.
    var intrusion = 0.0
    var kept = 0
    for row in 0..<7 {
      let order = (0..<7).filter { $0 != row }.sorted { (abs($0 - row), $0) < (abs($1 - row), $1) }
      for other in found.onMap[row] {
        let rank = (order.firstIndex(of: other) ?? 0) + 1
        if rank > 2 { intrusion += Double(rank - 2) } else { kept += 1 }
      }
    }
    #expect(abs(found.trustworthiness - (1 - 2 * intrusion / (7 * 2 * (14 - 6 - 1)))) < 1e-12)
    #expect(abs(found.kept - Double(kept) / 14) < 1e-12)
  }

  @Test func agreementIsBesideChance() throws {
    let near = [[1], [0], [3], [2]]
    let all = try #require(NeighbourAgreement(near, values: [0, 0, 1, 1]))
    #expect(all.share == 1 && abs(all.chance - 1 / 3) < 1e-12)
    let none = try #require(NeighbourAgreement(near, values: [0, 1, 0, 1]))
    #expect(none.share == 0)
    let some = try #require(NeighbourAgreement(near, values: [0, 0, nil, 1]))
    #expect(some.share == 1 && abs(some.chance - 1 / 3) < 1e-12)
    #expect(NeighbourAgreement(near, values: [nil, nil, nil, 1]) == nil)
    #expect(NeighbourAgreement([], values: []) == nil)
  }

  @Test func layersAreMappedByTheMeansOfTheirChannels() throws {
    let digits = try rows("digits", 120)
    // A channel has its value at each of 2 x 3 positions, give or take what is 0 in the mean.
    let noise: [Float] = [-1, 1, -2, 2, -3, 3]
    let picture = Tensor([120, 64, 2, 3], digits.values.flatMap { value in noise.map { value + $0 } })
    let layers = [("dense", digits), ("conv", picture)]
    let activations = LayerActivations(
      layers: layers.indices.map { .init(index: $0, name: layers[$0].0) }, count: 120
    ) { wanted, range, _ in wanted.map { layers[$0].1.rows(Array(range)) } }
    let maps = try HiddenMap.all(of: activations, method: .pca, perplexity: 10, seed: 0)
    #expect(maps.map(\.layer.name) == ["dense", "conv"] && maps.map(\.view) == [.flattened, .mean])
    #expect(zip(maps[0].positions.values, maps[1].positions.values).allSatisfy { abs($0 - $1) < 1e-3 })
    let tsne = try HiddenMap.all(of: activations, method: .tsne, perplexity: 10, seed: 0)
    #expect(tsne[0].preservation.trustworthiness > maps[0].preservation.trustworthiness)
    #expect(tsne[0].divergence != nil && maps[0].variance?.count == 2)
  }

  // The reference's principal components of the standardised rows, up to their signs.
  @Test(arguments: [("digits", 300), ("wine", 178)])
  func principalComponentsAreThoseOfTheReference(_ name: String, _ count: Int) throws {
    let map = try HiddenMap(
      rows(name, count), of: .init(index: 0, name: "a"), view: .flattened, method: .pca, perplexity: 10,
      seed: 0)
    let theirs = try expected.array("\(name)/pca").tensor
    for component in 0..<2 {
      let pairs = (0..<count).map { (map.positions[[$0, component]], theirs[[$0, component]]) }
      let sign: Float = pairs.reduce(0) { $0 + $1.0 * $1.1 } < 0 ? -1 : 1
      #expect(pairs.allSatisfy { abs($0.0 - sign * $0.1) < 2e-3 })
    }
  }
}

extension Tensor {
  /// The entry of a table in a row and a column.
  fileprivate subscript(place: [Int]) -> Float { values[place[0] * shape[1] + place[1]] }
}
