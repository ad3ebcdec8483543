import ONNX
import Programs

/// What a node tells of the module it was exported from.
struct LayerOrigin {
  /// The module's path: "features.4", or nil where the node tells none.
  let module: String?
  /// What the node does in its module: "Relu", "Add_1".
  let leaf: String

  init(_ node: NodeMessage) {
    if node.name.hasPrefix("/") {
      let parts = node.name.split(separator: "/").map(String.init)
      module = Self.path(parts.dropLast())
      leaf = parts.last ?? node.operation
    } else if let scopes = node.metadata["pkg.torch.onnx.name_scopes"].map(Self.list), let last = scopes.last
    {
      module = scopes.dropLast().last { !$0.isEmpty }
      leaf = last
    } else {
      module = nil
      leaf = node.name.isEmpty ? node.operation : node.name
    }
  }

  /// The name to number where the module's own is taken: "features.Add", but "features.relu" for a relu used
  /// again.
  var base: String {
    guard let module else { return leaf }
    let last = module.split(separator: ".").last ?? ""
    return leaf.hasPrefix(last) ? module : module + "." + leaf
  }

  /// "layer1/layer1.0/conv1" is layer1.0.conv1: a part that begins with the one before it stands for both.
  private static func path(_ parts: some Sequence<String>) -> String? {
    var path: [String] = []
    for part in parts {
      if let last = path.last, part.hasPrefix(last + ".") { path.removeLast() }
      path.append(part)
    }
    return path.isEmpty ? nil : path.joined(separator: ".")
  }

  /// The entries of a list as Python prints it: ['', 'relu1', 'relu'].
  private static func list(_ text: String) -> [String] {
    let body = text.dropFirst().dropLast()
    return body.split(separator: ",").map { entry in
      String(entry.drop { $0 == " " }).trimmingQuotes
    }
  }
}

extension String {
  fileprivate var trimmingQuotes: String {
    guard count >= 2, let first, first == last, first == "'" || first == "\"" else { return self }
    return String(dropFirst().dropLast())
  }
}

/// The names of layers, each its own.
///
/// A layer with weights has the name of the module that they belong to; then come modules that a node tells
/// of, each for the first layer in it; what is left is called after its module and what it does there, and
/// numbered where that is taken.
struct Names {
  private(set) var names: [String]
  private var taken = Set<String>()

  init(_ layers: [(origin: LayerOrigin, operation: any Operation)]) {
    names = layers.map { _ in "" }
    for (index, layer) in layers.enumerated() { give(Self.module(ofWeightsIn: layer.operation), to: index) }
    for (index, layer) in layers.enumerated() { give(layer.origin.module, to: index) }
    for (index, layer) in layers.enumerated() {
      let base = layer.origin.base
      give(base, to: index)
      var number = 1
      while names[index].isEmpty {
        give("\(base)_\(number)", to: index)
        number += 1
      }
    }
  }

  private mutating func give(_ name: String?, to index: Int) {
    guard let name, names[index].isEmpty, taken.insert(name).inserted else { return }
    names[index] = name
  }

  /// "features.27" for weights called "features.27.weight".
  private static func module(ofWeightsIn operation: any Operation) -> String? {
    for parameter in operation.parameters {
      for ending in [".weight", ".bias"] where parameter.name.hasSuffix(ending) {
        return String(parameter.name.dropLast(ending.count))
      }
    }
    return nil
  }
}
