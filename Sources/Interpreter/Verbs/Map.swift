import Concepts
import Data
import Models
import Tensors

extension Verb {
  private static let fewest = 25
  private static let most = 3000
  private static let usual = 1000
  private static let usualPerplexity = 30.0

  private static let layers = Key(
    "layers", optional: .layerChoice, "the layers that are mapped: all, last:3, or a list",
    otherwise: "last:4")
  private static let method = Key(
    "method", Kind.entry("method", of: HiddenMap.Method.allCases) { $0.rawValue },
    "tsne keeps who is near whom, pca is the plane in which samples vary most", initial: .tsne, shown: "tsne")
  private static let by = Key(
    "by", optional: Kind<String>.coloring.list, "what points are coloured by: concepts of the data, or class",
    otherwise: "all concepts; where there are none the class")
  private static let n = Key(
    "n", optional: .whole(from: fewest, to: most), "how many samples are drawn from the data",
    otherwise: "\(usual), or all there are")
  private static let perplexity = Key(
    "perplexity", optional: .number(from: 1.1),
    "about how many neighbours of a sample t-SNE looks after", otherwise: "30, or a third of few samples")
  private static let seed = Key(
    "seed", optional: .whole(from: 0), "the seed of the draw", otherwise: ":seed")

  static let map = Verb(
    "map", "Draws what layers make of samples as points of a plane, coloured by class or concept",
    keys: [layers, method, by, n, perplexity, seed], reads: [.model, .data], consults: [.concepts, .seed],
    gives: HiddenMaps.self,
    cost:
      "a pass forward for each sample; for t-SNE a thousand steps over all pairs of samples in each layer",
    example: "map n=200 layers=last:3",
    paper: "van der Maaten and Hinton 2008, t-SNE; trustworthiness: Venna and Kaski 2001",
    foresee: { arguments, scope in
      if case .known(let header) = scope.data { try check(arguments, header.name, count: header.count) }
    },
    run: { arguments, run in
      let (model, data, seed) = (
        try run.currentModel(), try run.currentData(), arguments[seed].map { UInt64($0) } ?? run.session.seed
      )
      try check(arguments, data.name, count: data.count)
      let count = size(arguments, of: data.count)
      var random = Random(seed: seed, stream: 33)
      // In the order of the draw, so that no class lies above the others.
      let samples = Array(random.shuffled(0..<data.count).prefix(count))
      var chosen: [Int] = []
      for layer in (arguments[layers] ?? .last(4)).layers(of: model) where !chosen.contains(layer) {
        chosen.append(layer)
      }
      let activations = try run.activations(samples, layers: chosen)
      let neighbours = arguments[perplexity] ?? min(usualPerplexity, Double(count - 1) / 3)
      let maps = try run.recalled {
        try HiddenMap.all(
          of: activations, method: arguments[method], perplexity: neighbours, seed: seed, monitor: run.monitor
        )
      }
      return .result(
        HiddenMaps(
          maps, of: samples, by: colorings(data, samples, arguments, run), data: data.name,
          perplexity: arguments[method] == .tsne ? neighbours : nil, seed: seed))
    })

  private static func size(_ arguments: Arguments, of count: Int) -> Int { arguments[n] ?? min(usual, count) }

  private static func check(_ arguments: Arguments, _ name: String, count: Int) throws {
    guard count >= fewest else {
      throw Mistake.failed("\(name) has \(count) samples, and a map needs \(fewest) or more")
    }
    if let n = arguments[n], n > count {
      throw ArgumentError(Self.n, .failed("\(name) has \(count) samples: n= is at most that"))
    }
    guard let perplexity = arguments[perplexity] else { return }
    if !arguments.isPending(method), arguments[method] != .tsne {
      throw ArgumentError(
        Self.perplexity, .failed("perplexity= is of t-SNE: leave it out, or write method=tsne"))
    }
    if arguments.isPending(n) { return }
    let others = size(arguments, of: count) - 1
    if perplexity >= Double(others) {
      throw ArgumentError(
        Self.perplexity,
        .failed("a sample has \(others) others here: perplexity= is below that, and usually 5 to 50"))
    }
  }

  /// What points are coloured by.
  private static func colorings(
    _ data: Dataset, _ samples: [Int], _ arguments: Arguments, _ run: Run
  ) -> [HiddenMaps.Coloring] {
    let concepts = data.concepts?.names ?? []
    var seen: Set<String> = []
    let names = arguments[by] ?? (concepts.isEmpty ? ["class"] : concepts)
    return names.filter { seen.insert($0).inserted }.compactMap { name in
      if let concepts = data.concepts, let index = concepts.names.firstIndex(of: name) {
        let column = concepts.column(index)
        return HiddenMaps.Coloring(
          name: name, names: concepts.values[index],
          values: samples.map { column[$0] == ConceptLabels.missing ? nil : column[$0] },
          isOrdered: concepts.values[index].areOrderedNumbers, told: run.session.layer(telling: name))
      }
      guard name == "class", let labels = data.labels else { return nil }
      let classes = (labels.max() ?? 0) + 1
      return HiddenMaps.Coloring(
        name: "class", names: (0..<classes).map(data.shortName), values: samples.map { labels[$0] },
        isOrdered: false, told: nil)
    }
  }
}

extension Kind where Content == String {
  /// A concept of the data, or `class`; a concept of that name wins.
  fileprivate static let coloring = Kind(
    "a concept or class",
    words: { scope in
      if case .known(let data) = scope.data { return data.concepts + ["class"] }
      return ["class"]
    }
  ) { (value, scope) throws(Mistake) in
    let name = try text.read(value, scope)
    let data = try scope.knownData()
    let choices = data.concepts + (data.classes.isEmpty || data.concepts.contains("class") ? [] : ["class"])
    guard choices.contains(name) else {
      if data.concepts.isEmpty {
        throw .failed(
          "\(data.name) has no labels of concepts"
            + (data.classes.isEmpty ? "" : ": colour by class, or load data that has")
        )
      }
      throw .noChoice(name, what: "concept", choices: choices)
    }
    return name
  }
}

extension [String] {
  /// Whether these are three numbers or more that rise, each with or without a unit behind it.
  fileprivate var areOrderedNumbers: Bool {
    let numbers = compactMap { Double($0.prefix { $0.isNumber || $0 == "." || $0 == "-" }) }
    return count > 2 && numbers.count == count && zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
  }
}

extension Session {
  /// The layer that concepts learned from labels are told by.
  fileprivate func layer(telling concept: String) -> Int? {
    guard case .learned(let learned) = findings, case .layers(let predictors) = learned.reader else {
      return nil
    }
    return predictors.predictors.first { $0.name == concept }?.layer?.index
  }
}
