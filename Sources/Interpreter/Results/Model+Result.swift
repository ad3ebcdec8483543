public import Figures
public import Models
import Programs
import Tensors

extension Model: Result {
  public static let kind = "model"
  public static let fields: [Field<Model>] = [
    Field("name", "what it is called") { .text($0.name) },
    Field("layers", "how many layers it has") { .number(Double($0.layers.count)) },
    Field("classes", "how many classes it tells apart") { .number(Double($0.classCount)) },
    Field("parameters", "how many numbers it has learned") { .number(Double($0.parameterCount)) },
  ]

  public var summary: String {
    let shapes = inputs.map(\.shape.description).joined(separator: " and ")
    return "\(name): \(layers.count) layers, \(parameterCount) parameters, input \(shapes), "
      + "\(classCount) class\(classCount == 1 ? "" : "es")"
  }

  public var table: Table? { get throws { try Layers(self).table } }

  /// What several layers share counts once.
  var parameterCount: Int { Set(layers.flatMap(\.operation.parameters)).reduce(0) { $0 + $1.shape.count } }
}

extension Layer {
  var parameterCount: Int { operation.parameters.reduce(0) { $0 + $1.shape.count } }
}
