import Concepts
import Data
import Execution
import Models
import Tensors

extension Verb {
  private static let concept = Key(
    "concept", optional: .text, "a concept that the data has labels of, or class",
    otherwise: "examples= says which samples have it")
  private static let value = Key(
    "value", optional: .conceptValue, "the value of the concept that is meant, by name or number")
  private static let examples = Key(
    "examples", optional: Kind<Int>.whole(from: 0).list, "samples with the concept, instead of concept= and value=")
  private static let y = Key(
    "y", optional: .classNumber, "the class whose logit is asked about", otherwise: "the most frequent predicted one")
  private static let layers = Key(
    "layers", optional: .layerChoice, "the layers in which directions are looked for: all, last:3, or a list",
    otherwise: "last:4")
  private static let runs = Key(
    "runs", .whole(from: 2, to: 1000), "against how many random sets the concept is parted", initial: 20)
  private static let budget = Key(
    "budget", .whole(from: 6, to: 1000), "how many examples of the concept are looked at, at most", initial: 50)
  private static let seed = Key(
    "seed", optional: .whole(from: 0), "the seed of the draws", otherwise: ":seed")

  /// The most samples of the class whose gradients are looked at.
  private static let mostOfClass = 200

  static let tcav = Verb(
    "tcav", "Asks whether a class's logit grows along the direction of a concept in a layer, more than along random ones",
    keys: [concept, value, examples, y, layers, runs, budget, seed], reads: [.model, .data], consults: [.seed],
    gives: ConceptTests.self,
    cost: "a pass forward for examples and random samples, one back for samples of the class, 2 runs= regressions for each layer",
    example: "tcav concept=class value=sneaker y=sneaker layers=last:2 runs=5",
    paper: "Kim et al. 2018, TCAV; Welch 1947",
    run: { arguments, run in
      let (model, data, seed) = (
        try run.currentModel(), try run.currentData(), arguments[seed].map { UInt64($0) } ?? run.session.seed
      )
      let (having, name) = try examples(arguments, data)
      var random = Random(seed: seed, stream: 21)
      let chosen = Array(random.shuffled(having).prefix(arguments[budget])).sorted()
      guard chosen.count >= 6 else {
        throw Mistake.failed(
          "\(name) has \(chosen.count) examples in \(data.name), and 6 at least are needed to part them from others")
      }
      // Random samples may have the concept, too, as often as the data has it.
      let pool = Array(random.shuffled(Array(0..<data.count)).prefix(10 * chosen.count))
      guard pool.count >= 2 * chosen.count else {
        throw ArgumentError(
          budget,
          .failed("\(data.name) has \(data.count) samples, and two random sets of \(chosen.count) are needed: take a smaller budget="))
      }
      let said = try run.predictedClasses(Array(random.shuffled(Array(0..<data.count)).prefix(2000)))
      let label = arguments[y] ?? said.mostFrequent ?? 0
      let ofClass = Array(
        random.shuffled(data.labels.map { labels in labels.indices.filter { labels[$0] == label } } ?? Array(0..<data.count))
          .prefix(mostOfClass))
      guard !ofClass.isEmpty else {
        throw ArgumentError(y, .failed("\(data.name) has no sample of class \(data.shortName(label))"))
      }
      let wanted = (arguments[layers] ?? .last(4)).layers(of: model)
      if let behind = wanted.first(where: { $0 > model.logits }) {
        throw ArgumentError(
          layers, .failed("layer \(model.layers[behind].name) lies behind the logits: choose one before them"))
      }
      let runs = arguments[runs]
      let tests = try run.recalled {
        try wanted.enumerated().map { number, layer in
          let part = run.monitor.part(from: Double(number) / Double(wanted.count), share: 1 / Double(wanted.count))
          func rows(_ samples: [Int]) throws -> Tensor {
            let outputs = try run.layerRows(samples, layer)
            return outputs.reshaped([samples.count, outputs.count / max(1, samples.count)])
          }
          let gradients = try model.gradients(
            ofLogit: label, by: layer,
            Samples(count: ofClass.count, labels: nil) { Inputs(try data.samples(ofClass[$0])) },
            executor: run.executor, monitor: part)
          return try ConceptTest(
            concept: rows(chosen), pool: rows(pool), gradients: gradients, runs: runs, seed: seed, monitor: part)
        }
      }
      return .result(
        ConceptTests(
          tests: tests, layers: wanted.map { model.layers[$0].name }, concept: name, label: data.shortName(label),
          counts: (chosen.count, ofClass.count), runs: runs, seed: seed))
    })

  /// The samples with the concept, and what it is called.
  private static func examples(_ arguments: Arguments, _ data: Dataset) throws -> ([Int], String) {
    if let given = arguments[examples] {
      for key in [concept.name, value.name] where arguments.isGiven(named: key) {
        throw ArgumentError(name: key, .notTogether("examples=", "\(key)="))
      }
      if let beyond = given.first(where: { $0 >= data.count }) {
        throw ArgumentError(examples, .noSample(beyond, data: data.name, count: data.count))
      }
      return (Set(given).sorted(), "the concept of \(Set(given).count) examples")
    }
    guard let wanted = arguments[concept], let level = arguments[value] else {
      throw Mistake.failed("tcav needs concept= with value=, or examples=: what has the concept")
    }
    let names: [String]
    let labels: [Int]
    if wanted == "class" {
      guard let known = data.labels else {
        throw ArgumentError(concept, .failed("\(data.name) does not say of what class its samples are"))
      }
      (names, labels) = ((0..<data.classes.count).map(data.shortName), known)
    } else {
      guard let concepts = data.concepts, let number = concepts.names.firstIndex(of: wanted) else {
        throw ArgumentError(
          concept, .noChoice(wanted, what: "concept", choices: (data.concepts?.names ?? []) + ["class"]))
      }
      (names, labels) = (concepts.values[number], concepts.column(number))
    }
    let place: Int
    do throws(Mistake) { place = try level.place(among: names, what: "value of \(wanted)") } catch {
      throw ArgumentError(value, error)
    }
    return (labels.indices.filter { labels[$0] == place }, "\(wanted) \(names[place])")
  }
}

extension Run {
  /// The output of a layer for some samples.
  fileprivate func layerRows(_ samples: [Int], _ layer: Int) throws -> Tensor {
    let (model, data) = (try currentModel(), try currentData())
    let parts = try stride(from: 0, to: samples.count, by: 256).map { start in
      try checkCancellation()
      return try model.layerOutputs(
        Inputs(data.samples(Array(samples[start..<min(start + 256, samples.count)]))), of: [layer], executor: executor,
        monitor: monitor)[0]
    }
    return .joined(parts)
  }
}

extension [Int] {
  /// Of several the smallest.
  fileprivate var mostFrequent: Int? {
    Dictionary(grouping: self) { $0 }.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.key
  }
}
