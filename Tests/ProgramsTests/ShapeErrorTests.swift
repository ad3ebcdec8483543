import Programs
import Tensors
import Testing

/// What the builder says of `formula`; nil if it makes a program.
private func complaint(_ formula: (Builder) -> Term) -> String? {
  let builder = Builder()
  do throws(ShapeError) {
    _ = try builder.program([("y", formula(builder))])
    return nil
  } catch {
    return error.description
  }
}

private func input(_ builder: Builder, _ shape: Shape) -> Term {
  builder.input("input \(shape)", Type(shape))
}

@Test func complaintsNameOperationAndShapes() {
  #expect(complaint { input($0, [2, 3]) + input($0, [4]) } == "add can't be applied to [2, 3] and [1, 4]")
  #expect(complaint { input($0, [2, 3]).reshaped([7]) } == "reshape to [7] can't be applied to [2, 3]")
  #expect(
    complaint { input($0, [2, 3]).transposed([0, 0]) } == "transpose [0, 0] can't be applied to [2, 3]")
  #expect(
    complaint { input($0, [2, 3]).broadcast(to: [5, 3]) } == "broadcast to [5, 3] can't be applied to [2, 3]")
  #expect(complaint { input($0, [2, 3]).sum([2]) } == "sum axes [2] can't be applied to [2, 3]")
  #expect(
    complaint { input($0, [2, 3]).matmul(input($0, [2, 3])) }
      == "matmul can't be applied to [2, 3] and [2, 3]")
  #expect(
    complaint {
      input($0, [3, 8, 8]).convolution(input($0, [4, 1, 3, 3]), Window(kernel: [3, 3]), groups: 2)
    }
      == "convolution 3x3 groups 2 can't be applied to [3, 8, 8] and [4, 1, 3, 3]")
  #expect(
    complaint { input($0, [3, 2, 8]).sumPool(Window(kernel: [3, 3])) }
      == "a window of 3x3 does not fit into [3, 2, 8]")
}

@Test func ranksThatDoNotFitAreRefused() {
  let window = Window(kernel: [1, 1])
  let scalar: (Builder) -> Term = { input($0, []) }
  let vector: (Builder) -> Term = { input($0, [4]) }
  for x in [scalar, vector] {
    #expect(complaint { x($0).sum([1]) } != nil)
    #expect(complaint { x($0).sum([-1]) } != nil)
    #expect(complaint { x($0).mean([3]) } != nil)
    #expect(complaint { x($0).maximum([7]) } != nil)
    #expect(complaint { x($0).transposed([1, 0]) } != nil)
    #expect(complaint { x($0).sliced([.init(start: 0, count: 1), .init(start: 0, count: 1)]) } != nil)
    #expect(complaint { x($0).gathered(input($0, [2]), axis: 1) } != nil)
    #expect(complaint { x($0).gathered(input($0, [2]), axis: -1) } != nil)
    #expect(complaint { $0.term(.scatter(axis: .max, extent: 3), [x($0), input($0, [2])]) } != nil)
    #expect(complaint { .concatenated([x($0), x($0)], axis: 1) } != nil)
    #expect(complaint { x($0).matmul(input($0, [])) } != nil)
    #expect(complaint { x($0).maxPool(window) } != nil)
    #expect(complaint { x($0).convolution(input($0, [1, 1, 1, 1]), window, groups: 1) } != nil)
    #expect(complaint { $0.term(.sumPoolTranspose(window, extent: []), [x($0)]) } != nil)
  }
  #expect(complaint { .concatenated([input($0, [2, 3]), input($0, [2])], axis: 0) } != nil)
}

@Test func slicesOutsideAreRefusedHoweverFarOutside() {
  let refused: [Primitive.Slice] = [
    .init(start: 0, count: 5), .init(start: 4, count: 1), .init(start: -1, count: 1),
    .init(start: 0, count: -1),
    .init(start: 0, count: 1, step: 0), .init(start: 0, count: 3, step: 2),
    .init(start: 3, count: 2, step: .max),
    .init(start: .max, count: 2), .init(start: 1, count: .max, step: .max),
  ]
  for slice in refused {
    #expect(complaint { input($0, [4]).sliced([slice]) } != nil, "\(slice)")
    #expect(complaint { input($0, [1]).embedded([slice], in: [4]) } != nil, "\(slice)")
  }
  let accepted: [Primitive.Slice] = [
    .init(start: 9, count: 0), .init(start: 0, count: 2, step: 3), .init(start: 3, count: 1, step: .max),
  ]
  for slice in accepted {
    #expect(complaint { input($0, [4]).sliced([slice]) } == nil, "\(slice)")
  }
}

@Test func groupsThatDoNotDivideAreRefused() {
  let window = Window(kernel: [1, 1])
  let weights: Shape = [6, 2, 1, 1]
  func complaints(_ groups: Int) -> [String?] {
    [
      complaint { input($0, [4, 2, 2]).convolution(input($0, weights), window, groups: groups) },
      complaint {
        input($0, [6, 2, 2]).convolutionTranspose(input($0, weights), window, groups: groups, extent: [2, 2])
      },
      complaint {
        $0.term(.convolutionWeights(window, groups: groups), [input($0, [4, 2, 2]), input($0, [6, 2, 2])])
      },
    ]
  }
  #expect(complaints(2) == [nil, nil, nil])
  for groups in [-1, 0, 4, 5, .max] {
    #expect(complaints(groups).allSatisfy { $0 != nil }, "\(groups) groups")
  }
  // No channels are divided by anything, but make no more channels than there are numbers.
  #expect(
    complaint {
      input($0, [0, 2, 2]).convolutionTranspose(
        input($0, [0, 2, 1, 1]), window, groups: .max, extent: [2, 2])
    } != nil)
}

@Test func windowsThatAreNoneAreRefused() {
  let windows = [
    Window(kernel: []), Window(kernel: [1]), Window(kernel: [0, 1]), Window(kernel: [1, -1]),
    Window(kernel: [.max, 1]), Window(kernel: [1 << 19, 1 << 19]), Window(kernel: [1, 1], strides: [0, 1]),
    Window(kernel: [2, 2], dilations: [1]), Window(kernel: [2, 2], dilations: [.max, 1]),
    Window(kernel: [1, 1], padLow: [-1, 0]), Window(kernel: [1, 1], padHigh: [0, .max]),
  ]
  for window in windows {
    #expect(window.placements(over: [4, 4]) == nil)
    #expect(complaint { input($0, [1, 4, 4]).maxPool(window) } != nil)
    #expect(complaint { input($0, [1, 4, 4]).sumPool(window) } != nil)
    #expect(complaint { $0.term(.sumPoolTranspose(window, extent: [4, 4]), [input($0, [1, 4, 4])]) } != nil)
  }
  #expect(Window(kernel: [1, 1]).placements(over: []) == nil)
  #expect(Window(kernel: [1, 1]).placements(over: [.max, .max]) == nil)
}

@Test func extentsThatAWindowDoesNotGiveAreRefused() {
  let window = Window(kernel: [2, 2], strides: [2, 2])
  for extent in [[], [4], [4, -4], [3, 4], [4, 6], [.max, 4]] {
    #expect(complaint { $0.term(.sumPoolTranspose(window, extent: extent), [input($0, [1, 2, 2])]) } != nil)
    let scattered = complaint {
      $0.term(.poolScatter(window, extent: extent), [input($0, [1, 2, 2]), input($0, [1, 2, 2])])
    }
    #expect(scattered != nil)
  }
  // Rows and columns that the stride leaves over are no contradiction.
  #expect(complaint { $0.term(.sumPoolTranspose(window, extent: [5, 4]), [input($0, [1, 2, 2])]) } == nil)
}

@Test func aMaximumOverNothingIsRefused() {
  #expect(
    complaint { input($0, [1, 3, 3]).maxPool(Window(kernel: [2, 2], padLow: [2, 0])) } == """
      a window of 2x2 pad 2,0 and 0,0 over [1, 3, 3] lies wholly in the padding somewhere, \
      where there is no maximum
      """)
  #expect(complaint { input($0, [1, 3, 3]).maxPool(Window(kernel: [2, 2], padHigh: [0, 2])) } != nil)
  // Both entries of the window straddle the image.
  let straddling = Window(kernel: [2, 1], dilations: [2, 1], padLow: [1, 0], padHigh: [1, 0])
  #expect(complaint { input($0, [1, 1, 3]).maxPool(straddling) } != nil)
  #expect(
    complaint { input($0, [1, 3, 3]).maxPool(Window(kernel: [3, 3], padLow: [2, 1], padHigh: [2, 2])) } == nil
  )
  #expect(complaint { input($0, [0, 3]).maximum([0]) } != nil)
  #expect(complaint { input($0, [0, 3]).sum([0]) } == nil)
}

@Test func whatNoMachineHoldsIsRefused() {
  let huge: Shape = [1 << 31, 1 << 31, 1 << 31]
  #expect(complaint { input($0, huge) }?.contains("2147483648, 2147483648") == true)
  #expect(complaint { input($0, [1]).reshaped(huge) } != nil)
  #expect(complaint { input($0, [1, 1, 1]).broadcast(to: huge) } != nil)
  #expect(complaint { $0.fill(1, [0, .max, .max]) } != nil)
  #expect(complaint { input($0, [1 << 20, 1]) * input($0, [1 << 20]) } != nil)
  #expect(complaint { input($0, [1 << 16, 1]).matmul(input($0, [1, 1 << 16])) } != nil)
  #expect(complaint { $0.term(.scatter(axis: 0, extent: .max), [input($0, [2]), input($0, [2])]) } != nil)
}

@Test func anInputHasOneType() {
  #expect(
    complaint { $0.input("x", Type([3])) + $0.input("x", Type([3], varying: .sample)) }
      == "input 'x' is declared twice with different shapes")
}

@Test func theFirstFailureIsKeptAndWhatFollowsDoesNotTrap() {
  let builder = Builder()
  let x = input(builder, [2, 3])
  let failed = x + input(builder, [4])
  let late = failed.sliced([.init(start: 0, count: 9)]).maxPool(Window(kernel: [2, 2])).mean([4])
  let gradients = builder.gradient(
    of: [(late * x, builder.fill(1, [5, 5])), (x.sum([0]), late)], to: [x, failed])
  #expect(throws: ShapeError.mismatch(operation: "add", shapes: [[2, 3], [1, 4]])) {
    try builder.program(gradients.enumerated().map { ("\($0)", $1) })
  }
}

@Test func aCotangentOfAnotherShapeIsRefused() {
  let refused = complaint { builder in
    let x = input(builder, [2, 3])
    return builder.gradient(of: [(x.exp, builder.fill(1, [2, 4]))], to: [x])[0]
  }
  #expect(refused == "broadcast to [2, 3] can't be applied to [2, 4]")
}
