import Programs
import Tensors

/// Recurrent layers over [steps, features], then a dense layer at each step, whose last answer is the network's.
enum RecurrentNetwork {
  static func rnn(_ drawing: inout Drawing, _ measure: Architecture.Measure) -> Drawing.Signal {
    draw("rnn", .plain(measure.activation == .tanh ? .tanh : .relu), &drawing, measure)
  }

  static func gru(_ drawing: inout Drawing, _ measure: Architecture.Measure) -> Drawing.Signal {
    draw("gru", .gru(resetsFirst: false), &drawing, measure)
  }

  static func lstm(_ drawing: inout Drawing, _ measure: Architecture.Measure) -> Drawing.Signal {
    draw("lstm", .lstm, &drawing, measure)
  }

  private static func draw(
    _ name: String, _ cell: RecurrentCell, _ drawing: inout Drawing, _ measure: Architecture.Measure
  ) -> Drawing.Signal {
    var x = drawing.start
    if x.shape.rank != 2 {
      // The rows of a picture are its steps.
      let features = x.shape.extents.last ?? 1
      x = drawing.append("rows", Reshape(shape: [x.shape.count / max(1, features), features]), [x])
    }
    if let (mean, deviation) = measure.standard, x.shape.rank == 2 {
      func constant(_ values: [Float], _ name: String) -> Constant { Constant(Tensor([1, values.count], values), name: name) }
      x = drawing.append("centred", Arithmetic(sign: .subtract, constant: (constant(mean, "mean"), false)), [x])
      x = drawing.append(
        "standard", Arithmetic(sign: .divide, constant: (constant(deviation, "deviation"), false)), [x])
    }
    for (index, units) in (measure.hidden ?? [64]).enumerated() {
      let layer = "\(name)\(index + 1)"
      let size = cell.gates * units
      // As PyTorch draws them.
      func weights(_ shape: Shape, _ role: String) -> Constant {
        drawing.weights(shape, variance: 1 / Double(3 * units), "\(layer).\(role)")
      }
      let recurrence = Recurrence(
        cell: cell, weights: weights([1, size, x.shape[1]], "weight"),
        recurrent: weights([1, size, units], "recurrent"), bias: weights([1, 2 * size], "bias"))
      let dropout =
        measure.dropout > 0 ? Dropout(rate: measure.dropout, draw: index, persists: measure.persistsDropout) : nil
      x = drawing.append(layer, recurrence, [x], dropout: dropout)
    }
    let head = drawing.dense("head", x.shape[1], measure.outputs)
    let answers = drawing.append(
      "head", Linear(weights: head.weight, bias: head.bias, outputAxis: 0), [x])
    return drawing.append("last", Gathering(axis: 0, index: answers.shape[0] - 1), [answers])
  }
}
