import Data
public import Models

// Kinds of arguments that a model or data gives a meaning to.

extension Kind where Content == Int {
  /// A layer by its name or its index; gives the index. A name wins over an index.
  public static let layer = Kind("a layer", words: { $0.layerNames }) { (value, scope) throws(Mistake) in
    switch value {
    case .number, .text: break
    default: throw .wrongKind(expected: "the name or the index of a layer", found: value.kind)
    }
    let model = try scope.knownModel()
    guard let index = model.layer(value.word) else {
      throw .noLayer(value.word, model: model.name, names: model.layers.map(\.name))
    }
    return index
  }

  /// A class by its number, or by its name where the data says how classes are called.
  public static let classNumber = Kind("a class", words: { $0.classNames }) { (value, scope) throws(Mistake) in
    if case .text(let name) = value {
      let names = try scope.knownData().classes
      guard let index = names.firstIndex(of: name) else { throw .noClassName(name, names: names) }
      return index
    }
    let number = try Kind.whole().read(value, scope)
    let model = try scope.knownModel()
    guard number >= 0, number < model.classCount else {
      throw .noClass(number, model: model.name, count: model.classCount)
    }
    return number
  }
}

/// Which channels of a layer a condition speaks of.
public enum Channels: Hashable, Sendable {
  /// Each of them, one condition for each.
  case all
  case some([Int])
}

extension Kind where Content == Channels {
  /// Channels of the layer that the same command names by `layer=`.
  public static let channels = Kind("a channel, a list, or all", words: { _ in ["all"] }) { (value, scope) throws(Mistake) in
    guard let given = scope.arguments.value(named: "layer") else {
      throw scope.arguments.isPending("layer") ? .unknowable : .channelWithoutLayer
    }
    if case .text("all") = value { return .all }
    let channels = try Kind<Int>.whole().list.read(value, scope)
    let model = try scope.knownModel()
    for layer in (given as? [Int]) ?? (given as? Int).map({ [$0] }) ?? [] {
      let count = model.channelCount(of: layer)
      if let wrong = channels.first(where: { !(0..<count).contains($0) }) {
        throw .noChannel(wrong, layer: model.layers[layer].name, count: count)
      }
    }
    return .some(channels)
  }
}

extension Kind where Content == [Int]? {
  /// Samples of the current data by index; nil stands for all of them. Takes what `sample` gave, too.
  public static let samples = Kind("a sample, a range, a list, or all", words: { _ in ["all"] }) {
    (value, scope) throws(Mistake) in
    if case .text("all") = value { return nil }
    if case .result(let samples as SampleSet) = value { return samples.indices }
    let indices = try Kind<Int>.whole().list.read(value, scope)
    let data = try scope.knownData()
    if let wrong = indices.first(where: { !(0..<data.count).contains($0) }) {
      throw .noSample(wrong, data: data.name, count: data.count)
    }
    return indices
  }
}

extension Scope {
  fileprivate var layerNames: [String] {
    if case .known(let model) = model { return model.layers.map(\.name) }
    return []
  }

  fileprivate var classNames: [String] {
    if case .known(let data) = data { return data.classes }
    return []
  }
}

extension Model {
  /// The number of channels of a layer's output: its first extent.
  func channelCount(of layer: Int) -> Int {
    layers[layer].shape.extents.first ?? 0
  }
}
