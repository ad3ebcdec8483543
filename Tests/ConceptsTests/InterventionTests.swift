import Attributions
import Concepts
import Execution
import Foundation
import Models
import Tensors
import Testing

/// Concepts and changes in the bundled network, on its own images.
@Suite struct InterventionTests {
  let model: Model
  let images: Tensor
  let executor = Executor()
  let layer = 4

  init() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = root.appending(path: "Sources/Data/Resources/fashion-mnist")
    model = try Model(onnx: folder.appending(path: "model.onnx").path)
    images = try NPZ(folder.appending(path: "images.npz").path).array("images").tensor.rows(0..<128)
      .map { $0 / 255 }
  }

  private var samples: Samples {
    Samples(count: images.shape[0], labels: nil) { [images] in Inputs(images.rows($0)) }
  }

  private func concepts(_ count: Int) throws -> DiscoveredConcepts {
    try ConceptDiscovery(count: count).concepts(in: layer, of: model, samples, executor: executor)
  }

  @Test func settingAChannelToWhatItIsChangesNothing() throws {
    let unit = Unit(layer: layer, channels: [50])
    let sample = images.rows([2])
    let same = try Intervention.scale([unit], 1).outcome(model, samples: Inputs(sample), executor: executor)
    #expect(zip(same.before.values, same.after.values).allSatisfy { abs($0 - $1) < 1e-4 })
    let silenced = try Intervention.set([unit], 0).outcome(model, samples: Inputs(sample), executor: executor)
    #expect(silenced.activationAfter[0][50].values.allSatisfy { $0 == 0 })
    #expect(silenced.activationAfter[0][49] == silenced.activationBefore[0][49])
    let scaled = try Intervention.scale([unit], 0).outcome(model, samples: Inputs(sample), executor: executor)
    #expect(silenced.after == scaled.after)
    #expect(silenced.after != silenced.before)
  }

  @Test func singleNeuronsCanBeSet() throws {
    let neuron = Unit(layer: layer, channels: [3], positions: [0, 195])
    let outcome = try Intervention.set([neuron], 2).outcome(model, samples: Inputs(images.rows([2])), executor: executor)
    let changed = outcome.activationBefore.values.indices.filter {
      outcome.activationBefore.values[$0] != outcome.activationAfter.values[$0]
    }
    #expect(Set(changed).isSubset(of: [3 * 196, 3 * 196 + 195]))
    #expect(outcome.activationAfter[0][3].values[195] == 2)
  }

  @Test func aConceptCanBeRemoved() throws {
    let concepts = try concepts(4)
    let sample = concepts.examples(of: 1, 1)
    let outcome = try Intervention.concepts(concepts, [1: 0])
      .outcome(model, samples: Inputs(images.rows(sample)), executor: executor)
    func strength(_ activation: Tensor) throws -> Float { try concepts.maps(activation[0])[1].values.reduce(0, +) }
    #expect(try strength(outcome.activationAfter) < 0.05 * strength(outcome.activationBefore))
    #expect(outcome.activationAfter.values.allSatisfy { $0 >= 0 })
  }

  @Test func aConceptCanBeRaised() throws {
    let concepts = try concepts(4)
    let weakest = concepts.strength(of: 1).enumerated().min { $0.element < $1.element }?.offset ?? 0
    let outcome = try Intervention.concepts(concepts, [1: 1])
      .outcome(model, samples: Inputs(images.rows([weakest])), executor: executor)
    let map = try concepts.maps(outcome.activationAfter[0])[1].values
    let mean = map.reduce(0, +) / Float(map.count)
    #expect(abs(mean - concepts.typical[1]) < 0.1 * concepts.typical[1])
  }

  @Test func oneIsTheTypicalHighStrength() throws {
    let concepts = try concepts(3)
    for concept in 0..<3 {
      let strengths = concepts.strength(of: concept)
      let having = strengths.filter { $0 > 0.01 * (strengths.max() ?? 0) }
      #expect(having.filter { $0 > concepts.typical[concept] }.count <= having.count / 20)
      #expect(having.filter { $0 >= concepts.typical[concept] }.count >= having.count / 20)
    }
  }

  @Test func moreConceptsKeepMorePredictions() throws {
    let few = try concepts(2).fidelity(model, samples, executor: executor)
    let many = try concepts(16).fidelity(model, samples, executor: executor)
    #expect(many.kept > 0.8)
    #expect(many.kept > few.kept)
    #expect(few.kept >= few.chance)
  }

  @Test func theSharesComeInOrderAndConceptsAreReproducible() throws {
    let concepts = try concepts(5)
    #expect(concepts.shares == concepts.shares.sorted(by: >))
    #expect(concepts.explained > 0.3 && concepts.explained < 1)
    #expect(try self.concepts(5) == concepts)
    let best = concepts.examples(of: 0, 5)
    let strengths = concepts.strength(of: 0)
    #expect(best.allSatisfy { strengths[$0] >= strengths.sorted(by: >)[4] })
  }

  @Test func aLayerWithNegativeValuesIsTakenApartAnotherWay() throws {
    let found = try ConceptDiscovery(count: 3).concepts(in: 3, of: model, samples, executor: executor)
    #expect(found.basis.method == .principal)
  }

  @Test func whatCannotBeFoundIsSaid() throws {
    #expect(throws: ConceptError.count(65, channels: 64)) { try concepts(65) }
    let three = try concepts(3)
    #expect(throws: ConceptError.noSuchConcept(3, count: 3)) {
      try Intervention.concepts(three, [3: 1]).outcome(model, samples: Inputs(images.rows([0])), executor: executor)
    }
  }
}
