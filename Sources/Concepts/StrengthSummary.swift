import Attributions
import Execution
import Models
import Tensors

/// What all samples say of a basis: strengths, and what is typical of a strong concept.
struct StrengthSummary {
  /// [samples, concepts], means over positions.
  let strengths: Tensor
  let typical: [Float]
  /// [concepts, positions]
  let patterns: Tensor

  init(
    _ basis: ConceptBasis, _ layer: Int, _ model: Model, _ samples: Samples, _ executor: Executor,
    _ monitor: Monitor
  ) throws {
    let shape = model.layers[layer].shape
    let positions = shape.count / max(1, shape.extents.first ?? 1)
    let count = basis.count
    func maps(_ batch: Inputs) throws -> Tensor {
      let activation = try model.activation(of: layer, batch, executor: executor, monitor: monitor)
      return try basis.strengths(of: activation.channelRows, monitor: monitor)
    }

    var means: [Float] = []
    try samples.forEachStretch { range, batch in
      let rows = try maps(batch)
      for sample in 0..<range.count {
        for concept in 0..<count {
          let sum = (0..<positions).reduce(0.0) {
            $0 + Double(rows.values[(sample * positions + $1) * count + concept])
          }
          means.append(Float(sum / Double(positions)))
        }
      }
    }
    let strengths = Tensor([samples.count, count], means)
    self.strengths = strengths

    var typical: [Float] = []
    // The concepts that are strongest in each sample, so that each sample is read once however many concepts there are.
    var shown: [Int: [Int]] = [:]
    for concept in 0..<count {
      let values = (0..<samples.count).map { strengths.values[$0 * count + concept] }
      let order = values.indices.sorted { (-values[$0], $0) < (-values[$1], $1) }
      let largest = values.map(abs).max() ?? 0
      let having = order.filter { abs(values[$0]) > 0.01 * largest }
      typical.append(having.isEmpty ? 0 : values[having[having.count / 20]])
      for sample in order.prefix(16) { shown[sample, default: []].append(concept) }
    }
    var patterns = Tensor([count, positions], repeating: 0)
    let strongest = Float(min(16, samples.count))
    for (sample, concepts) in shown.sorted(by: { $0.key < $1.key }) {
      let rows = try maps(samples.read(sample..<sample + 1))
      for concept in concepts {
        for position in 0..<positions {
          patterns.values[concept * positions + position] += rows.values[position * count + concept] / strongest
        }
      }
    }
    self.typical = typical
    self.patterns = patterns
  }
}
