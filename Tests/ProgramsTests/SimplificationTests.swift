import Programs
import Tensors
import TestSupport
import Testing

/// Draws numbers that depend only on the seed (SplitMix64; Steele, Lea, Flood 2014).
private struct Draws: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// The same random expressions twice: as terms of one builder, which simplifies, and as values, each computed
/// by its operation alone on inputs, of which the builder knows nothing.
private struct Forest {
  typealias Tree = (term: Term, value: NaiveTensor<Double>)

  let sheet = Sheet(samples: 2, conditions: 3)
  var draws: Draws
  var trees: [Tree] = []
  let all: Leading = [.sample, .condition]

  init(seed: UInt64) throws {
    draws = Draws(state: seed)
    let leaves: [Type] = [
      Type([2, 3], varying: .sample), Type([1, 3], varying: .condition), Type([2, 1]),
      Type([2, 3], varying: all),
    ]
    for type in leaves { try plant(sheet.input(type)) }
    for value in [0, 1, 2, -1, 0.5] {
      let shapes: [Shape] = [[2, 3], [1, 3], [1, 1], [2, 1]]
      try plant(sheet.builder.fill(value, shapes.randomElement(using: &draws) ?? [2, 3]))
    }
  }

  private mutating func plant(_ leaf: Term) throws {
    trees.append((leaf, try sheet.evaluate([leaf], varying: all)[0]))
  }

  /// Adds a random operation on trees that there are already, if its values stay moderate.
  mutating func grow() throws {
    guard let x = trees.randomElement(using: &draws), let y = trees.randomElement(using: &draws),
      let z = trees.randomElement(using: &draws)
    else { return }
    switch Int.random(in: 0..<12, using: &draws) {
    case 0...2:
      guard let operation = Primitive.Unary.allCases.randomElement(using: &draws) else { return }
      try add([x]) { $0[0].unary(operation) }
    case 3...6:
      guard let operation = Primitive.Binary.allCases.randomElement(using: &draws) else { return }
      try add([x, y]) { $0[0].combined(operation, $0[1]) }
    case 7: try add([x, y, z]) { $0[0].select($0[1], $0[2]) }
    case 8:
      let slices = x.term.shape.extents.map { Primitive.Slice(start: 0, count: $0) }
      try add([x]) { $0[0].sliced(slices).embedded(slices, in: $0[0].shape) }
      try add([x]) { $0[0].transposed([1, 0]).reshaped([$0[0].shape.count]).reshaped($0[0].shape) }
    case 9: try add([x]) { $0[0].broadcast(to: [2, 3]) }
    case 10:
      let axes = [[0], [1], [0, 1], []].randomElement(using: &draws) ?? []
      try add([x]) { $0[0].sum(axes) }
      try add([x]) { $0[0].maximum(axes) }
    default:
      let axes = [Leading.sample, .condition, all].randomElement(using: &draws) ?? all
      try add([x]) { $0[0].sumLeading(axes).detached }
    }
  }

  private mutating func add(_ operands: [Tree], _ operation: ([Term]) -> Term) throws {
    // Shapes that don't meet are not tried: a builder that failed once makes no program.
    let rows = Set(operands.map { $0.term.shape[0] }).subtracting([1])
    let columns = Set(operands.map { $0.term.shape[1] }).subtracting([1])
    guard rows.count <= 1, columns.count <= 1 else { return }

    let alone = Sheet(samples: 2, conditions: 3)
    let opaque = operands.map { alone.input(Type($0.term.shape, varying: all), $0.value) }
    let value = try alone.evaluate([operation(opaque)], varying: all)[0]
    guard value.values.allSatisfy({ $0.isFinite && abs($0) < 1e6 }) else { return }
    trees.append((operation(operands.map(\.term)), value))
  }
}

@Test(arguments: 0..<40) func simplifiedTermsKeepTheirValue(seed: UInt64) throws {
  var forest = try Forest(seed: seed)
  for _ in 0..<60 { try forest.grow() }
  let values = try forest.sheet.evaluate(forest.trees.map(\.term), varying: forest.all)
  for (value, tree) in zip(values, forest.trees) {
    #expect(value.shape == tree.value.shape)
    #expect(distance(value.values, tree.value.values) < 1e-9, "\(tree.term.primitive.name)")
  }
}

@Test func neutralElementsAndInversesVanish() {
  let builder = Builder()
  let x = builder.input("x", Type([2, 3], varying: .sample))
  for same in [
    x + 0, 1 * x, x / 1, x - 0, -(-x), x.transposed([1, 0]).transposed([1, 0]),
    x.reshaped([6]).reshaped([2, 3]),
    x.sum([]), x.broadcast(to: [2, 3]), x.maximum(x),
  ] {
    #expect(same.isSame(as: x))
  }
  #expect(x.detached.detached.isSame(as: x.detached))
  #expect((x * 0).primitive == .fill(Primitive.Number(0), [2, 3]))
  #expect((builder.fill(2) * builder.fill(3, [4])).primitive == .fill(Primitive.Number(6), [4]))
  #expect(builder.fill(2, [3, 4]).sum([1]).primitive == .fill(Primitive.Number(8), [3, 1]))
  #expect(x.exp.positive.isSame(as: x.exp))
  #expect(x.positive.negative.primitive == .fill(Primitive.Number(0), [2, 3]))
}

@Test func whatBroadcastsANeutralElementStays() {
  let builder = Builder()
  let x = builder.input("x", Type([1]))
  #expect((x + builder.fill(0, [3])).shape == [3])
  #expect((x * builder.fill(1, [3])).shape == [3])
  #expect(x.combined(.power, builder.fill(1, [3])).shape == [3])
  #expect(x.combined(.power, builder.fill(2, [3])).shape == [3])
  #expect(builder.fill(1, [3]).select(x, x + 1).shape == [3])
}

@Test func transposesInARowAreOne() throws {
  let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
  for first in orders {
    for second in orders {
      let sheet = Sheet()
      let x = sheet.input(Type([2, 3, 4]))
      let once = x.transposed(first)
      let both = once.transposed(second)
      let values = try sheet.evaluate([once, both])
      // On an input of its own, the second transpose has nothing to merge with.
      let alone = Sheet()
      let expected = try alone.evaluate([alone.input(once.type, values[0]).transposed(second)])[0]
      #expect(values[1] == expected, "\(first), then \(second)")
    }
  }
}
