import Attributions
import Data
import Models
import Tensors

/// What samples are compared with, as a command names it.
enum BaselineChoice: Sendable {
  case zeros
  /// The mean of all samples of the data.
  case mean
  case blur(Double)
  case sample(Int)
  /// All samples of the data.
  case data
  /// Padding in place of each token of a text, of the second of two, or of both.
  case padding(PaddedTexts)
  case file(String)
  case values(Tensor)
}

/// Which of two texts padding takes the place of.
enum PaddedTexts: String, Sendable {
  case first = "text"
  case second = "pair"
  case both
}

extension Kind where Content == BaselineChoice {
  /// zeros, mean, blur or blur:4, sample:3, data, a file, or a tensor.
  static let baseline = Kind(
    "zeros, mean, blur, padding, padding:text, padding:pair, sample:3, data, or the name of a file",
    words: { _ in ["blur", "data", "mean", "padding", "zeros"] }
  ) { (value, scope) throws(Mistake) in
    switch value {
    case .text("zeros"): return .zeros
    case .text("mean"): return .mean
    case .text("data"): return .data
    case .text("padding"): return .padding(.both)
    case .unit(let unit) where unit.layer == "padding" && unit.positions == nil:
      guard let texts = PaddedTexts(rawValue: unit.part), texts != .both else {
        throw .wrongKind(
          expected: "padding:text or padding:pair, which leave the other of two texts as it is",
          found: "'padding:\(unit.part)'")
      }
      return .padding(texts)
    case .text("blur"): return .blur(4)
    case .unit(let unit) where unit.layer == "blur" && unit.positions == nil:
      guard let deviation = Double(unit.part), deviation > 0, deviation <= 1000 else {
        throw .wrongKind(
          expected: "a deviation in pixels from 0 to 1000, such as blur:4", found: "'\(unit.part)'")
      }
      return .blur(deviation)
    case .unit(let unit) where unit.layer == "sample" && unit.positions == nil:
      let data = try scope.knownData()
      guard let index = Int(unit.part) else {
        throw .wrongKind(expected: "the index of a sample, such as sample:3", found: "'\(unit.part)'")
      }
      guard (0..<data.count).contains(index) else {
        throw .noSample(index, data: data.name, count: data.count)
      }
      return .sample(index)
    case .text(let path) where path.contains("."): return .file(path)
    case .text(let word):
      throw .noChoice(
        word, what: "baseline",
        choices: ["blur", "data", "mean", "padding", "sample:3", "zeros", "the name of a .npy file"])
    case .tensor(let tensor): return .values(tensor)
    default:
      throw .wrongKind(
        expected: "a baseline: zeros, mean, blur, sample:3, data, or a file", found: value.kind)
    }
  }
}

extension BaselineChoice {
  /// Whether it is read from samples of the data.
  var readsData: Bool {
    switch self {
    case .zeros, .blur, .file, .values: false
    case .mean, .sample, .data, .padding: true
    }
  }

  /// What becomes of values that are missing, as a reader would say it.
  var words: String {
    switch self {
    case .zeros: Baseline.zeros.words
    case .blur(let deviation): Baseline.blur(deviation).words
    case .mean: "set to the mean of the data"
    case .sample(let index): "set to those of sample \(index)"
    case .data: "set to those of each sample of the data"
    case .padding(.both): "set to those of padding"
    case .padding(let texts): "set to those of padding (\(texts.rawValue))"
    case .file(let path): "set to those of \(path)"
    case .values: "set to given values"
    }
  }

  /// The baseline that this means for the current data.
  ///
  /// - Parameters:
  ///   - model: what is explained.
  ///   - samples: those that are explained.
  func baseline(_ run: Run, model: Model, place: Place, samples: [Int]) throws -> Baseline {
    switch self {
    case .zeros: return .zeros
    case .blur(let deviation): return .blur(deviation)
    case .sample(let index): return .inputs(try run.inputs([index], of: model))
    case .data: return .inputs(try run.inputs(Array(0..<run.currentData().count), of: model))
    case .padding(let texts): return .inputForEach(try run.padded(samples, texts, of: model))
    case .mean:
      let data = try run.currentData()
      let mean = try data.mean(of: 0..<data.count, check: run.checkCancellation)
      return .inputs(Inputs(mean.reshaped([1] + data.shape)))
    case .values(let tensor): return try Self.fitting(tensor, model, place)
    case .file(let path): return try Self.fitting(try NPY.read(expanded(path)).tensor, model, place)
    }
  }

  /// Numbers as values of the model's input, or of the place where they have that shape; one or many.
  private static func fitting(_ tensor: Tensor, _ model: Model, _ place: Place) throws -> Baseline {
    let shapes = (place: model.shape(at: place), input: model.inputs.first?.shape ?? [])
    let inner = Shape(Array(tensor.shape.extents.dropFirst()))
    if tensor.shape == shapes.place { return .values(tensor.reshaped([1] + tensor.shape)) }
    if inner == shapes.place { return .values(tensor) }
    if model.inputs.count == 1 {
      if tensor.shape == shapes.input { return .inputs(Inputs(tensor.reshaped([1] + tensor.shape))) }
      if inner == shapes.input { return .inputs(Inputs(tensor)) }
    }
    throw AttributionError.referenceShape(expected: shapes.place, found: tensor.shape)
  }
}

extension Run {
  /// What the network reads for these samples.
  func inputs(_ indices: [Int]) throws -> Inputs { try inputs(indices, of: currentModel()) }

  /// What another network than the one at hand reads for them.
  func inputs(_ indices: [Int], of model: Model) throws -> Inputs {
    Inputs(try currentData().inputs(indices, named: model.inputs.map(\.name)))
  }

  /// The same with padding in place of every token of the texts that was not added to mark their ends: that of the
  /// tokenizer that cut the text, whichever is at hand now.
  fileprivate func padded(_ indices: [Int], _ which: PaddedTexts, of model: Model) throws -> Inputs {
    let data = try currentData()
    guard let texts = data.texts else {
      throw Mistake.failed(
        "padding stands for the tokens of texts: write sample text=\"...\" first, or baseline=zeros")
    }
    if let missing = indices.first(where: { !texts.indices.contains($0) }) {
      throw Mistake.noSample(missing, data: data.name, count: data.count)
    }
    if which != .both, let single = indices.first(where: { texts[$0].pair == nil }) {
      throw Mistake.failed(
        "padding:\(which.rawValue) is for one of two texts, and sample \(single) has one: write pair= beside "
          + "text=, or baseline=padding")
    }
    var inputs = try inputs(indices, of: model)
    for (row, index) in indices.enumerated() {
      for (position, token) in texts[index].tokens.enumerated() where !token.isSpecial {
        if which == .first && token.isOfPair || which == .second && !token.isOfPair { continue }
        inputs.tensors[0].values[row * data.shape[0] + position] = Float(texts[index].padding.id)
      }
    }
    return inputs
  }
}
