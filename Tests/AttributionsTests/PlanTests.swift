import Attributions
import Execution
import Models
import Programs
import Tensors
import Testing

/// How the passes of a large network are computed: by fast kernels, without moving activations about.
struct PlanTests {
  private let network: Model?
  private let executor = Executor()

  init() {
    network = Architecture.named("vgg16")?.model(seed: 1)
  }

  private func plan(_ conditions: Int, on layer: String = "features.24") throws -> Plan {
    let model = try #require(network)
    var propagation = RelevancePropagation(try #require(Composite.named("epsilon-plus-flat")))
    propagation.wanted = .heatmap
    let index = try #require(model.layer(layer))
    let units = (0..<conditions).map {
      Condition(units: [Unit(layer: index, channels: [$0])], target: .classes([3]))
    }
    let image = Tensor([1, 3, 224, 224], (0..<3 * 224 * 224).map { Float($0 % 251) / 125 - 1 })
    _ = try propagation.explain(model, samples: Inputs(image), conditions: units, executor: executor)
    let run = try #require(executor.lastRun)
    return try executor.plan(run.program, samples: run.samples, conditions: run.conditions)
  }

  @Test func vggIsComputedByFastKernelsWhereItLies() throws {
    for count in [1, 8] {
      let plan = try plan(count)
      let slow = plan.steps.filter {
        $0.kernel.hasPrefix("ref") || $0.kernel.hasPrefix("gemm") || $0.kernel.hasPrefix("simple")
      }
      #expect(slow.map(\.name) == [])
      // A dense layer reads its 25,088 features row by row, and the kept channels' weights are taken out for each run.
      let moved = plan.steps.filter { $0.name == "reorder" && $0.extents.count == 5 }
      #expect(moved.map(\.extents).allSatisfy { $0 == [1, 1, 512, 7, 7] } && moved.count <= 1)
      #expect(Set(plan.steps.filter { $0.name.hasPrefix("convolution") }.map(\.arrangement)).count == 1)
    }
  }

  @Test func onlyThePassBelowTheLayerIsMadeForEachCondition() throws {
    let plan = try plan(8)
    func products(_ steps: [Step]) -> Int {
      steps.filter { $0.name.hasPrefix("convolution") }.reduce(0) { $0 + $1.operations }
    }
    let shared = products(plan.steps.filter { $0.extents[1] == 1 })
    let each = products(plan.steps.filter { $0.extents[1] == 8 })
    // Forward and denominators: 15.3 and 14.9 G multiply-adds; relevance above the layer, 1.4; below it, 13 for each.
    #expect((60_000_000_000..<66_000_000_000).contains(shared))
    #expect((8 * 24_000_000_000..<8 * 28_500_000_000).contains(each))
    // The first layer's flat rule needs no convolution, and of the layer itself only the kept channels are propagated.
    #expect(!plan.steps.contains { $0.name.hasPrefix("convolution") && $0.extents[2] == 3 })
  }

  /// With one channel, row-major and channels-last are the same memory, but not the same to the library.
  @Test func picturesOfOneChannelGetAFastKernel() throws {
    let builder = Builder()
    let x = builder.input("x", Type([1, 28, 28], varying: .sample))
    let window = Window(kernel: [3, 3], padLow: [1, 1], padHigh: [1, 1])
    let w = builder.constant(Constant(Tensor([32, 1, 3, 3], (0..<288).map { Float($0 % 7) - 3 }), name: "w"))
    let y = x.convolution(w, window, groups: 1)
    let program = try builder.program([("y", y), ("back", y.convolutionTranspose(w, window, groups: 1, extent: [28, 28]))])
    let kernels = try executor.plan(program, samples: 16, conditions: 1).steps.map(\.kernel)
    #expect(kernels.allSatisfy { !$0.hasPrefix("ref") }, "\(kernels)")
  }
}
