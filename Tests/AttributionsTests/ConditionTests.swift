import Attributions
import Execution
import Foundation
import Models
import Tensors
import Testing

/// Conditions, start layers and initial relevance, with zennit-crp's values for netA under EpsilonPlusFlat.
@Suite struct ConditionTests {
  let model: Model
  let reference: Reference.Conditions
  let samples: Tensor
  let executor = Executor()

  init() throws {
    model = try Reference.model("netA")
    reference = try Reference.conditions()
    samples = try Reference.rules().netA.x.tensor
  }

  private func layer(_ name: String) throws -> Int { try #require(model.layer(name)) }

  private func propagation() throws -> RelevancePropagation {
    var propagation = RelevancePropagation(try #require(Composite.named("epsilon-plus-flat")))
    propagation.record = try ["conv1", "conv2", "fc1", "fc2"].map(layer)
    return propagation
  }

  private func expectAgreement(_ attribution: Attribution, _ name: String) throws {
    let expected = try #require(reference.cases[name])
    #expect(distance(attribution.heatmap, expected.heatmap.data) < 1e-4, "\(name): heatmap")
    #expect(attribution.heatmap.shape.extents == expected.heatmap.shape, "\(name)")
    for (layer, values) in expected.relevances {
      let index = try self.layer(layer)
      let found = try #require(attribution.relevance.first { $0.layer == index })
      #expect(distance(found.values, values.data) < 1e-4, "\(name): relevance of \(layer)")
    }
  }

  private func explain(
    _ conditions: [Condition], samples count: Int = 1, _ change: (inout RelevancePropagation) -> Void = { _ in }
  ) throws -> Attribution {
    var propagation = try propagation()
    change(&propagation)
    return try propagation.explain(
      model, samples: Inputs(samples.rows(0..<count)), conditions: conditions, executor: executor)
  }

  @Test func classesAreAdded() throws {
    try expectAgreement(explain([Condition(target: .classes([1]))]), "y1")
    try expectAgreement(explain([Condition(target: .classes([1]))]), "y_int")
    try expectAgreement(explain([Condition(target: .classes([0, 2]))]), "y02")
  }

  @Test func relevancePassesOnlyThroughTheChannelsNamed() throws {
    let conv2 = try Unit(layer: layer("conv2"), channels: [1, 3])
    try expectAgreement(explain([Condition(units: [conv2], target: .classes([1]))]), "conv2_13_y1")
    try expectAgreement(
      explain([Condition(units: [conv2], target: .classes([1]))]) { $0.allowsParallel = true }, "no_exclude")
    let nothing = try Unit(layer: layer("conv2"), channels: [])
    try expectAgreement(explain([Condition(units: [nothing], target: .classes([1]))]), "conv2_empty")
  }

  @Test func severalLayersAreTakenInTheOrderOfTheGraph() throws {
    let units = try [
      Unit(layer: layer("conv2"), channels: [0, 1, 4]), Unit(layer: layer("fc1"), channels: [2, 5]),
    ]
    try expectAgreement(explain([Condition(units: units, target: .classes([1]))]), "fc1_conv2_y1")
  }

  @Test func withoutAClassRelevanceStartsAtTheLayer() throws {
    let channel = try Unit(layer: layer("conv2"), channels: [4])
    try expectAgreement(explain([Condition(units: [channel], target: .layer)]), "start_conv2")
    let neuron = try Unit(layer: layer("conv2"), channels: [4], positions: [5])
    try expectAgreement(explain([Condition(units: [neuron], target: .layer)]), "start_conv2_rf")
  }

  @Test func samplesTimesConditionsAreRowsSampleMajor() throws {
    let conditions = (0..<3).map { Condition(target: .classes([$0])) }
    try expectAgreement(explain(conditions, samples: 2), "bcast_2x3")
  }

  @Test func pairsAreTakenOneByOne() throws {
    let conditions = [0, 2].map { Condition(target: .classes([$0])) }
    let attribution = try propagation().explain(
      model, samples: Inputs(samples), pairedWith: conditions, executor: executor)
    try expectAgreement(attribution, "pair_2x2")
  }

  @Test func initialRelevanceCanBeChosen() throws {
    try expectAgreement(explain([Condition(target: .classes([1]))]) { $0.initial = .absolute }, "init_abs")
    try expectAgreement(explain([Condition(target: .classes([1]))]) { $0.initial = .number(1) }, "init_one")
  }

  @Test func everyChannelHasItsOwnHeatmap() throws {
    let conv2 = try layer("conv2")
    let conditions = (0..<6).map {
      Condition(units: [Unit(layer: conv2, channels: [$0])], target: .classes([1]))
    }
    let attribution = try explain(conditions)
    #expect(distance(attribution.heatmap, reference.generate.heatmap) < 1e-4)
    let conv1 = try layer("conv1")
    let relevance = try #require(attribution.relevance.first { $0.layer == conv1 })
    #expect(distance(relevance.values, reference.generate.conv1) < 1e-4)

    // Relevance is linear in what is let through: the channels' heatmaps add up to that of all of them.
    let all = try explain([Condition(units: [Unit(layer: conv2, channels: Array(0..<6))], target: .classes([1]))])
    let sum = (0..<64).map { pixel in
      (0..<6).reduce(0.0) { $0 + Double(attribution.heatmap.values[$1 * 64 + pixel]) }
    }
    #expect(distance(all.heatmap, sum) < 1e-4)
  }

  @Test func conditionsOfDifferentLayersKeepTheirOrder() throws {
    let conditions = try [
      Condition(units: [Unit(layer: layer("conv2"), channels: [1, 3])], target: .classes([1])),
      Condition(target: .classes([1])),
      Condition(units: [Unit(layer: layer("conv2"), channels: [])], target: .classes([1])),
    ]
    let together = try explain(conditions, samples: 2)
    for (index, condition) in conditions.enumerated() {
      let alone = try explain([condition], samples: 2)
      for sample in 0..<2 {
        let row = together.heatmap[sample * 3 + index]
        #expect(distance(row, alone.heatmap[sample].values.map(Double.init)) < 1e-5)
      }
    }
  }

  @Test func channelsAreRankedByTheirShareOfRelevance() throws {
    let importance = try propagation().rank(
      model, samples: Inputs(samples.rows([0])), layer: layer("conv2"), target: .classes([1]), executor: executor)
    #expect(distance(importance, try #require(reference.concept["abs_norm"])) < 1e-4)
  }

  @Test func whatIsNotThereIsSaid() throws {
    #expect(throws: AttributionError.noSuchLayer(99, layers: 10)) {
      try explain([Condition(units: [Unit(layer: 99, channels: [0])])])
    }
    #expect(throws: AttributionError.noSuchChannel(6, layer: "conv2", channels: 6)) {
      try explain([Condition(units: [Unit(layer: layer("conv2"), channels: [6])])])
    }
    #expect(throws: AttributionError.noSuchClass(3, classes: 3)) {
      try explain([Condition(target: .classes([3]))])
    }
  }

  @Test func parallelLayersAreRefusedUnlessParallelWaysAreAllowed() throws {
    let path = Reference.folder.deletingLastPathComponent().appending(path: "crp-residual/model.onnx").path
    let model = try Model(onnx: path)
    let units = try ["shortcut", "conv2"].map { try Unit(layer: #require(model.layer($0)), channels: [0]) }
    let samples = Tensor([1] + model.inputs[0].shape, repeating: 0.5)
    var propagation = try propagation()
    propagation.record = []
    #expect(throws: AttributionError.self) {
      try propagation.explain(model, samples: Inputs(samples), conditions: [Condition(units: units)], executor: executor)
    }
    propagation.allowsParallel = true
    let attribution = try propagation.explain(
      model, samples: Inputs(samples), conditions: [Condition(units: units)], executor: executor)
    #expect(attribution.relevance.count == 2)
  }
}
