import Programs
import Tensors

/// A network that names the values of concepts where another one names classes; with a bottleneck it names the classes, too,
/// and knows nothing of them but the concepts.
///
/// Its output has a row of logits for each concept, and one for the classes; rows are as long as the longest, and what is not
/// there has a logit of -10⁹.
/// Source: Koh et al. 2020, "Concept bottleneck models"; without a bottleneck a multi-task network (Caruana 1997).
public struct ConceptHeads: Sendable {
  /// The network, with parameters that have learned nothing for the concepts.
  public let model: Model
  /// The number of values of each concept, then of classes where there is a bottleneck.
  public let counts: [Int]
  /// How long rows are.
  public let width: Int
  /// The layer that reads the probabilities of all concepts, [rows · width], and gives the logits of classes.
  public let classLayer: Int?

  /// - Parameters:
  ///   - body: the network whose layers up to the last dense one are taken.
  ///   - values: of each concept.
  ///   - classes: how many there are behind the bottleneck; nil without one.
  /// - Returns: nil where the body does not end in a dense layer that reads a layer's features.
  public init?(_ body: Model, values: [Int], classes: Int?) {
    let last = body.layers[body.logits]
    guard last.operation is Linear, case .layer(let features) = last.operands.first,
      body.layers[features].shape.rank == 1, !values.isEmpty
    else { return nil }
    let concepts = values.count
    let counts = values + (classes.map { [$0] } ?? [])
    let width = max(1, counts.max() ?? 1)
    var layers = Array(body.layers[...features])
    func append(_ name: String, _ operation: any Operation, _ operands: [Int], _ shape: Shape) {
      layers.append(Layer(name: name, operation: operation, operands: operands.map { .layer($0) }, shape: shape))
    }
    func dense(_ name: String, from layer: Int, _ outputs: Int) {
      let inputs = layers[layer].shape.count
      append(
        name,
        Linear(
          weights: Constant(Tensor([outputs, inputs], repeating: 0), name: "\(name).weight"),
          bias: Constant(Tensor([outputs], repeating: 0), name: "\(name).bias"), outputAxis: 0),
        [layer], [outputs])
    }
    func rows(_ name: String, _ counts: [Int]) {
      let shape: Shape = [counts.count, width]
      let missing = counts.flatMap { count in (0..<width).map { $0 < count ? Float(0) : -1e9 } }
      append("\(name) rows", Reshape(shape: shape), [layers.count - 1], shape)
      append(
        name, Arithmetic(sign: .add, constant: (Constant(Tensor(shape, missing), name: "\(name).missing"), false)),
        [layers.count - 1], shape)
    }
    var classLayer: Int?
    dense("concept heads", from: features, concepts * width)
    rows("concepts", values)
    if let classes {
      let logits = layers.count - 1
      append(
        "concept probabilities", Softmax(axis: 1), [logits], [concepts, width])
      append("bottleneck", Reshape(shape: [concepts * width]), [layers.count - 1], [concepts * width])
      dense("class head", from: layers.count - 1, width)
      classLayer = layers.count - 1
      rows("classes", [classes])
      append(
        "concepts and classes", Concatenation(axis: 0, pieces: [nil, nil]), [logits, layers.count - 1],
        [concepts + 1, width])
    }
    (self.counts, self.width, self.classLayer) = (counts, width, classLayer)
    model = Model(
      name: "\(body.name) with concepts", inputs: body.inputs, layers: layers, output: layers.count - 1)
  }
}
