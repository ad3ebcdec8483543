import Execution
import Programs
import Tensors
import TestSupport
import Testing

/// Images, numbers of output channels, groups and windows: ordinary ones, and the ends of what is allowed.
let convolutions: [(image: Shape, outputs: Int, groups: Int, window: Window)] = [
  ([3, 8, 8], 4, 1, Window(kernel: [3, 3], padLow: [1, 1], padHigh: [1, 1])),
  ([16, 7, 9], 32, 1, Window(kernel: [3, 3], strides: [2, 2], padLow: [1, 1], padHigh: [1, 1])),
  ([64, 6, 6], 48, 1, Window(kernel: [1, 1])),
  ([64, 6, 6], 16, 1, Window(kernel: [1, 1], strides: [2, 2])),
  (
    [5, 9, 4], 7, 1,
    Window(kernel: [2, 3], strides: [1, 2], dilations: [2, 1], padLow: [0, 2], padHigh: [3, 0])
  ),
  ([6, 8, 8], 9, 3, Window(kernel: [3, 3], padLow: [1, 1], padHigh: [1, 1])),
  ([32, 8, 8], 32, 2, Window(kernel: [3, 3], dilations: [2, 2], padLow: [2, 2], padHigh: [2, 2])),
  ([16, 8, 8], 16, 16, Window(kernel: [3, 3], padLow: [1, 1], padHigh: [1, 1])),
  ([6, 9, 9], 12, 6, Window(kernel: [3, 3], strides: [2, 2], padLow: [0, 1], padHigh: [1, 0])),
  ([1, 1, 1], 1, 1, Window(kernel: [1, 1])),
  ([3, 1, 1], 5, 1, Window(kernel: [3, 3], padLow: [1, 1], padHigh: [1, 1])),
  ([4, 5, 5], 6, 1, Window(kernel: [5, 5])),
  ([2, 1, 20], 8, 1, Window(kernel: [1, 7], strides: [1, 3], padLow: [0, 3], padHigh: [0, 2])),
  ([3, 10, 10], 4, 1, Window(kernel: [3, 3], strides: [4, 4])),
  ([3, 4, 4], 4, 1, Window(kernel: [3, 3], strides: [5, 5], padLow: [4, 4], padHigh: [4, 4])),
  ([128, 2, 3], 40, 1, Window(kernel: [2, 2])),
  ([20, 14, 14], 24, 1, Window(kernel: [7, 7], strides: [2, 2], padLow: [3, 3], padHigh: [3, 3])),
]

@Test(arguments: convolutions.indices) func convolutionsAndTheirTransposesAreComputed(_ index: Int) throws {
  let (image, outputs, groups, window) = convolutions[index]
  let extent = Array(image.extents[1...])
  let small = Shape([outputs] + (try #require(window.placements(over: extent))))
  let weights = Shape([outputs, image[0] / groups] + window.kernel)
  for leading in leadings {
    for (samples, conditions) in [(1, 1), (3, 1), (1, 5), (3, 2)] {
      try expectEqual(
        [Type(image, varying: leading), Type(small, varying: leading), Type(weights)], samples: samples,
        conditions: conditions
      ) { x in
        let w = x[0].builder.constant(constant(weights))
        let bias = x[0].builder.constant(constant([outputs, 1, 1]))
        return [
          x[0].convolution(w, window, groups: groups),
          x[1].convolutionTranspose(w, window, groups: groups, extent: extent),
          x[0].builder.term(.convolutionWeights(window, groups: groups), [x[0], x[1]]),
          // What varies with the sample is summed at once.
          x[0].builder.term(.convolutionWeights(window, groups: groups), [x[0].tanh, x[1]]).sumLeading(
            leading.intersection(.sample)),
          x[0].convolution(x[2], window, groups: groups),
          x[0].positive.convolution(w.positive, window, groups: groups)
            - x[0].convolution(w.negative, window, groups: groups),
          x[1].convolutionTranspose(x[2] + 1, window, groups: groups, extent: extent),
          (x[0].convolution(w + 2, window, groups: groups) + bias).positive,
          x[0].convolution(w + 3, window, groups: groups) + bias,
          x[0].convolution(w + 4, window, groups: groups).positive,
        ]
      }
    }
  }
}

@Test func weightsMayVary() throws {
  for index in [0, 4, 5, 7, 10] {
    let (image, outputs, groups, window) = convolutions[index]
    let extent = Array(image.extents[1...])
    let small = Shape([outputs] + (try #require(window.placements(over: extent))))
    let weights = Shape([outputs, image[0] / groups] + window.kernel)
    for leading in leadings {
      for varying in leadings {
        let types = [
          Type(image, varying: leading), Type(small, varying: leading), Type(weights, varying: varying),
        ]
        try expectEqual(types, samples: 2, conditions: 3) {
          [
            $0[0].convolution($0[2], window, groups: groups),
            $0[1].convolutionTranspose($0[2], window, groups: groups, extent: extent),
            $0[0].builder.term(
              .convolutionWeights(window, groups: groups), [$0[0], $0[1].sumLeading(varying)]),
          ]
        }
      }
    }
  }
}

let pools: [(image: Shape, window: Window)] = [
  ([4, 8, 8], Window(kernel: [2, 2], strides: [2, 2])),
  ([3, 7, 9], Window(kernel: [3, 3], strides: [2, 2], padLow: [1, 1], padHigh: [1, 1])),
  (
    [40, 5, 6],
    Window(kernel: [3, 2], strides: [1, 2], dilations: [2, 1], padLow: [1, 0], padHigh: [0, 1])
  ),
  ([1, 1, 1], Window(kernel: [1, 1])),
  ([5, 6, 6], Window(kernel: [6, 6])),
  ([2, 1, 11], Window(kernel: [1, 3], strides: [1, 3])),
]

@Test(arguments: pools.indices) func poolsAndTheirTransposesAreComputed(_ index: Int) throws {
  let (image, window) = pools[index]
  let extent = Array(image.extents[1...])
  let small = Shape([image[0]] + (try #require(window.placements(over: extent))))
  for left in leadings {
    for right in leadings {
      try expectEqual([Type(image, varying: left), Type(small, varying: right)]) { x in
        let builder = x[0].builder
        let chosen = builder.term(.maxPoolIndex(window), [x[0]])
        return [
          x[0].maxPool(window), chosen, x[0].sumPool(window),
          builder.term(.poolGather(window), [x[0].exp, chosen]),
          builder.term(.poolScatter(window, extent: extent), [x[1], chosen]),
          builder.term(.sumPoolTranspose(window, extent: extent), [x[1]]),
        ]
      }
    }
  }
}

@Test func theFirstOfEqualMaximaWins() throws {
  let window = Window(kernel: [2, 2], strides: [2, 2], padLow: [1, 1], padHigh: [1, 1])
  let values: [Int: NaiveTensor<Float>] = [
    0: NaiveTensor([2, 4, 4], repeating: -1), 1: NaiveTensor([2, 4, 4], repeating: -.infinity),
  ]
  try expectEqual([Type([2, 4, 4]), Type([2, 4, 4])], values: values) { x in
    x.map { $0.builder.term(.maxPoolIndex(window), [$0]) } + [x[0].maxPool(window)]
  }
}

@Test func numbersThatAreNoneDoNotTrap() throws {
  let window = Window(kernel: [2, 2], strides: [2, 2])
  let builder = Builder()
  let x = builder.input("x", Type([1, 2, 2]))
  let chosen = builder.term(.maxPoolIndex(window), [x])
  let scattered = builder.term(.poolScatter(window, extent: [2, 2]), [x.maxPool(window), x.sumPool(window)])
  let program = try builder.program([
    ("maximum", x.maxPool(window)), ("index", chosen), ("scattered", scattered),
  ])
  let found = try executor.run(program, inputs: ["x": Tensor([1, 2, 2], [1, .nan, 3, 2])])
  #expect(try #require(found["maximum"]).values[0].isNaN)
  #expect(try #require(found["scattered"]).values == [0, 0, 0, 0])
}
