import Figures
import Models
import Programs
import Tensors

/// The layers of a model, one in each row.
struct Layers: Result {
  static let kind = "layers"
  static let fields: [Field<Layers>] = [
    Field("count", "how many there are") { .number(Double($0.layers.rows.count)) }
  ]

  private let layers: Table

  init(_ model: Model) throws {
    layers = try Table(
      columns: ["index", "name", "kind", "output", "parameters", "operations"],
      rows: try model.layers.enumerated().map { index, layer in
        [
          .integer(index), .text(layer.name), .text(layer.operation.kind.rawValue),
          .text(layer.shape.extents.map(String.init).joined(separator: "x")), .integer(layer.parameterCount),
          .integer(try model.operations(of: layer)),
        ]
      })
  }

  var summary: String { layers.summary }
  var table: Table? { layers }
  var figure: (any Figure)? { layers }
}

extension Model {
  /// Floating-point operations of a layer for one sample.
  fileprivate func operations(of layer: Layer) throws -> Int {
    let builder = Builder()
    let operands = layer.operands.enumerated().map { position, operand in
      switch operand {
      case .input(let input): builder.input("\(position)", Type(inputs[input].shape, varying: .sample))
      case .layer(let index): builder.input("\(position)", Type(layers[index].shape, varying: .sample))
      }
    }
    let program = try builder.program([("output", layer.operation.forward(operands))])
    return program.nodes.indices.reduce(0) { $0 + program.operations(at: $1) }
  }
}
