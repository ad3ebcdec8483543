import Programs
import Tensors
import Testing

@Test func equalTermsAreOne() throws {
  let builder = Builder()
  let (x, y) = (builder.input("x", Type([3])), builder.input("y", Type([3])))
  #expect(builder.input("x", Type([3])).isSame(as: x))
  #expect(builder.fill(.nan).isSame(as: builder.fill(.nan)))
  #expect((x + y).exp.isSame(as: (y + x).exp))
  #expect((x * y).isSame(as: y * x))
  #expect(!(x - y).isSame(as: y - x))
  let program = try builder.program([("a", (x + y).exp), ("b", (y + x).exp.sum([0]))])
  #expect(program.nodes.count == 5)
}

@Test func constantsAreKnownByIdentity() {
  let builder = Builder()
  let weights = Constant(Tensor([2], [1, 2]), name: "weights")
  let others = Constant(Tensor([2], [1, 2]), name: "weights")
  #expect(builder.constant(weights).isSame(as: builder.constant(weights)))
  #expect(!builder.constant(weights).isSame(as: builder.constant(others)))
}

@Test func aTermStandsForAConstant() throws {
  let builder = Builder()
  let weights = Constant(Tensor([2], [1, 2]), name: "weights")
  let before = builder.constant(weights)
  let input = builder.input("weights", Type([2], varying: .condition))
  builder.replace(weights, by: input)
  #expect(builder.constant(weights).isSame(as: input))
  #expect(!before.isSame(as: input))
  #expect(try builder.program([("y", builder.constant(weights).exp)]).inputs == ["weights": input.type])
}

@Test func whatNothingAsksForIsNotInTheProgram() throws {
  let builder = Builder()
  let x = builder.input("x", Type([3]))
  _ = builder.input("unused", Type([4])).exp
  let program = try builder.program([("y", x.tanh)])
  #expect(program.nodes.map(\.primitive) == [.input("x", Type([3])), .unary(.tanh)])
  #expect(program.inputs == ["x": Type([3])])
}

@Test func nodesComeAfterWhatTheyNeedAndTheGradientSharesTheForwardPass() throws {
  let builder = Builder()
  let x = builder.input("x", Type([1, 3]))
  let y = x.matmul(builder.input("weights", Type([3, 3]))).tanh
  let gradient = builder.gradient(of: [(y, builder.fill(1))], to: [x])[0]
  let program = try builder.program([("gradient", gradient), ("y", y)])
  for (position, node) in program.nodes.enumerated() {
    #expect(node.operands.allSatisfy { $0 < position })
  }
  #expect(program.nodes.count { $0.primitive == .unary(.tanh) } == 1)
}

@Test func aProgramPrintsAsAListOfOperations() throws {
  let builder = Builder()
  let x = builder.input("x", Type([1, 5, 5], varying: .sample))
  let weights = builder.constant(Constant(Tensor([2, 1, 3, 3], repeating: 1), name: "weights"))
  let window = Window(kernel: [3, 3], strides: [2, 2], padLow: [1, 1], padHigh: [0, 1])
  let features = x.convolution(weights, window, groups: 1).positive.maxPool(Window(kernel: [2, 2]))
  let logits = (2 * features).reshaped([1, 4]).matmul(
    builder.input("mask", Type([3, 4], varying: .condition)), transposeRight: true)
  let loss = logits.sum([1]).sumLeading([.sample, .condition])
  let program = try builder.program([("logits", logits), ("loss", loss)])
  #expect(
    program.description == """
      %0 = input 'x' : sample [1, 5, 5]
      %1 = constant 'weights' : [2, 1, 3, 3]
      %2 = convolution 3x3 stride 2,2 pad 1,1 and 0,1 %0 %1 : sample [2, 2, 3]
      %3 = positive %2 : sample [2, 2, 3]
      %4 = max pool 2x2 %3 : sample [2, 1, 2]
      %5 = fill 2.0 : [1, 1, 1]
      %6 = multiply %4 %5 : sample [2, 1, 2]
      %7 = reshape %6 : sample [1, 4]
      %8 = input 'mask' : condition [3, 4]
      %9 = matmul right transposed %7 %8 : sample condition [1, 3]
      %10 = sum axes [1] %9 : sample condition [1, 1]
      %11 = sum over sample condition %10 : [1, 1]
      logits -> %9
      loss -> %11
      """)
}

@Test func aMultiplyAddCountsTwo() throws {
  let builder = Builder()
  let x = builder.input("x", Type([4, 9, 8], varying: .sample))
  let weights = builder.input("weights", Type([6, 2, 3, 3]))
  let window = Window(kernel: [3, 3], strides: [2, 1])
  let y = x.convolution(weights, window, groups: 2)
  // 6 filters at 4 x 6 places, each over 2 channels of 3 x 3.
  let expected = 2 * 6 * 4 * 6 * 2 * 3 * 3
  let gradients = builder.gradient(of: [(y, builder.input("g", y.type))], to: [x, weights])
  for term in [y] + gradients {
    let program = try builder.program([("y", term)])
    let counts = program.nodes.indices.map(program.operations(at:))
    #expect(counts.max() == expected, "\(term.primitive.name)")
  }

  let product = builder.input("a", Type([2, 5, 3])).matmul(
    builder.input("b", Type([2, 7, 5])), transposeLeft: true, transposeRight: true)
  let program = try builder.program([("y", product)])
  #expect(program.operations(at: program.nodes.count - 1) == 2 * 2 * 3 * 5 * 7)
}
