public import Programs
import Tensors

/// A network: layers in an order in which each comes after those it reads.
public struct Model: Sendable {
  public let name: String
  public let inputs: [Input]
  public let layers: [Layer]
  /// The layer that the network ends in.
  public let output: Int
  /// What its reader should know: weights that are no numbers, what was read in another way than the file
  /// says.
  public let remarks: [String]
  /// The axes beside the batch whose extents the file leaves open; see ``with(extents:)``.
  public let freeAxes: [FreeAxis]
  let canonical = Canonical()
  let source: Source?
  let unread: UnreadWeights

  /// An axis whose extent was chosen when the network was read, under the name that the file has for it.
  public struct FreeAxis: Hashable, Sendable {
    public let name: String
    public let extent: Int
  }

  public init(name: String, inputs: [Input], layers: [Layer], output: Int, remarks: [String] = []) {
    self.init(
      name: name, inputs: inputs, layers: layers, output: output, remarks: remarks, freeAxes: [], source: nil,
      unread: UnreadWeights())
  }

  init(
    name: String, inputs: [Input], layers: [Layer], output: Int, remarks: [String], freeAxes: [FreeAxis],
    source: Source?, unread: UnreadWeights
  ) {
    self.name = name
    self.inputs = inputs
    self.layers = layers
    self.output = output
    self.remarks = remarks
    self.freeAxes = freeAxes
    self.source = source
    self.unread = unread
  }

  /// The layer whose values are the logits: explanations start there.
  ///
  /// It is the output, or, in a network that ends in a softmax, what that reads.
  public var logits: Int {
    guard layers[output].operation.kind == .softmax, case .layer(let operand) = layers[output].operands.first
    else { return output }
    return operand
  }

  /// The number of logits.
  public var classCount: Int { layers[output].shape.count }

  /// The layer of that name, or, where no layer is called so, of that index.
  public func layer(_ reference: String) -> Int? {
    layers.firstIndex { $0.name == reference }
      ?? Int(reference).flatMap { layers.indices.contains($0) ? $0 : nil }
  }

  /// Writes the forward pass: the term of each layer's output.
  ///
  /// - Parameters:
  ///   - inputs: one term for each of the model's inputs, of its shape.
  ///   - overriding: layers whose output is taken from here instead of being computed.
  public func forward(_ inputs: [Term], overriding: [Int: Term] = [:]) -> [Term] {
    var terms: [Term] = []
    for (index, layer) in layers.enumerated() {
      let operands = layer.operands.map { operand in
        switch operand {
        case .input(let position): inputs[position]
        case .layer(let index): terms[index]
        }
      }
      terms.append(overriding[index] ?? layer.operation.forward(operands))
    }
    return terms
  }
}
