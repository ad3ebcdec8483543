public import Attributions
import Data
import Models
import Tensors

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
  public static let classNumber = Kind("a class", words: { $0.classNames }) {
    (value, scope) throws(Mistake) in
    let number: Int
    if case .text(let name) = value {
      let names = try scope.knownData().classes
      guard let index = names.firstIndex(of: name) else { throw .noClassName(name, names: names) }
      number = index
    } else {
      number = try Kind.whole().read(value, scope)
    }
    let model = try scope.knownModel()
    guard number >= 0, number < model.classCount else {
      throw .noClass(number, model: model.name, count: model.classCount)
    }
    return number
  }
}

/// Which channels or classes conditions speak of.
public enum Choice: Hashable, Sendable {
  /// Each of them, one condition for each.
  case all
  /// One condition for each list, which keeps everything in it.
  case each([[Int]])

  /// `all`, a number, a list of numbers, or a list of such lists.
  fileprivate init(
    _ value: Value, number: (Value) throws(Mistake) -> Int
  ) throws(Mistake) {
    if case .text("all") = value {
      self = .all
      return
    }
    func numbers(_ value: Value) throws(Mistake) -> [Int] {
      var numbers: [Int] = []
      for element in value.elements ?? [value] { numbers.append(try number(element)) }
      if numbers.isEmpty { throw .empty(what: "numbers") }
      return numbers
    }
    guard let elements = value.elements, elements.contains(where: { $0.elements != nil }) else {
      self = .each([try numbers(value)])
      return
    }
    var lists: [[Int]] = []
    for element in elements { lists.append(try numbers(element)) }
    self = .each(lists)
  }
}

extension Kind where Content == Choice {
  /// Channels of the layer that the same command names by `layer=`.
  public static let channels = Kind("a channel, a list of them, or all", words: { _ in ["all"] }) {
    (value, scope) throws(Mistake) in
    guard let layer = scope.arguments.value(named: "layer") as? Int else {
      throw scope.arguments.isPending("layer") ? .unknowable : .channelWithoutLayer
    }
    let model = try scope.knownModel()
    return try Choice(value) { (value) throws(Mistake) in
      let channel = try Kind<Int>.whole().read(value, scope)
      try model.check(channel: channel, of: layer)
      return channel
    }
  }

  public static let classes = Kind("a class, a list of them, or all", words: { $0.classNames + ["all"] }) {
    (value, scope) throws(Mistake) in
    try Choice(value) { (value) throws(Mistake) in try Kind<Int>.classNumber.read(value, scope) }
  }
}

extension Kind where Content == Unit {
  /// `layer:channel`, or `layer:channel@[positions]` for single neurons.
  public static let unit = Kind("a unit such as conv2:50") { (value, scope) throws(Mistake) in
    guard case .unit(let unit) = value else {
      throw .wrongKind(expected: "a unit such as conv2:50", found: value.kind)
    }
    let layer = try Kind<Int>.layer.read(.text(unit.layer), scope)
    let model = try scope.knownModel()
    guard let channel = Int(unit.part) else {
      throw .wrongKind(expected: "the index of a channel", found: "text")
    }
    try model.check(channel: channel, of: layer)
    let neurons = model.layers[layer].shape.count / max(1, model.channelCount(of: layer))
    if let wrong = unit.positions?.first(where: { !(0..<neurons).contains($0) }) {
      throw .noNeuron(wrong, layer: model.layers[layer].name, count: neurons)
    }
    return Unit(layer: layer, channels: [channel], positions: unit.positions)
  }
}

/// A relevance rule for a single layer.
public struct LayerRule: Hashable, Sendable {
  public let layer: Int
  public let rule: String
}

extension Kind where Content == LayerRule {
  /// `layer:rule`
  public static let layerRule = Kind("a rule for a layer, such as conv1:gamma") {
    (value, scope) throws(Mistake) in
    guard case .unit(let unit) = value, unit.positions == nil else {
      throw .wrongKind(expected: "a rule for a layer, such as conv1:gamma", found: value.kind)
    }
    let names = Rule.all.map(\.name)
    guard names.contains(unit.part) else { throw .noChoice(unit.part, what: "rule", choices: names) }
    let layer = try Kind<Int>.layer.read(.text(unit.layer), scope)
    let model = try scope.knownModel()
    let fitting = Rule.names(fitting: layer, of: model)
    guard fitting.contains(unit.part) else {
      let (name, kind) = (model.layers[layer].name, model.layers[layer].operation.kind.rawValue)
      throw .unfitRule(unit.part, layer: name, kind: kind, fitting: fitting)
    }
    return LayerRule(layer: layer, rule: unit.part)
  }
}

extension Kind where Content == [Int]? {
  /// Samples of the current data by index; nil stands for all of them. Takes what `sample` gave, too.
  public static let samples = Kind("a sample, a range, a list, or all", words: { _ in ["all"] }) {
    (value, scope) throws(Mistake) in
    let indices: [Int]
    switch value {
    case .text("all"): return nil
    case .result(let samples as SampleSet):
      guard let chosen = samples.indices else { return nil }
      // They were chosen from data that may have been replaced since.
      indices = chosen
    case .nothing: throw .wrongKind(expected: "a sample, a range, a list, or all", found: value.kind)
    default:
      do throws(Mistake) {
        indices = try Kind<Int>.whole().list.read(value, scope)
      } catch .wrongKind(_, let found) {
        throw .wrongKind(expected: "a sample, a range, a list, or all", found: found)
      }
    }
    let data = try scope.knownData()
    if let wrong = indices.first(where: { !(0..<data.count).contains($0) }) {
      throw .noSample(wrong, data: data.name, count: data.count)
    }
    return indices
  }
}

extension Scope {
  var layerNames: [String] {
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

  fileprivate func check(channel: Int, of layer: Int) throws(Mistake) {
    let count = channelCount(of: layer)
    guard (0..<count).contains(channel) else {
      throw .noChannel(channel, layer: layers[layer].name, count: count)
    }
  }
}
