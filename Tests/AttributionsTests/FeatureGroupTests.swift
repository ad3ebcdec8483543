import Attributions
import Execution
import Models
import Programs
import Tensors
import Testing

/// Groups of values, and superpixels.
struct FeatureGroupTests {
  @Test func aGridCoversAPictureWithAllItsChannels() throws {
    let groups = try FeatureGroups(grid: 2, of: [2, 3, 4])
    #expect(groups.count == 4)
    #expect(groups.members[0] == [0, 1, 4, 5, 12, 13, 16, 17])
    #expect(groups.members[3] == [10, 11, 22, 23])
    #expect(groups.members.joined().sorted() == Array(0..<24))
  }

  @Test func sumsAndSpreadsGoByGroup() throws {
    let groups = try FeatureGroups([[0, 3], [1]], of: [2, 2])
    #expect(groups.sum([1, 2, 4, 8]) == [9, 2])
    #expect(groups.sum(Tensor([2, 2, 2], [1, 2, 4, 8, 1, 1, 1, 1])) == Tensor([2, 2], [9, 2, 2, 1]))
    #expect(groups.spread(Tensor([1, 2], [5, 6])) == Tensor([1, 2, 2], [5, 6, 0, 5]))
    #expect(groups.owners == [0, 1, 2, 0])
    #expect(FeatureGroups(rowsOf: [2, 3]).members == [[0, 1, 2], [3, 4, 5]])
    #expect(FeatureGroups(elementsOf: [2, 3]).areElements)
  }

  @Test(arguments: [[], [[]], [[0], [0]], [[4]], [[-1]]] as [[[Int]]]) func faultyGroupsAreRefused(
    _ members: [[Int]]
  ) {
    #expect(throws: AttributionError.self) { try FeatureGroups(members, of: [2, 2]) }
  }

  @Test func gridsAreOfPictures() {
    #expect(throws: AttributionError.self) { try FeatureGroups(grid: 2, of: [7]) }
  }

  private func superpixels(_ picture: Tensor, _ count: Int) throws -> FeatureGroups {
    let shape = picture.shape
    let layer = Layer(
      name: "first", operation: Formula { $0[0] }, operands: [.input(0)], shape: [1])
    let model = Model(name: "sum", inputs: [Model.Input(name: "x", shape: shape)], layers: [layer], output: 0)
    let question = try Question(
      model, Inputs(picture.reshaped([1] + shape)), target: .classes([0]), executor: Executor())
    return try Grouping.superpixels(count).groups(for: question)
  }

  /// A disc of one colour on another, 32 by 32.
  private var disc: Tensor {
    let colors: [[Float]] = [[0.9, 0.2, 0.1], [0.1, 0.3, 0.8]]
    return Tensor(
      [3, 32, 32],
      (0..<3 * 1024).map { index in
        let (row, column) = (Float(index % 1024 / 32) - 15.5, Float(index % 32) - 14)
        return colors[row * row + column * column < 90 ? 0 : 1][index / 1024]
      })
  }

  @Test func superpixelsFollowEdgesAreConnectedAndCoverAll() throws {
    let picture = disc
    let groups = try superpixels(picture, 20)
    #expect(groups.count > 12 && groups.count < 30)
    #expect(groups.members.joined().sorted() == Array(0..<3 * 1024))
    for group in groups.members {
      #expect(Set(group.map { picture.values[$0 % 1024] }).count == 1)
      // From one of its positions all others are reached.
      let inside = Set(group.map { $0 % 1024 })
      var reached: Set = [group[0] % 1024]
      var edge = Array(reached)
      while let position = edge.popLast() {
        let beside =
          [position - 32, position + 32]
          + (position % 32 > 0 ? [position - 1] : []) + (position % 32 < 31 ? [position + 1] : [])
        for other in beside where inside.contains(other) && reached.insert(other).inserted {
          edge.append(other)
        }
      }
      #expect(reached == inside)
    }
    #expect(try superpixels(picture, 20) == groups)
  }

  @Test(arguments: [1, 5, 5000]) func anyNumberOfSuperpixelsWorks(_ count: Int) throws {
    let groups = try superpixels(Tensor([2, 4, 7], (0..<56).map { Float($0 % 5) }), count)
    #expect(groups.members.joined().sorted() == Array(0..<56))
    #expect(throws: AttributionError.self) {
      try Grouping.superpixels(count).groups(for: Formula.question([[1, 2, 3]]) { $0[0] })
    }
  }
}
