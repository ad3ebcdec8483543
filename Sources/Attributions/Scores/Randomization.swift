import Execution
package import Models
import Programs
import Tensors

extension NamedScore {
  static let randomization = NamedScore(
    name: "randomization",
    summary:
      "how like itself the explanation stays while layers lose what they learned, from the top one down",
    keys: ["chance", "groups", "magnitudes", "seed"], better: .nearerZero
  ) {
    Randomization(
      grouping: $0.grouping, comparesMagnitudes: $0.comparesMagnitudes, draws: $0.chance, seed: $0.seed)
  }
}

/// The cascade of Adebayo et al. 2018: layer by layer, from the output down, what was learned is shuffled
/// within each of its tensors, so that every layer keeps its distribution of weights, and the explanation is
/// computed again. The curve is Spearman's correlation with the explanation of the network as it was, the
/// value its mean over the layers.
///
/// An explanation of the network should come near 0; one that stays near 1 shows the sample, whatever the
/// network learned. Chance is an explanation that gives its values in random order. Batch norms go with the
/// layers before them.
struct Randomization: Score {
  let grouping: Grouping?
  let comparesMagnitudes: Bool
  let draws: Int
  let seed: UInt64

  func judge(_ explained: Explained) throws -> Judgement {
    let question = explained.question
    let layers = Array(question.model.trainedLayers.filter { $0 <= question.explained }.reversed())
    let groups = try (0..<question.count).map { row in
      try explained.groups(grouping, of: question.rows([row]))
    }
    func numbers(_ explained: Explained, _ row: Int) -> [Double] {
      let numbers = explained.relevance(of: groups[row], row: row)
      return comparesMagnitudes ? numbers.map(abs) : numbers
    }
    let original = groups.indices.map { numbers(explained, $0) }
    var model = question.model
    var correlations: [[Double]] = []
    for (step, layer) in layers.enumerated() {
      if question.monitor.isCancelled() { throw CancellationError() }
      model = model.shuffling(layer, seed: seed)
      var other = try question.of(model)
      other.monitor = question.monitor.part(
        from: Double(step) / Double(layers.count), share: 1 / Double(layers.count))
      let found = Explained(other, try explained.method.attribute(other), by: explained.method)
      correlations.append(groups.indices.map { rankCorrelation(numbers(found, $0), original[$0]) })
    }
    let chance = groups.indices.map { row in
      var random = Random(seed: seed, stream: UInt64(row))
      return (0..<draws).map { _ in rankCorrelation(random.shuffled(original[row]), original[row]) }
    }
    let curves = groups.indices.map { row in correlations.map { $0[row] } }
    // To shuffle equal numbers changes nothing.
    let judging = layers.indices.filter { !question.model.isConstant(layers[$0]) }
    let unmoved = layers.filter(question.model.isConstant).map { question.model.layers[$0].name }
    let judged = Judgement.Chance(chance, of: "its values in random order")
    return Judgement(
      curves.map { curve in judging.map { curve[$0] }.finiteMean }, chance: judged,
      curves: Judgement.Curves(
        across: "layers without what they learned: "
          + layers.map { question.model.layers[$0].name }.listed, up: "rank correlation",
        places: layers.indices.map { Double($0 + 1) },
        names: layers.map { question.model.layers[$0].name }, values: curves,
        chance: judged.means.map { [Double](repeating: $0, count: correlations.count) }),
      facts: [
        comparesMagnitudes ? "of magnitudes" : "with signs",
        "weights shuffled within each tensor, seed \(seed)",
      ]
        + (unmoved.isEmpty ? [] : ["not counted, since all their numbers are equal: \(unmoved.listed)"]))
  }
}

extension Model {
  /// The same network with each tensor that a layer has learned in random order.
  package func shuffling(_ layer: Int, seed: UInt64) -> Model {
    var random = Random(seed: seed, stream: UInt64(layer) + 1 << 32)
    return replacing(parametersOf: layer) { parameter in
      Constant(Tensor(parameter.shape, random.shuffled(parameter.tensor.values)), name: parameter.name)
    }
  }
}

extension Model {
  /// Whether each tensor that a layer has learned is one number all over.
  fileprivate func isConstant(_ layer: Int) -> Bool {
    var isConstant = true
    _ = replacing(parametersOf: layer) { parameter in
      let first = parameter.tensor.values.first
      if !parameter.tensor.values.allSatisfy({ $0 == first }) { isConstant = false }
      return parameter
    }
    return isConstant
  }
}

extension [String] {
  /// The first 12 with commas, and how many there are where there are more.
  package var listed: String {
    prefix(12).joined(separator: ", ") + (count > 12 ? ", ... \(count) in all" : "")
  }
}

extension [Double] {
  /// The mean over entries that are numbers; NaN where none is.
  package var finiteMean: Double {
    let finite = filter(\.isFinite)
    return finite.reduce(0, +) / Double(finite.count)
  }
}
