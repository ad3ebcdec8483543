import Data
import Execution
import Models
import Tensors

extension Verb {
  private static let architectures = Architecture.all.filter(\.isMeasured)

  private static let architecture = Key(
    "architecture", optional: .choice("network", of: architectures.map(\.name)),
    architectures.map { "\($0.name): \($0.summary)" }.joined(separator: "; "),
    otherwise: "the current network goes on learning")
  private static let activation = Key(
    "activation", optional: .choice("activation", of: Architecture.HiddenActivation.allCases.map(\.rawValue)),
    "what follows each hidden layer of mlp, or a unit of rnn", otherwise: "relu")
  private static let checkpoint = Key(
    "checkpoint", optional: .path, "an .onnx file that gets the network whenever it is the best so far")
  private static let columns = Key(
    "columns", optional: .whole(from: 1, to: 10_000),
    "how many columns of a picture a network with a wiring reads in a step", otherwise: "7")
  private static let dropout = Key(
    "dropout", optional: .number(from: 0, to: 0.95), "the share of values that training drops in recurrent networks",
    otherwise: "0; 0.2 with a wiring")
  private static let hidden = Key(
    "hidden", optional: Kind<Int>.whole(from: 1, to: 100_000).list,
    "the features of each hidden layer, or the channels of each convolution",
    otherwise: "[64,64,64] of mlp, [32,64] of cnn, [64] of gru, lstm, rnn")
  private static let loss = Key(
    "loss", optional: .choice("loss", of: Loss.allCases.map(\.name)),
    "how wrong an answer is; pseudo-class: cross-entropy with a further class whose logit is 0",
    otherwise: "cross-entropy for classes, squared-error for numbers, pseudo-class with a wiring")
  private static let on = Key("on", optional: .text, "data to load first, as load data does", otherwise: "the current data")
  private static let persist = Key(
    "persist", optional: .flag, "whether all steps of a sequence drop the same values", otherwise: "false")
  private static let wiring = Key(
    "wiring", optional: .text,
    "the parts of each step, such as \"in:256 | hidden:128 | recur:256 | out:32\" or \"in:256 | lstm:72\"",
    otherwise: "that of the network")

  /// Networks that read sequences and bring their features to one scale.
  private static let recurrent = ["gru", "lstm", "rnn"]
  private static let ofNew: [any Parameter] = [activation, columns, dropout, hidden, persist, wiring]

  static let train = Verb(
    "train", "Trains a network on the current data, which becomes the current model; without a network's name the "
      + "current model goes on learning", nouns: [architecture],
    keys: (TrainingKeys.all + ofNew + [checkpoint, loss, on]).sorted { $0.name < $1.name },
    consults: [.data, .model, .seed, .samples, .tokenizer], writes: [.model, .data, .samples, .concepts, .explanation], gives: TrainedNetwork.self,
    cost: "a pass forward and one back for each sample in each epoch",
    example: "train mlp hidden=[64,64,64] lr=0.005",
    foresee: { arguments, scope in
      try check(arguments)
      guard arguments.areKnown else {
        scope.model = .unknown
        return
      }
      if let name = arguments[on] {
        scope.data = .unknown
        if !scope.written.contains(canonicalPath(name)) {
          scope.data = .known(try Dataset.header(expanded(name)))
        }
      }
      if let path = arguments[checkpoint] {
        guard path.lowercased().hasSuffix(".onnx") else {
          throw ArgumentError(checkpoint, .failed("a network is written to a file that ends in .onnx"))
        }
        do throws(FileError) { try FolderOfFile(expanded(path)).check() } catch {
          throw ArgumentError(checkpoint, .failed("\(error)"))
        }
        scope.written.insert(canonicalPath(path))
      }
      let (data, before) = (scope.data, scope.model)
      scope.model = .unknown
      if case .absent = data { throw Mistake.noData }
      if arguments[architecture] == nil {
        if case .absent = before { throw Mistake.noModel }
        scope.model = before
        return
      }
      guard case .known(let header) = data else { return }
      // The numbers of the data are not known yet, but which layers there will be.
      let features = header.shape.rank == 2 ? header.shape[1] : nil
      let ones = features.map { [Float](repeating: 1, count: $0) }
      scope.model = .known(try model(arguments, header, seed: 0, standard: ones.map { ($0, $0) }))
    },
    run: { arguments, run in
      try check(arguments)
      if let name = arguments[on] {
        let monitor = run.monitor
        let data = try run.blaming(on) {
          try Dataset.load(
            expanded(name), check: { if monitor.isCancelled() { throw CancellationError() } })
        }
        data.remarks.forEach(run.note)
        run.session.data = data
        run.session.chosen = nil
      }
      let data = try run.currentData()
      let seed = TrainingKeys.seed(arguments, run)
      let isNew = arguments[architecture] != nil
      let untrained =
        isNew
        ? try model(
          arguments, data.header, seed: seed,
          standard: recurrent.contains(arguments[architecture] ?? "") ? data.stepStandard(run) : nil)
        : try run.currentModel()
      let steps = untrained.stepLogits.map { untrained.layers[$0].shape[0] } ?? 1
      let (examples, usual) = try run.examples(outputs: untrained.classCount, steps: steps)
      let named = arguments[loss].flatMap { name in Loss.allCases.first { $0.name == name } }
      let isWired = Architecture.named(arguments[architecture] ?? "")?.wiring != nil
      let wantsEvidence = untrained.layers.contains {
        ($0.operation as? any TrainableOperation)?.hasNonPositiveBias ?? false
      }
      let chosen = named ?? (wantsEvidence && usual == .crossEntropy ? .crossEntropyBesideNothing : usual)
      try chosen.check(against: usual, outputs: examples.outputs, loss)
      let trained = try TrainedNetwork(
        untrained, examples, TrainingKeys.training(arguments, chosen),
        optimizer: arguments[TrainingKeys.optimizer], holdingOut: arguments[TrainingKeys.valid], seed: seed,
        // Networks with a wiring begin as they were drawn, and a network that goes on as it is.
        startsAsItIs: !isNew || isWired, checkpoint: arguments[checkpoint].map(expanded), run)
      // What is read back from an earlier run has trained nothing, but leaves the same.
      if let path = arguments[checkpoint].map(expanded) { try trained.model.write(onnx: path) }
      run.session.model = trained.model
      run.session.forgetFindings()
      return .result(trained)
    })

  private static func check(_ arguments: Arguments) throws {
    try TrainingKeys.check(arguments)
    guard !arguments.isPending(architecture) else { return }
    guard let name = arguments[architecture], let architecture = Architecture.named(name) else {
      return try arguments.refuse(ofNew, by: "a network that goes on learning", keys: TrainingKeys.all.map(\.name))
    }
    let wired: [any Parameter] = [columns, dropout, persist, wiring]
    let isRecurrent = recurrent.contains(name)
    let fitting: [any Parameter] =
      architecture.wiring != nil
      ? wired : isRecurrent ? [dropout, hidden, persist] + (name == "rnn" ? [activation] : []) : name == "mlp" ? [activation, hidden] : [hidden]
    try arguments.refuse(
      ofNew.filter { key in !fitting.contains { $0.name == key.name } }, by: "network \(name)",
      keys: fitting.map(\.name))
  }

  /// The network for data with this header: an output for each class, or a single one.
  private static func model(
    _ arguments: Arguments, _ header: DatasetHeader, seed: UInt64, standard: (mean: [Float], deviation: [Float])?
  ) throws -> Model {
    let name = arguments[architecture] ?? ""
    guard let chosen = architectures.first(where: { $0.name == name }) else {
      throw ArgumentError(
        architecture, .noChoice(name, what: "network", choices: architectures.map(\.name)))
    }
    var measure = Architecture.Measure(input: header.shape, outputs: max(1, header.classes.count))
    measure.hidden = arguments[hidden]
    measure.activation = arguments[activation].flatMap { .init(rawValue: $0) } ?? .relu
    measure.standard = standard
    measure.columns = arguments[columns] ?? measure.columns
    measure.dropout = arguments[dropout] ?? (chosen.wiring == nil ? 0 : 0.2)
    measure.persistsDropout = arguments[persist] ?? false
    if let text = arguments[wiring] {
      do throws(WiringError) { measure.wiring = try Wiring(text) } catch {
        throw ArgumentError(wiring, .failed("\(error)"))
      }
    }
    if let text = chosen.wiring, header.shape.rank != 3,
      try measure.wiring?.readsPictures ?? Wiring(text).readsPictures
    {
      throw ArgumentError(
        architecture,
        .failed("\(name) has convolutions, and \(header.name) has samples of shape \(header.shape), which are no pictures"))
    }
    if chosen.wiring != nil, header.shape.rank == 3, !header.shape[2].isMultiple(of: measure.columns) {
      throw ArgumentError(
        columns,
        .failed(
          "pictures of \(header.shape[2]) columns can't be read \(measure.columns) at a time: give a divisor"))
    }
    return chosen.model(seed: seed, measure: measure)
  }
}

extension Dataset {
  /// Of sequences the mean and the deviation of each feature over all steps of all samples.
  fileprivate func stepStandard(_ run: Run) throws -> (mean: [Float], deviation: [Float])? {
    guard shape.rank == 2 else { return nil }
    let features = shape[1]
    var (sums, squares) = ([Double](repeating: 0, count: features), [Double](repeating: 0, count: features))
    for index in 0..<count {
      try run.checkCancellation()
      for (place, value) in try sample(index).values.enumerated() {
        sums[place % features] += Double(value)
        squares[place % features] += Double(value) * Double(value)
      }
    }
    let rows = Double(max(1, count * shape[0]))
    let means = sums.map { $0 / rows }
    let deviations = zip(squares, means).map { (max(0, $0 / rows - $1 * $1)).squareRoot() }
    return (means.map { Float($0) }, deviations.map { $0 > 1e-6 ? Float($0) : 1 })
  }
}

extension Loss {
  /// What the language calls it.
  fileprivate var name: String {
    switch self {
    case .crossEntropy: "cross-entropy"
    case .crossEntropyBesideNothing: "pseudo-class"
    case .binaryCrossEntropy: "binary-cross-entropy"
    case .squaredError: "squared-error"
    }
  }

  /// Throws where the data is not what this loss is for.
  fileprivate func check(against usual: Loss, outputs: Int, _ key: some Parameter) throws {
    let ofClasses: [Loss] = [.crossEntropy, .crossEntropyBesideNothing]
    let fits =
      self == usual || self == .squaredError || ofClasses.contains(self) && usual == .crossEntropy
    if !fits {
      throw ArgumentError(
        key, .failed("\(name) is not for this data and network of \(outputs) outputs: \(usual.name) is"))
    }
  }
}
