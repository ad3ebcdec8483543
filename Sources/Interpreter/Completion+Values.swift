import Attributions
import Concepts
import Data
import Language
import Models
import Tensors

// What may stand as a value of an argument.
extension Interpreter {
  func values(
    of parameter: any Parameter, _ typed: String, _ standing: Standing, _ list: (String) -> [String]
  ) -> [Completion.Candidate] {
    let words = parameter.words(in: session.scope).map { word in
      Completion.Candidate(
        word.hasPrefix("\"") ? word : quoted(word, always: false), summary(of: word, for: parameter))
    }
    return ranges(of: parameter, typed, standing) + words + units(of: parameter, typed)
      + (endings(of: parameter, standing).map { files(typed, $0, list) } ?? [])
  }

  /// Numbers, as their range: nobody chooses one of 64 from a list.
  private func ranges(of parameter: any Parameter, _ typed: String, _ standing: Standing)
    -> [Completion.Candidate]
  {
    guard typed.isEmpty else { return [] }
    func range(_ count: Int, _ summary: String) -> [Completion.Candidate] {
      count > 0 ? [.init("0..\(count - 1)", summary)] : []
    }
    switch parameter.kindName {
    case Kind<Choice>.channels.name:
      guard let model = session.model,
        let layer = standing.given["layer"].flatMap({ model.layer(unquoted($0)) })
      else { return [] }
      let count = model.channelCount(of: layer)
      return range(count, "the \(count) channels of layer \(model.layers[layer].name)")
    case Kind<[Int]?>.samples.name:
      return session.data.map { range($0.count, "the \($0.count) samples of \($0.name)") } ?? []
    case _ where parameter.name == "concept":
      return session.concepts.map { range($0.count, "the concepts that were extracted last") } ?? []
    default: return []
    }
  }

  /// `layer:channel` and `layer:rule`.
  private func units(of parameter: any Parameter, _ typed: String) -> [Completion.Candidate] {
    let isRule = parameter.kindName.hasPrefix(Kind<LayerRule>.layerRule.name)
    guard isRule || parameter.kindName.hasPrefix(Kind<Attributions.Unit>.unit.name), let model = session.model
    else { return [] }
    guard let colon = typed.lastIndex(of: ":") else {
      return model.layers.indices.map { .init("\(model.layers[$0].name):", model.summary(ofLayer: $0)) }
    }
    guard isRule, let layer = model.layer(String(typed[..<colon])) else { return [] }
    return Rule.names(fitting: layer, of: model).map { .init("\(typed[..<colon]):\($0)") }
  }

  private func summary(of word: String, for parameter: any Parameter) -> String {
    if parameter.kindName.hasPrefix(Kind<Int>.layer.name), let model = session.model,
      let layer = model.layer(word)
    {
      return model.summary(ofLayer: layer)
    }
    if parameter.kindName.hasPrefix(Kind<Int>.classNumber.name),
      let number = session.data?.classes.firstIndex(of: word)
    {
      return "class \(number)"
    }
    // Keys that take words say what each of them means: "gradient: the slope; ig: ...".
    for part in parameter.summary.split(separator: ";") {
      let part = part.drop { $0 == " " }
      if part.hasPrefix("\(word): ") { return String(part.dropFirst(word.count + 2)) }
    }
    return ""
  }
}

extension Model {
  /// "convolution, 64x7x7"
  fileprivate func summary(ofLayer index: Int) -> String {
    let layer = layers[index]
    return
      "layer \(index): \(layer.operation.kind.rawValue), \(layer.shape.extents.map(String.init).joined(separator: "x"))"
  }
}

extension Value {
  /// The fields that `.name` takes.
  var fieldSummaries: [(name: String, summary: String)] {
    if case .result(let result) = self { return type(of: result).fieldSummaries }
    return fields.map { ($0.name, $0.value.description) }
  }
}

extension Result {
  fileprivate static var fieldSummaries: [(name: String, summary: String)] {
    fields.map { ($0.name, $0.summary) }
  }
}
