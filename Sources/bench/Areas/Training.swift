import Execution
import Models
import Tensors

extension Area {
  static let training = Area(name: "training", summary: "steps of training: forward, backward, optimiser") {
    [
      .steps("cnn", "28 x 28", [1, 28, 28], batch: 100),
      .steps("gru", "100, 60 steps of 4", [60, 4], hidden: [100], batch: 20),
      .steps("lstm", "100, 50, 60 steps of 4", [60, 4], hidden: [100, 50], batch: 20),
      // One of the first batch's 180 000 sums before a ReLU is 1e-7, less than they are rounded by, and its derivative is 0
      // or 1: PyTorch with one thread differs from itself with two by 6e-4, and with other weights by 1e-7 from both.
      .steps("shallow", "28 x 84", [1, 28, 84], batch: 100, tolerance: 1e-3),
    ]
  }
}

extension Measurement {
  /// Some steps of Adam on batches of their own. The losses of the first ones are what is compared.
  ///
  /// Networks that read [steps, features] answer at each step.
  fileprivate static func steps(
    _ name: String, _ summary: String, _ input: Shape, hidden: [Int]? = nil, batch: Int,
    tolerance: Double = Duel.tolerance
  ) -> Measurement {
    let (steps, classes) = (20, 10)
    @Sendable func network() throws -> Model {
      guard let architecture = Architecture.named(name) else { throw Failure("there is no network \(name)") }
      var measure = Architecture.Measure(input: input, outputs: classes)
      measure.hidden = hidden
      measure.columns = input.extents.last.map { $0 / 4 } ?? 1
      return architecture.model(seed: 1, measure: measure)
    }
    /// How many answers a sample has.
    let answers = input.rank == 2 ? input[0] : 1
    @Sendable func samples() -> (inputs: Tensor, labels: [Int]) {
      var random = Random(seed: 5)
      let labels = (0..<steps * batch * answers).map { _ in random.integer(below: classes) }
      return (Networks.normal([steps * batch] + input, repetition: 0), labels)
    }
    let counterpart = Counterpart(
      script: "training.py", network: name, isStored: false, work: ["steps"], tolerance: tolerance, rounds: 5
    ) {
      let (inputs, labels) = samples()
      var tensors = [
        "inputs": Tensor([steps, batch] + input, inputs.values),
        "labels": Tensor([steps, batch, answers], labels.map { Float($0) }),
      ]
      for (place, parameter) in ((try? network().trainedTensors) ?? []).enumerated() {
        tensors["parameter\(place)"] = parameter
      }
      return tensors
    }
    return Measurement(
      name: "training \(name) \(summary), \(steps) steps of \(batch)", counterpart: counterpart
    ) {
      let (model, executor, optimizer) = (try network(), Executor(), Adam())
      let program = try TrainingProgram(
        model, .crossEntropy, networks: [], answers: answers > 1 ? model.stepLogits : nil)
      let parameters = Parameters(model)
      var learner = Learner(
        parameters.values.map(\.values), program, optimizer, bounded: parameters.areNonPositive)
      let (inputs, labels) = samples()
      let examples = Examples(Inputs(inputs), labels: labels, outputs: classes)
      return { _ in
        { monitor in
          let losses = try (0..<steps).map { step in
            let rows = Array(step * batch..<(step + 1) * batch)
            let results = try program.run(
              program.step, model, [(learner.parameters, examples, rows)], executor, monitor)
            learner.follow(results, network: 0, samples: batch, program, optimizer)
            return results["loss"]?.values.first ?? .nan
          }
          return Tensor([steps], losses)
        }
      }
    }
  }
}
