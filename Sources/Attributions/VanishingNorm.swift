import Execution
import Models
import Programs
import Tensors

// Layer normalisation at a baseline that leaves it nothing to normalise.

extension Question {
  /// Where the baseline leaves a layer norm next to nothing to divide by, what follows and the way out; nil elsewhere.
  ///
  /// A layer norm takes no notice of how large its operand is. If that grows from nothing, as from a baseline of zeros
  /// before the first layer norm, its result is all there once the operand's deviation is √ε, or that of the baseline: a
  /// share √((v' + ε) / (v + ε)) of the path, with v' the variance at the baseline and v at the sample. Below a hundredth
  /// few of an integral's nodes or cells fall on it.
  func vanishingNorm(at references: References) throws -> String? {
    guard references.count == 1 else { return nil }
    let norms = firstNorms
    if norms.isEmpty { return nil }
    let builder = Builder()
    let value = builder.input(Self.value, Type(shape, varying: .sample))
    let outputs = outputs(of: value)
    let program = try builder.program(
      norms.map { norm in
        let x =
          switch norm.operand {
          case .layer(let index): place == .operand(of: norm.layer) ? value : outputs[index]
          case .input: value
          }
        let axes = Array(max(0, x.shape.rank - norm.operation.rank)..<x.shape.rank)
        let centred = x - x.mean(axes)
        return ("\(norm.layer)", (centred * centred).mean(axes) + norm.operation.epsilon)
      })

    func variances(at values: Tensor) throws -> [String: Tensor] {
      var inputs = programInputs
      inputs[Self.value] = values
      return try executor.run(program, inputs: program.needed(of: inputs), samples: count, monitor: monitor)
    }
    let baseline =
      references.isPerSample ? references.values : references.values.rows(Array(repeating: 0, count: count))
    let (before, after) = (try variances(at: baseline), try variances(at: values))
    for norm in norms {
      guard let before = before["\(norm.layer)"], let after = after["\(norm.layer)"] else { continue }
      let size = max(before.count, after.count)
      let share = (0..<size).map { index in
        (Double(before.values[index % before.count]) / Double(after.values[index % after.count])).squareRoot()
      }.min()
      guard let share, share < 0.01 else { continue }
      return
        "layer norm \(model.layers[norm.layer].name) has next to nothing to divide by at this baseline, so that all but "
        + "everything happens in the first hundredth of the path, and attributions say little: compare with "
        + "baseline=padding (texts), mean or data"
    }
    return nil
  }

  /// The layer norms that values at the place reach without passing another one.
  private var firstNorms: [(layer: Int, operation: LayerNorm, operand: Layer.Operand)] {
    var reached: Set<Layer.Operand> = []
    switch place {
    case .input(let position): reached.insert(.input(position))
    case .output(let layer): reached.insert(.layer(layer))
    case .operand: break
    }
    var norms: [(layer: Int, operation: LayerNorm, operand: Layer.Operand)] = []
    for (index, layer) in model.layers.enumerated() where index <= explained {
      guard layer.operands.contains(where: reached.contains) || place == .operand(of: index) else { continue }
      if let norm = layer.operation as? LayerNorm, let operand = layer.operands.first {
        norms.append((index, norm, operand))
      } else {
        reached.insert(.layer(index))
      }
    }
    return norms
  }
}
