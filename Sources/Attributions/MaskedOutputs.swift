import Execution
import Programs
import Tensors

/// A network's output when some groups of values are the sample's own and all others are a baseline's: v(z) =
/// f(z ⊙ x + (1 - z) ⊙ x'), its mean where there are several references x'.
///
/// This is the game whose players are the groups.
struct MaskedOutputs {
  let question: Question
  let groups: FeatureGroups
  let references: References
  private let program: Program
  /// The axes along which all values are in the same group have the extent 1.
  private let maskShape: Shape
  /// The group of each entry of a mask; ``FeatureGroups/count`` for none.
  private let owners: [Int]

  /// Numbers of a batch of masks: 32 MB.
  private static let most = 8 << 20

  init(_ question: Question, _ groups: FeatureGroups, _ references: References) throws {
    guard groups.shape == question.shape else {
      throw AttributionError.groups(
        "the groups are of values of shape \(groups.shape), these have \(question.shape)")
    }
    (self.question, self.groups, self.references) = (question, groups, references)
    (maskShape, owners) = Self.shortest(groups.owners, question.shape)
    let builder = Builder()
    let x = builder.input("x", Type(question.shape, varying: .sample))
    let reference = builder.input(
      "reference", Type(question.shape, varying: references.isPerSample ? .sample : []))
    let mask = builder.input("mask", Type(maskShape, varying: .condition))
    program = try builder.program([("output", question.function(of: mask.select(x, reference)))])
  }

  /// The outputs under `count` masks: for each sample, one for each mask.
  ///
  /// - Parameters:
  ///   - shares: what a part of a larger computation reports its progress as.
  ///   - keeps: whether a mask keeps a group as it is in the sample.
  func outputs(
    _ count: Int, shares: (done: Double, of: Double) = (0, 1), keeps: (_ mask: Int, _ group: Int) -> Bool
  ) throws -> [[Double]] {
    var means = [[Double]](repeating: [Double](repeating: 0, count: count), count: question.count)
    let limit = max(1, min(4096, Self.most / max(1, maskShape.count)))
    var inputs = question.programInputs
    inputs["x"] = question.values
    // What no mask changes is there once for each sample, or once for all.
    let leading = program.nodes[program.outputs[0].node].type.leading
    let varies = (sample: leading.contains(.sample), mask: leading.contains(.condition))
    for start in stride(from: 0, to: count, by: limit) {
      let masks = start..<min(start + limit, count)
      inputs["mask"] = expanded(masks, keeps)
      let step = (row: varies.sample ? varies.mask ? masks.count : 1 : 0, mask: varies.mask ? 1 : 0)
      for reference in 0..<references.count {
        inputs["reference"] = references.isPerSample ? references.values : references.values[reference]
        let part = Double(masks.count) / Double(count * references.count)
        let done = Double(start) / Double(count) + Double(reference) * part
        let results = try question.executor.run(
          program, inputs: program.needed(of: inputs), samples: question.count, conditions: masks.count,
          monitor: question.monitor.part(from: shares.done + shares.of * done, share: shares.of * part))
        guard let outputs = try results["output"]?.finite("the prediction") else { continue }
        for row in 0..<question.count {
          for mask in masks {
            let value = outputs.values[row * step.row + (mask - start) * step.mask]
            means[row][mask] += Double(value) / Double(references.count)
          }
        }
      }
    }
    return means
  }

  /// The outputs with no group kept, and with all of them, for each sample.
  func ends() throws -> (base: [Double], outputs: [Double]) {
    let ends = try outputs(2) { mask, _ in mask == 1 }
    return (ends.map { $0[0] }, ends.map { $0[1] })
  }

  private func expanded(_ masks: Range<Int>, _ keeps: (_ mask: Int, _ group: Int) -> Bool) -> Tensor {
    var values: [Float] = []
    values.reserveCapacity(masks.count * owners.count)
    var kept = [Float](repeating: 1, count: groups.count + 1)
    for mask in masks {
      for group in 0..<groups.count { kept[group] = keeps(mask, group) ? 1 : 0 }
      for owner in owners { values.append(kept[owner]) }
    }
    return Tensor([masks.count] + maskShape, values)
  }

  /// The same owners without the axes along which they do not change.
  private static func shortest(_ owners: [Int], _ shape: Shape) -> (Shape, [Int]) {
    var (owners, shape) = (owners, shape)
    for axis in 0..<shape.rank where shape[axis] > 1 {
      let (step, extent) = (shape.strides[axis], shape[axis])
      func place(_ index: Int) -> Int { index / step % extent }
      guard owners.indices.allSatisfy({ owners[$0] == owners[$0 - place($0) * step] }) else { continue }
      owners = owners.indices.filter { place($0) == 0 }.map { owners[$0] }
      shape[axis] = 1
    }
    return (shape, owners)
  }
}
