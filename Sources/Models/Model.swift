public import Programs
public import Tensors

/// A network: layers in an order in which each comes after those it reads.
public struct Model: Sendable {
  public struct Input: Hashable, Sendable {
    public let name: String
    /// The shape of one sample: [channels, height, width], [features], ...
    public let shape: Shape

    public init(name: String, shape: Shape) {
      self.name = name
      self.shape = shape
    }

    /// What programs call this input: nothing else that they read is called so, whatever the file's name is.
    package var programName: String { "input \(name)" }

    /// The input as a program reads it, for each sample.
    package func term(in builder: Builder) -> Term {
      builder.input(programName, Type(shape, varying: .sample))
    }
  }

  public let name: String
  public let inputs: [Input]
  public let layers: [Layer]
  /// The layer that the network ends in.
  public let output: Int
  /// What its reader should know: weights that are no numbers, what was read in another way than the file
  /// says.
  public let remarks: [String]
  let canonical = Canonical()
  let unread: UnreadWeights

  public init(name: String, inputs: [Input], layers: [Layer], output: Int, remarks: [String] = []) {
    self.init(
      name: name, inputs: inputs, layers: layers, output: output, remarks: remarks, unread: UnreadWeights())
  }

  init(
    name: String, inputs: [Input], layers: [Layer], output: Int, remarks: [String], unread: UnreadWeights
  ) {
    self.name = name
    self.inputs = inputs
    self.layers = layers
    self.output = output
    self.remarks = remarks
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
