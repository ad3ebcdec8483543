import Execution
import Programs
import Tensors

/// A network of VGG-16's shape with random weights, written as a program. Simonyan, Zisserman 2015.
enum VGG16 {
  static func rows(_ clock: Clock) throws -> [Row] {
    let builder = Builder()
    let image = builder.input("image", Type([3, 224, 224], varying: .sample))
    let logits = logits(of: image)
    let gradient = builder.gradient(of: [(logits, builder.fill(1))], to: [image])
    let forward = try builder.program([("logits", logits)])
    let backward = try builder.program([("gradient", gradient[0])])
    let executor = Executor()

    func row(_ name: String, _ program: Program, samples: Int) throws -> Row {
      var random = Random(seed: 1)
      let values = (0..<samples * 3 * 224 * 224).map { _ in random.uniform() }
      let images = Tensor([samples, 3, 224, 224], values)
      let operations = program.nodes.indices.reduce(0) { $0 + program.operations(at: $1) }
      return Row(
        name: name,
        time: try clock.median(of: 3) {
          _ = try executor.run(program, inputs: ["image": images], samples: samples)
        }, operations: operations * samples)
    }
    return [
      Row(
        name: "VGG-16 plan of a forward pass",
        time: try clock.once { _ = try executor.plan(forward, samples: 1, conditions: 1) }),
      try row("VGG-16 forward, 1 image", forward, samples: 1),
      try row("VGG-16 forward, 8 images", forward, samples: 8),
      try row("VGG-16 gradient, 1 image", backward, samples: 1),
    ]
  }

  /// Thirteen convolutions in five blocks, then three linear layers.
  private static func logits(of image: Term) -> Term {
    var random = Random(seed: 0)
    func weights(_ shape: Shape, fanIn: Int, _ name: String) -> Term {
      // He et al. 2015: variance 2 over the number of inputs.
      let bound = (6 / Float(fanIn)).squareRoot()
      let values = (0..<shape.count).map { _ in bound * (2 * random.uniform() - 1) }
      return image.builder.constant(Constant(Tensor(shape, values), name: name))
    }
    let convolution = Window(kernel: [3, 3], padLow: [1, 1], padHigh: [1, 1])
    let pool = Window(kernel: [2, 2], strides: [2, 2])
    var (x, channels) = (image, 3)
    for (width, depth) in [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)] {
      for _ in 0..<depth {
        let kernel = weights([width, channels, 3, 3], fanIn: channels * 9, "convolution")
        x = x.convolution(kernel, convolution, groups: 1).positive
        channels = width
      }
      x = x.maxPool(pool)
    }
    x = x.reshaped([1, 25088])
    for (inputs, outputs) in [(25088, 4096), (4096, 4096), (4096, 1000)] {
      x = x.matmul(weights([inputs, outputs], fanIn: inputs, "linear"))
      if outputs != 1000 { x = x.positive }
    }
    return x
  }
}
