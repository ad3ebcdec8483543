import Attributions
import Models
import Tensors

/// A tensor for each of some layers: `.relevance["conv2"]`.
struct ByLayer: Result {
  static let kind = "tensors by layer"
  static let fields: [Field<ByLayer>] = []

  private let tensors: [(name: String, index: Int, tensor: Tensor)]

  init(_ values: [Attribution.LayerValues], _ model: Model) {
    tensors = values.map { (name: model.layers[$0.layer].name, index: $0.layer, tensor: $0.values) }
  }

  var names: [String] { tensors.map(\.name) }
  var entryNames: [String]? { names }

  /// By name or by index; a name wins.
  func entry(_ name: String) -> Value? {
    let found = tensors.first { $0.name == name } ?? tensors.first { String($0.index) == name }
    return found.map { .tensor($0.tensor) }
  }

  var summary: String {
    tensors.isEmpty
      ? "no layer was recorded" : tensors.map { "\($0.name): \($0.tensor.summary)" }.joined(separator: "\n")
  }

  /// The tensor, where there is only one.
  var tensor: Tensor? { tensors.count == 1 ? tensors[0].tensor : nil }

  var archive: [(key: String, tensor: Tensor)]? { tensors.map { (key: $0.name, tensor: $0.tensor) } }

  func archive(prefix: String) -> [(key: String, tensor: Tensor)] {
    tensors.map { (key: "\(prefix)/\($0.name)", tensor: $0.tensor) }
  }
}
