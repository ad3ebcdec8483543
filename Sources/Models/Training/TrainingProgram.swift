package import Programs
import Tensors

/// What a step of training computes, and what tells how good a network is, as programs that read the
/// parameters.
///
/// Samples vary along the one leading axis. Where many small networks are trained at once, they vary along
/// the other.
package struct TrainingProgram {
  /// From a batch, the mean loss, `loss`, the gradient of each learned parameter and what passed batch norms.
  package let step: Program
  /// From a batch, the mean loss, `loss`, and the logits, `output`.
  let evaluation: Program
  /// The places of the parameters that follow gradients.
  let learned: [Int]
  /// For each batch norm, the place of its mean, before that of its variance, and how many entries of a
  /// sample each counts.
  let passing: [(place: Int, count: Int)]
  /// What is dropped in a step: for each draw how much of how many values.
  let dropouts: [(dropout: Dropout, count: Int)]

  static let target = "target"
  static func parameter(_ place: Int) -> String { "parameter \(place)" }
  static func dropped(_ draw: Int) -> String { "dropped \(draw)" }
  static func gradient(_ place: Int) -> String { "gradient \(place)" }
  static func mean(_ place: Int) -> String { "mean \(place)" }
  static func variance(_ place: Int) -> String { "variance \(place)" }

  /// - Parameter networks: the axis along which networks vary; none for a single one.
  /// - Parameter answers: the layer that is to say what the targets are; the logits where none is given.
  package init(
    _ model: Model, _ loss: Loss, networks: Leading, answers: Int? = nil
  ) throws(ShapeError) {
    let byStep = answers != nil
    let answers = answers ?? model.logits
    let parameters = Parameters(model)
    learned = parameters.areLearned.indices.filter { parameters.areLearned[$0] }
    evaluation = try Self.evaluation(model, parameters, loss, networks, answers, byStep: byStep)

    let builder = Builder()
    let terms = Self.inputs(parameters, builder, networks)
    let samples = builder.fill(1).sumLeading(.sample)
    var passing: [(place: Int, count: Int)] = []
    var passed: [(name: String, term: Term)] = []
    var dropouts: [Int: (dropout: Dropout, count: Int)] = [:]
    for entry in parameters.entries where !(entry.operation is BatchNorm) {
      entry.operation.bind(entry.places.map { terms[$0] })
    }
    var outputs: [Term] = []
    let read = Self.inputs(model, builder, networks)
    for (index, layer) in model.layers.enumerated() {
      let operands = layer.operands.map { operand in
        switch operand {
        case .input(let position): read[position]
        case .layer(let index): outputs[index]
        }
      }
      guard let norm = layer.operation as? BatchNorm,
        let place = parameters.entries.first(where: { $0.layer == index })?.places.first
      else {
        let output = layer.operation.forward(operands)
        outputs.append(output)
        if let dropout = layer.dropout {
          let shape = dropout.persists ? [1] + Shape(Array(output.shape.extents.dropFirst())) : output.shape
          let type = Type(shape, varying: networks.union(.sample))
          outputs[index] = output * builder.input(Self.dropped(dropout.draw), type)
          dropouts[dropout.draw] = (dropout, shape.count)
        }
        continue
      }
      let (x, mean, variance) = norm.normalized(
        operands[0], gamma: terms[place], beta: terms[place + 1], samples: samples)
      outputs.append(x)
      passing.append((place + 2, x.shape.count / max(1, x.shape[0])))
      passed += [(Self.mean(place + 2), mean), (Self.variance(place + 2), variance)]
    }
    self.passing = passing
    self.dropouts = dropouts.sorted { $0.key < $1.key }.map(\.value)
    let mean = Self.mean(loss, outputs[answers], samples, networks, byStep: byStep)
    let gradients = builder.gradient(of: [(mean, builder.fill(1))], to: learned.map { terms[$0] })
    step = try builder.program(
      [("loss", mean)] + zip(learned, gradients).map { (Self.gradient($0), $1) } + passed)
  }

  private static func evaluation(
    _ model: Model, _ parameters: Parameters, _ loss: Loss, _ networks: Leading, _ answers: Int,
    byStep: Bool
  ) throws(ShapeError) -> Program {
    let builder = Builder()
    let terms = inputs(parameters, builder, networks)
    for entry in parameters.entries { entry.operation.bind(entry.places.map { terms[$0] }) }
    let output = model.forward(inputs(model, builder, networks))[answers]
    let mean = mean(loss, output, builder.fill(1).sumLeading(.sample), networks, byStep: byStep)
    return try builder.program([("loss", mean), ("output", output.reshaped([output.shape.count]))])
  }

  private static func inputs(_ parameters: Parameters, _ builder: Builder, _ networks: Leading) -> [Term] {
    parameters.shapes.enumerated().map { builder.input(parameter($0), Type($1, varying: networks)) }
  }

  private static func inputs(_ model: Model, _ builder: Builder, _ networks: Leading) -> [Term] {
    model.inputs.map { builder.input($0.programName, Type($0.shape, varying: networks.union(.sample))) }
  }

  private static func mean(_ loss: Loss, _ output: Term, _ samples: Term, _ networks: Leading, byStep: Bool) -> Term {
    let shape: Shape = byStep ? output.shape : [output.shape.count]
    let target = output.builder.input(
      target, Type([shape.count], varying: networks.union(.sample))
    ).reshaped(shape)
    return loss.term(output.reshaped(shape), target).sumLeading(.sample) / samples
  }
}
