import Programs
package import Tensors

/// A network while it is trained: its parameters, and what its optimizer remembers of them.
package struct Learner {
  package private(set) var parameters: [[Float]]
  private var memory: [Int: [Float]]
  private var step = 0
  /// Of each parameter, whether it is kept from above 0.
  private let bounded: [Bool]

  /// How much of what passes in a batch goes into the mean and the variance of a batch norm, as in PyTorch.
  static let passingShare: Float = 0.1

  package init(
    _ parameters: [[Float]], _ program: TrainingProgram, _ optimizer: any Optimizer, bounded: [Bool] = []
  ) {
    self.parameters = parameters
    self.bounded = bounded
    memory = Dictionary(
      uniqueKeysWithValues: program.learned.map {
        ($0, [Float](repeating: 0, count: max(1, optimizer.memory) * parameters[$0].count))
      })
  }

  /// Takes one step.
  ///
  /// - Parameters:
  ///   - results: what the program gave for all networks.
  ///   - network: which of them this is.
  ///   - samples: how many samples the batch had.
  package mutating func follow(
    _ results: [String: Tensor], network: Int, samples: Int, _ program: TrainingProgram,
    _ optimizer: any Optimizer
  ) {
    step += 1
    for place in program.learned {
      guard let gradient = results[TrainingProgram.gradient(place)] else { continue }
      let count = parameters[place].count
      parameters[place].withUnsafeMutableBufferPointer { weights in
        gradient.values.withUnsafeBufferPointer { gradients in
          memory[place, default: []].withUnsafeMutableBufferPointer { memory in
            guard let weights = weights.baseAddress, let gradients = gradients.baseAddress,
              let memory = memory.baseAddress
            else { return }
            optimizer.update(weights, gradients + network * count, memory, count: count, step: step)
          }
        }
      }
      if bounded.indices.contains(place), bounded[place] {
        for index in 0..<count { parameters[place][index] = min(0, parameters[place][index]) }
      }
    }
    for (place, entries) in program.passing {
      let count = parameters[place].count
      let total = Float(samples * entries)
      let found = [
        (place, TrainingProgram.mean(place), Float(1)),
        // Of a batch's variance the unbiased estimate is kept.
        (place + 1, TrainingProgram.variance(place), total / max(1, total - 1)),
      ]
      for (place, name, factor) in found {
        guard let passed = results[name]?.values else { continue }
        for index in 0..<count {
          parameters[place][index] +=
            Self.passingShare * (passed[network * count + index] * factor - parameters[place][index])
        }
      }
    }
  }
}
