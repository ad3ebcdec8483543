import Execution
import Models
import Programs
import Tensors

/// The layers behind a place up to the first that bends: what they make of a straight path is a straight path.
///
/// Curvature is then asked for where it arises, once for the whole prefix: H_x = Aᵀ H_z A with z = A x + b.
struct AffinePrefix {
  /// The narrowest place on the way, where the rest of the network begins.
  let place: Place
  private let whole: Question

  init(_ question: Question) {
    whole = question
    let model = question.model
    var end = question.place
    var narrowest = end
    while case let readers = model.readers(of: end), readers.count == 1, readers[0] != model.logits,
      model.layers[readers[0]].operands.count == 1, model.isAffine(readers[0])
    {
      end = .output(of: readers[0])
      if model.shape(at: end).count <= model.shape(at: narrowest).count { narrowest = end }
    }
    place = narrowest
  }

  /// Whether there is nothing in front of the place.
  var isEmpty: Bool { place == whole.place }

  /// The same question of what the prefix makes of the values.
  func rest() throws -> Question {
    var rest = try Question(
      whole.model, whole.samples, place: place, targets: whole.targets, executor: whole.executor,
      monitor: whole.monitor)
    rest.smooth = whole.smooth
    return rest
  }

  /// What the prefix makes of values at its start: [rows] + the shape of its end.
  func values(_ values: Tensor) throws -> Tensor {
    if isEmpty { return values }
    let builder = Builder()
    let value = builder.input("value", Type(whole.shape, varying: .sample))
    let inputs = whole.model.inputs.map { builder.fill(0, $0.shape) }
    let outputs = whole.model.forward(inputs, replacing: whole.place, by: value)
    guard case .output(let layer) = place else { return values }
    let program = try builder.program([("end", outputs[layer])])
    let results = try whole.executor.run(
      program, inputs: ["value": values], samples: values.shape[0], monitor: whole.monitor)
    return (results["end"] ?? Tensor([0], [])).spread(to: [values.shape[0]] + whole.model.shape(at: place))
  }

  /// What its linear part makes of changes of the values.
  func changes(_ changes: Tensor) throws -> Tensor {
    if isEmpty { return changes }
    let zero = try values(Tensor([1] + whole.shape, repeating: 0))
    let ends = try values(changes)
    return Tensor(ends.shape, ends.values.enumerated().map { $1 - zero.values[$0 % zero.count] })
  }
}

extension Model {
  /// The layers that read the values at a place.
  fileprivate func readers(of place: Place) -> [Int] {
    let operand: Layer.Operand
    switch place {
    case .input(let position): operand = .input(position)
    case .output(let layer): operand = .layer(layer)
    case .operand(let layer): return [layer]
    }
    return layers.indices.filter { layers[$0].operands.contains(operand) }
  }

  /// Whether a layer that reads one value has the same derivative everywhere.
  fileprivate func isAffine(_ index: Int) -> Bool {
    let layer = layers[index]
    let shape =
      switch layer.operands[0] {
      case .input(let position): inputs[position].shape
      case .layer(let lower): layers[lower].shape
      }
    let builder = Builder()
    let x = builder.input("x", Type(shape, varying: .sample))
    let cotangent = builder.input("cotangent", Type(layer.shape, varying: .sample))
    let gradient = builder.gradient(of: [(layer.operation.forward([x]), cotangent)], to: [x])[0]
    return !gradient.depends(on: x)
  }
}
