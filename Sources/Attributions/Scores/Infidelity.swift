import Execution
import Programs
package import Tensors

extension NamedScore {
  static let infidelity = NamedScore(
    name: "infidelity",
    summary: "how badly attributions foretell what the logit loses when the sample changes: the mean squared error",
    keys: ["baseline", "chance", "groups", "n", "noise", "normalize", "perturbation", "seed"], better: .lower,
    make: Infidelity.init)
}

/// E (Iᵀ φ - (f(x) - f(x - I)))² over changes I of the sample. Yeh et al. 2019, as in captum 0.9.
///
/// With noise, I is normal, and φ says what a unit of change does. With removal, each group goes to the baseline or stays,
/// as likely as not, and φ says what goes with it: Iᵀ φ is the sum over what was removed, since attributions that hold the
/// factor x - x' are multiplied by I / (x - x'). Normalized, φ is multiplied by the number that makes the mean least:
/// β = E[Iᵀφ (f(x) - f(x - I))] / E[(Iᵀφ)²]. Chance is the same of values in random order.
package struct Infidelity: Score {
  let settings: ScoreSettings

  private var count: Int { settings.count ?? 100 }
  private static let batch = 64

  package func judge(_ explained: Explained) throws -> Judgement {
    let question = explained.question
    var judgement = Judgement([], chance: .init([], of: "its values in random order"))
    let references = try (settings.baseline ?? .zeros).references(for: question)
    for row in 0..<question.count {
      let share = 1 / Double(question.count)
      var single = try question.rows([row])
      single.monitor = question.monitor.part(from: Double(row) * share, share: share)
      var random = Random(seed: settings.seed, stream: UInt64(row))
      let errors =
        switch settings.perturbation {
        case .noise:
          try Self.errors(
            explained, single, row: row, shuffles: settings.chance, count: count, &random) { noise, random in
              let scales = single.values[0].ranges(single.place == .input(0) ? settings.ranges : nil)
              for index in noise.indices {
                noise[index] = Float(settings.noise) * scales[index % scales.count] * random.normal()
              }
            }
        case .removal:
          try removal(explained, single, references.rows([row]), row: row, &random)
        }
      let values = errors.map { settings.isNormalized ? $0.normalized : $0.mean }
      judgement.values.append(values[0])
      judgement.chance.values.append(Array(values[1...]))
    }
    judgement.facts = [
      settings.perturbation == .noise
        ? "\(count) draws of noise of \(settings.noise) of the range" : "\(count) random halves removed",
      "seed \(settings.seed)",
    ] + (settings.isNormalized ? ["normalized"] : [])
    return judgement
  }

  /// The errors of the explanation, then of shuffled ones, under noise that `fill` makes: [draws] + the shape of the place.
  package static func errors(
    _ explained: Explained, _ single: Question, row: Int, shuffles: Int, count: Int, _ random: inout Random,
    _ fill: (inout [Float], inout Random) -> Void
  ) throws -> [SquaredErrors] {
    let shape = single.shape
    let builder = Builder()
    let x = builder.input("x", Type(shape, varying: .sample))
    let noise = builder.input("noise", Type(shape, varying: [.sample, .condition]))
    let program = try builder.program([("fall", single.function(of: x) - single.function(of: x - noise))])

    let own = explained.relevance(of: FeatureGroups(elementsOf: shape), row: row)
    let orders = [own] + (0..<shuffles).map { _ in random.shuffled(own) }
    var errors = [SquaredErrors](repeating: SquaredErrors(), count: orders.count)
    var inputs = single.programInputs
    inputs["x"] = single.values
    let monitor = single.monitor
    for start in stride(from: 0, to: count, by: batch) {
      let copies = min(batch, count - start)
      var values = [Float](repeating: 0, count: copies * shape.count)
      fill(&values, &random)
      inputs["noise"] = Tensor([1, copies] + shape, values)
      let results = try single.executor.run(
        program, inputs: program.needed(of: inputs), samples: 1, conditions: copies,
        monitor: monitor.part(from: Double(start) / Double(count), share: Double(copies) / Double(count)))
      let falls = try (results["fall"] ?? Tensor([1, copies], repeating: 0)).spread(to: [1, copies])
        .finite("the prediction")
      for copy in 0..<copies {
        for (index, order) in orders.enumerated() {
          var foretold = 0.0
          for place in 0..<shape.count { foretold += order[place] * Double(values[copy * shape.count + place]) }
          errors[index].add(foretold: foretold, found: Double(falls.values[copy]))
        }
      }
    }
    return errors
  }

  private func removal(
    _ explained: Explained, _ single: Question, _ references: References, row: Int, _ random: inout Random
  ) throws -> [SquaredErrors] {
    let groups = try explained.groups(settings.grouping, of: single)
    let removed = (0..<count).map { _ in (0..<groups.count).map { _ in random.word() & 1 == 1 } }
    let own = explained.relevance(of: groups, row: row)
    let orders = [own] + (0..<settings.chance).map { _ in random.shuffled(own) }
    let game = try MaskedOutputs(single, groups, references)
    // The last mask keeps all.
    let outputs = try game.outputs(count + 1) { mask, group in mask == count || !removed[mask][group] }[0]
    return orders.map { order in
      var errors = SquaredErrors()
      for (mask, isRemoved) in removed.enumerated() {
        let foretold = zip(order, isRemoved).reduce(0) { $1.1 ? $0 + $1.0 : $0 }
        errors.add(foretold: foretold, found: outputs[count] - outputs[mask])
      }
      return errors
    }
  }
}

/// Sums from which the mean of (β a - b)² follows, a being foretold and b found.
package struct SquaredErrors {
  private var (count, foretold, both, found) = (0.0, 0.0, 0.0, 0.0)

  mutating func add(foretold a: Double, found b: Double) {
    count += 1
    foretold += a * a
    both += a * b
    found += b * b
  }

  private func mean(times factor: Double) -> Double {
    (factor * factor * foretold - 2 * factor * both + found) / count
  }

  package var mean: Double { mean(times: 1) }
  package var normalized: Double { mean(times: foretold == 0 ? 1 : both / foretold) }
}
