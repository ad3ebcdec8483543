import Execution
import Programs
import Tensors

extension NamedScore {
  static let infidelity = NamedScore(
    name: "infidelity",
    summary:
      "how badly attributions foretell what the logit loses when the sample changes: the mean squared error",
    keys: ["baseline", "chance", "groups", "n", "noise", "normalize", "perturbation", "seed"], better: .lower,
    make: Infidelity.init)
}

/// E (Iᵀ φ - (f(x) - f(x - I)))² over changes I of the sample. Yeh et al. 2019, as in captum 0.9.
///
/// With removal, each group goes to the baseline x' or stays, as likely as not. Iᵀ φ is the sum over what was
/// removed of derivatives times x - x', or of contributions as they are, since these hold that factor
/// already. With noise, I is normal, and φ has to be derivatives: contributions can't be divided by x - x'
/// where it is zero. Normalized, φ is multiplied by the number that makes the mean least: β = E[Iᵀφ (f(x) -
/// f(x - I))] / E[(Iᵀφ)²]. Chance is the same of values in random order.
struct Infidelity: Score {
  let settings: ScoreSettings

  private var count: Int { settings.count ?? 100 }
  private static let batch = 64

  func judge(_ explained: Explained) throws -> Judgement {
    let question = explained.question
    let isDefined =
      settings.perturbation == .noise
      ? explained.meaning == .rates : explained.meaning != .neither || settings.isNormalized
    if !isDefined {
      let nothing = [Double](repeating: .nan, count: question.count)
      return Judgement(
        nothing, chance: .init(nothing.map { [$0] }, of: "nothing"),
        facts: [
          "not defined: \(explained.meaning.words) foretell nothing of \(settings.perturbation.rawValue)"
        ])
    }
    var judgement = Judgement([], chance: .init([], of: "its values in random order"))
    let references = try (settings.baseline ?? .zeros).references(for: question)
    var sizes: [Int] = []
    for row in 0..<question.count {
      let share = 1 / Double(question.count)
      var single = try question.rows([row])
      single.monitor = question.monitor.part(from: Double(row) * share, share: share)
      var random = Random(seed: settings.seed, stream: UInt64(row))
      // Changes of the sample do not depend on how many orders are drawn beside.
      var others = Random(seed: settings.seed, stream: UInt64(row) + 1 << 32)
      let errors =
        switch settings.perturbation {
        case .noise: try noise(explained, single, row: row, &random, &others)
        case .removal:
          try removal(explained, single, references.rows([row]), row: row, &random, &others, &sizes)
        }
      let values = errors.map { settings.isNormalized ? $0.normalized : $0.mean }
      judgement.values.append(values[0])
      judgement.chance.values.append(Array(values[1...]))
    }
    let draws = count.of("draw")
    judgement.facts =
      (settings.perturbation == .noise
        ? ["\(draws) of noise of \(settings.noise) of the range"]
        : [
          "\(draws), in which each of \(sizes.range("group")) is removed or not, as likely as not",
          "removed: \(settings.words(.zeros))",
        ]) + ["seed \(settings.seed)"] + (settings.isNormalized ? ["normalized"] : [])
    return judgement
  }

  /// Errors of the explanation, then of those in random order.
  private func noise(
    _ explained: Explained, _ single: Question, row: Int, _ random: inout Random, _ others: inout Random
  ) throws -> [SquaredErrors] {
    let shape = single.shape
    let builder = Builder()
    let x = builder.input("x", Type(shape, varying: .sample))
    let noise = builder.input("noise", Type(shape, varying: [.sample, .condition]))
    let program = try builder.program([("fall", single.function(of: x) - single.function(of: x - noise))])

    let own = explained.relevance(of: FeatureGroups(elementsOf: shape), row: row)
    let orders = [own] + (0..<settings.chance).map { _ in others.shuffled(own) }
    let scales = single.values[0].ranges(single.place == .input(0) ? settings.ranges : nil)
    var errors = [SquaredErrors](repeating: SquaredErrors(), count: orders.count)
    var inputs = single.programInputs
    inputs["x"] = single.values
    for start in stride(from: 0, to: count, by: Self.batch) {
      let copies = min(Self.batch, count - start)
      var values: [Float] = []
      values.reserveCapacity(copies * shape.count)
      for index in 0..<copies * shape.count {
        values.append(Float(settings.noise) * scales[index % shape.count] * random.normal())
      }
      inputs["noise"] = Tensor([1, copies] + shape, values)
      let results = try single.executor.run(
        program, inputs: program.needed(of: inputs), samples: 1, conditions: copies,
        monitor: single.monitor.part(
          from: Double(start) / Double(count), share: Double(copies) / Double(count)))
      let falls = try (results["fall"] ?? Tensor([1, copies], repeating: 0)).spread(to: [1, copies])
        .finite("the prediction")
      for copy in 0..<copies {
        for (index, order) in orders.enumerated() {
          var foretold = 0.0
          for place in 0..<shape.count {
            foretold += order[place] * Double(values[copy * shape.count + place])
          }
          errors[index].add(foretold: foretold, found: Double(falls.values[copy]))
        }
      }
    }
    return errors
  }

  private func removal(
    _ explained: Explained, _ single: Question, _ references: References, row: Int, _ random: inout Random,
    _ others: inout Random, _ sizes: inout [Int]
  ) throws -> [SquaredErrors] {
    let groups = try explained.groups(settings.grouping, of: single)
    sizes.append(groups.count)
    let removed = (0..<count).map { _ in (0..<groups.count).map { _ in random.word() & 1 == 1 } }
    let own = explained.contributions(of: groups, row: row, from: references.values)
    let orders = [own] + (0..<settings.chance).map { _ in others.shuffled(own) }
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
struct SquaredErrors {
  private var (count, foretold, both, found) = (0.0, 0.0, 0.0, 0.0)

  mutating func add(foretold a: Double, found b: Double) {
    count += 1
    foretold += a * a
    both += a * b
    found += b * b
  }

  private func mean(times factor: Double) -> Double {
    // Rounding can leave a perfect forecast less than nothing.
    max(0, factor * factor * foretold - 2 * factor * both + found) / count
  }

  var mean: Double { mean(times: 1) }
  var normalized: Double { mean(times: foretold == 0 ? 1 : both / foretold) }
}
