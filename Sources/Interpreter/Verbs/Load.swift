import Data
import Execution
import Models
import Tensors

extension Verb {
  private static let whats = ["concepts", "data", "model", "tokenizer"]
  private static let what = Key(
    "what", optional: .choice("thing to load", of: whats),
    "whether the file holds a model, data or a tokenizer; concepts: a folder with c_true, c_pred, y_true and y_pred (.npy), as "
      + "another program predicted them",
    otherwise: "its ending tells", isLeading: true)
  private static let name = Key(
    "name", optional: Kind<String>.loadable.list,
    "a file, a folder of images by class, or something that has a name; a list of tables with the same columns is one",
    otherwise: "the bundled network and images")
  private static let subset = Key(
    "subset", optional: .text,
    "the part of a named data set, or of a table that is split: train, test, for strips val")
  private static let limit = Key(
    "limit", optional: .whole(from: 1), "at most so many samples: the first ones, with seed= drawn at random", otherwise: "all")
  private static let seed = Key(
    "seed", optional: .whole(from: 0),
    "what the random choice of a limit, a split, strips, what is made up, or random weights follow from",
    otherwise: "the first ones; strips have seeds of their own; else :seed")
  private static let preset = Key(
    "preset", optional: .choice("preset", of: Preparation.presets.map(\.name)),
    "how images are prepared, by name")
  private static let resize = Key(
    "resize", optional: .whole(from: 1, to: 10_000), "the shorter side of images after scaling",
    unit: "pixels")
  private static let crop = Key(
    "crop", optional: .whole(from: 1, to: 10_000), "the side of the square cut from their middle",
    unit: "pixels")
  private static let mean = Key(
    "mean", optional: Kind<Double>.number().list, "subtracted from each channel, of sequences each feature")
  private static let std = Key(
    "std", optional: Kind<Double>.number().list, "what each channel, of sequences each feature, is divided by"
  )
  private static let text = Key(
    "text", optional: .text, "the column of a table whose texts are the samples, by name or index",
    otherwise: "columns are features")
  private static let pair = Key(
    "pair", optional: .text, "the column of second texts, for networks that read two")
  private static let weights = Key(
    "weights", optional: .choice("kind of weights", of: ["random"]),
    "what a network that is built in starts with; see ?networks")
  private static let channels = Key(
    "channels", optional: .whole(from: 1, to: 3), "1 reads images as grey, 3 as colour",
    otherwise: "as the first image")

  static let load = Verb(
    "load", "Brings in a model, data, a tokenizer, or the bundled network with its images",
    nouns: [what, name],
    keys: ([channels, crop, limit, mean, pair, preset, resize, seed, std, subset, text, Keys.tokens, weights]
      + TableKeys.all + SimulationKeys.all + SequenceKeys.all + ConceptKeys.all)
      .sorted { $0.name < $1.name },
    consults: [.model, .data, .tokenizer, .samples, .seed],
    writes: [.model, .data, .tokenizer, .samples, .concepts, .explanation], gives: Overview.self,
    cost: "little: weights are read when they are first needed",
    example: "load data fashion-mnist-512 limit=100 seed=1",
    foresee: { arguments, scope in
      guard arguments.areKnown else {
        (scope.model, scope.data) = (.unknown, .unknown)
        return
      }
      switch try Source(arguments) {
      case .bundled(let bundled):
        scope.model = .known(try model(bundled.model))
        scope.data = .known(try Dataset.header(bundled.data))
      case .architecture(let architecture):
        scope.model = .known(architecture.model(seed: seed(arguments, 0)))
      case .model(let path):
        scope.model = .unknown
        if scope.written.contains(canonicalPath(path)) { return }
        scope.model = .known(try model(path))
      case .data(let path, let others):
        scope.data = .unknown
        if ([path] + others).contains(where: { scope.written.contains(canonicalPath($0)) }) { return }
        do {
          scope.data = .known(
            try Dataset.header(
              expanded(path), and: others.map(expanded), selection: selection(arguments),
              preparation: preparation(arguments),
              table: TableKeys.options(arguments, seed: seed(arguments, 0)),
              simulation: SimulationKeys.options(arguments, seed: seed(arguments, 0)),
              sequence: SequenceKeys.options(arguments, seed: seed(arguments, 0)),
              concepts: ConceptKeys.options(arguments)))
        } catch let error as DataError {
          if case .noColumn(let key, let name, let names) = error {
            throw ArgumentError(name: key, .noColumn(name, key: key, names: names))
          }
          if let wrong = error.wrongKey { throw ArgumentError(name: wrong, .failed("\(error)")) }
        }
      case .texts, .column: scope.data = .unknown
      case .concepts, .tokenizer: break
      }
    },
    run: { arguments, run in
      var keepsMachine = false
      switch try Source(arguments) {
      case .bundled(let bundled):
        run.session.model = try model(bundled.model)
        let data = try Dataset.load(bundled.data)
        data.remarks.forEach(run.note)
        run.session.data = data
        run.session.chosen = [bundled.sample]
        run.session.forgetFindings()
        return .result(try Overview(run, predicting: true))
      case .architecture(let architecture):
        let model = architecture.model(seed: seed(arguments, run.session.seed))
        model.remarks.forEach(run.note)
        run.session.model = model
      case .model(let path):
        let model = try run.blaming(name) { try Self.model(path) }
        model.remarks.forEach(run.note)
        run.session.model = model
        run.bringTokenizer(besides: expanded(path))
      case .texts(let path):
        let tokenizer = try run.currentTokenizer()
        run.session.data = try run.blaming(name) {
          try Dataset(
            lines: expanded(path), tokenizer: tokenizer, selection: selection(arguments),
            limit: arguments[Keys.tokens], check: { try run.checkCancellation() })
        }
        run.session.chosen = nil
      case .column(let path, let column):
        let tokenizer = try run.currentTokenizer()
        let data = try run.blaming(name) {
          try Dataset(
            table: expanded(path), column: column, tokenizer: tokenizer, selection: selection(arguments),
            options: TableKeys.options(arguments, seed: seed(arguments, run.session.seed)),
            check: { try run.checkCancellation() })
        }
        data.remarks.forEach(run.note)
        run.session.data = data
        run.session.chosen = nil
      case .concepts(let path):
        let learned = try run.blaming(name) {
          try ConceptFiles(expanded(path)).learned(seed: seed(arguments, run.session.seed), monitor: run.monitor)
        }
        run.session.findings = .learned(learned)
        run.note("\(try FoundLearnedConcepts(learned).summary)\nshow concepts, score interventions and score concepts say more")
        return .result(try Overview(run))
      case .tokenizer(let path):
        let tokenizer = try run.blaming(name) { try Tokenizer(expanded(path)) }
        tokenizer.remarks.forEach(run.note)
        run.session.tokenizer = tokenizer
        return .result(try Overview(run))
      case .data(let path, let others):
        let monitor = run.monitor
        let seed = seed(arguments, run.session.seed)
        let data = try run.blaming(name) {
          try Dataset.load(
            expanded(path), and: others.map(expanded), selection: selection(arguments),
            preparation: preparation(arguments), table: TableKeys.options(arguments, seed: seed),
            simulation: SimulationKeys.options(arguments, seed: seed),
            sequence: SequenceKeys.options(arguments, seed: seed),
            concepts: ConceptKeys.options(arguments),
            check: { if monitor.isCancelled() { throw CancellationError() } })
        }
        data.remarks.forEach(run.note)
        if arguments.isGiven(limit), !arguments.isGiven(Self.seed), let labels = data.labels, labels.count > 1,
          Set(labels).count == 1, data.classes.count > 1
        {
          run.note(
            "all of the first \(labels.count) samples are \(data.classes[labels[0]]): seed=1 draws them instead")
        }
        keepsMachine =
          run.session.data.map { $0.shape == data.shape && $0.features == data.features } ?? false
        run.session.data = data
        run.session.chosen = nil
      }
      try run.session.fitLength()
      run.session.forgetFindings(keepingMachine: keepsMachine)
      return .result(try Overview(run))
    })

  /// What is to be loaded from where.
  private enum Source {
    case bundled(BundledSet)
    case architecture(Architecture)
    case model(String)
    /// With further files that are read as one with the first.
    case data(String, [String])
    /// A file with a text on each line.
    case texts(String)
    /// A column of a table with a text in each row.
    case column(String, TextColumn)
    case tokenizer(String)
    /// A folder with what another program predicted.
    case concepts(String)

    init(_ arguments: Arguments) throws {
      let path = arguments[name]?.first ?? BundledSet.usual.name
      let others = Array(arguments[name]?.dropFirst() ?? [])
      if !others.isEmpty {
        guard arguments[what] == nil || arguments[what] == "data", !arguments.isGiven(text) else {
          throw ArgumentError(name, .failed("only tables can be loaded together: name one file"))
        }
        try Source.refuse(["tokens", "weights", "pair"], arguments) { "\($0)= does not apply to tables" }
        self = .data(path, others)
        return
      }
      if arguments[name] == nil || arguments[what] == nil,
        let bundled = BundledSet.all.first(where: { $0.name == path })
      {
        // What nothing would come of is refused.
        let statement = arguments[name] == nil ? "load" : "load \(path)"
        for key in dataKeys + ["weights"] where arguments.isGiven(named: key) {
          throw ArgumentError(
            name: key,
            .failed(
              "\(key)= needs data to apply to: write \(statement), then load data \(bundled.data) \(key)=...")
          )
        }
        self = .bundled(bundled)
        return
      }
      if arguments[what] == nil, whats.contains(path) {
        throw Mistake.missing("what comes after \"\(path)\"", verb: "load", what: "the name of a file")
      }
      if arguments[what] == "concepts" {
        try Source.refuse(dataKeys.filter { $0 != "seed" } + ["weights"], arguments) {
          "\($0)= is for data, and '\(path)' is to hold concepts"
        }
        self = .concepts(path)
        return
      }
      if arguments[what] == "tokenizer" || arguments[what] == nil && Tokenizer.isNamed(path) {
        try Source.refuse(dataKeys + ["weights"], arguments) {
          "\($0)= is for data, and '\(path)' is a tokenizer"
        }
        self = .tokenizer(path)
        return
      }
      // Tables are published as .txt, too.
      let isTable = arguments.isGiven(SequenceKeys.window) || arguments.isGiven(TableKeys.target)
      if arguments[what] != "model", !isTable, path.lowercased().hasSuffix(".txt") {
        let others = dataKeys.filter { !["limit", "seed", "tokens"].contains($0) }
        try Source.refuse(others + ["weights"], arguments) {
          "\($0)= does not apply to the texts of '\(path)'"
        }
        self = .texts(path)
        return
      }
      if let column = arguments[text] {
        guard arguments[what] != "model", [".csv", ".tsv"].contains(where: path.lowercased().hasSuffix) else {
          throw ArgumentError(
            name: "text", .failed("text= names a column of a table (.csv, .tsv), and '\(path)' is none"))
        }
        let used = ["classes", "header", "limit", "pair", "seed", "target", "task", "text", "tokens"]
        try Source.refuse(dataKeys.filter { !used.contains($0) } + ["weights"], arguments) {
          "\($0)= does not apply to the texts of '\(path)'"
        }
        if let task = arguments[TableKeys.task], TableKeys.tableTask(arguments) == nil {
          throw ArgumentError(
            TableKeys.task,
            .noChoice(
              task.joined(separator: ","), what: "task", choices: TableOptions.Task.allCases.map(\.rawValue)))
        }
        self = .column(path, TextColumn(text: column, pair: arguments[pair], limit: arguments[Keys.tokens]))
        return
      }
      try Source.refuse(["pair"], arguments) { "\($0)= goes with text=" }
      let architecture = Architecture.named(path)
      let isModel =
        arguments[what].map { $0 == "model" }
        ?? (path.hasSuffix(".onnx") || BundledModel.all.contains { $0.name == path } || architecture != nil)
      if isModel, let architecture {
        if architecture.isMeasured {
          throw ArgumentError(
            name, .failed("\(path) is made to the measure of data: load that, then write: train \(path)"))
        }
        guard arguments.isGiven(weights) else { throw ArgumentError(name, .noWeights(path)) }
        for key in dataKeys where key != "seed" && arguments.isGiven(named: key) {
          throw ArgumentError(name: key, .dataKey(key, network: path))
        }
        self = .architecture(architecture)
      } else if arguments.isGiven(weights) {
        throw ArgumentError(name, .noChoice(path, what: "network", choices: Self.networks))
      } else {
        // A bare word that is no file was meant as a name. Of files that are there the links are followed.
        if isModel, !path.contains(where: { "./~".contains($0) }), canonicalPath(path) == path,
          !BundledModel.all.contains(where: { $0.name == path })
        {
          throw ArgumentError(
            name,
            .noChoice(path, what: "network or file", choices: Self.networks + BundledModel.all.map(\.name)))
        }
        try Source.refuse(["tokens"], arguments) { "\($0)= is for texts, and '\(path)' holds none" }
        self = isModel ? .model(path) : .data(path, [])
      }
    }

    private static var networks: [String] { Architecture.all.filter { !$0.isMeasured }.map(\.name) }

    /// Throws where a key is given that what is loaded has no use for.
    private static func refuse(_ keys: [String], _ arguments: Arguments, _ reason: (String) -> String) throws
    {
      for key in keys where arguments.isGiven(named: key) {
        throw ArgumentError(name: key, .failed("\(reason(key)): leave it out"))
      }
    }
  }

  private static let dataKeys =
    [
      "channels", "crop", "limit", "mean", "pair", "preset", "resize", "seed", "std", "subset", "text",
      "tokens",
    ]
    + (TableKeys.all + SimulationKeys.all + SequenceKeys.all + ConceptKeys.all).map(\.name)

  private static func model(_ name: String) throws -> Model {
    try BundledModel.named(name) ?? Model(onnx: expanded(name))
  }

  private static func seed(_ arguments: Arguments, _ standard: UInt64) -> UInt64 {
    arguments[seed].map { UInt64($0) } ?? standard
  }

  private static func selection(_ arguments: Arguments) -> Selection {
    Selection(
      subset: arguments[subset], limit: arguments[limit], seed: arguments[seed].map { UInt64($0) })
  }

  /// The preset, changed by what is given beside it.
  private static func preparation(_ arguments: Arguments) -> Preparation {
    let presets = Preparation.presets.filter { $0.name == arguments[preset] }
    var preparation = presets.first?.preparation ?? Preparation()
    if let side = arguments[resize] { preparation.resize = side }
    if let side = arguments[crop] { preparation.crop = side }
    if let values = arguments[mean] { preparation.mean = values.map { Float($0) } }
    if let values = arguments[std] { preparation.std = values.map { Float($0) } }
    if let count = arguments[channels] { preparation.channels = count }
    return preparation
  }
}

extension Kind where Content == String {
  /// A path, or the name of something that is built in.
  fileprivate static let loadable = Kind(
    text.name,
    words: { _ in
      Architecture.all.filter { !$0.isMeasured }.map(\.name) + BundledModel.all.map(\.name)
        + BundledSet.all.map(\.name)
        + catalogue.map(\.name)
    },
    read: text.read)
}

extension DataError {
  /// The key that asks for what this data can't give, whatever its samples are.
  fileprivate var wrongKey: String? {
    switch self {
    case .badKey(let key, _, _): key
    case .unknownSubset: "subset"
    default: nil
    }
  }
}

extension Run {
  /// Brings in the tokenizer that lies in the folder of a model's file, or above it where that is called onnx.
  ///
  /// One that can't be used is a remark: the model can be.
  fileprivate mutating func bringTokenizer(besides path: String) {
    let folder = Tensors.folder(of: path)
    let isInner = folder == "onnx" || folder.hasSuffix("/onnx")
    let folders = isInner ? [folder, Tensors.folder(of: folder)] : [folder]
    guard let file = folders.lazy.compactMap({ Tokenizer.file(in: $0) }).first else { return }
    do {
      let tokenizer = try Tokenizer(file)
      note("tokenizer \(tokenizer.summary), from '\(file)'")
      tokenizer.remarks.forEach(note)
      session.tokenizer = tokenizer
    } catch {
      note("the tokenizer beside the model can't be used: \(error)")
    }
  }
}
