public import Programs
public import Tensors

/// One step of a network: an operation, where its operands come from, and the name its author gave it.
public struct Layer: Sendable {
  public enum Operand: Hashable, Sendable {
    /// The model's input of this position.
    case input(Int)
    /// The output of the layer of this index.
    case layer(Int)
  }

  public let name: String
  public let operation: any Operation
  public let operands: [Operand]
  /// The output for one sample: [channels, height, width], [features], ...
  public let shape: Shape
  /// What training drops of the output.
  public let dropout: Dropout?

  public init(
    name: String, operation: any Operation, operands: [Operand], shape: Shape, dropout: Dropout? = nil
  ) {
    self.dropout = dropout
    self.name = name
    self.operation = operation
    self.operands = operands
    self.shape = shape
  }

  /// The same layer, computing something else.
  public func replacing(_ operation: any Operation) -> Layer {
    Layer(name: name, operation: operation, operands: operands, shape: shape, dropout: dropout)
  }
}

/// What a layer computes, for one sample, as a piece of program.
public protocol Operation: Sendable {
  var kind: LayerKind { get }

  /// Weights, biases and other constants, in the order in which the layer's author lists them.
  var parameters: [Constant] { get }

  /// The output, in terms of the operands. Shapes have no batch axis: samples vary along a leading axis.
  func forward(_ operands: [Term]) -> Term

  /// The versions of ONNX's operators that ``write(_:)`` can be asked for.
  var opsets: ClosedRange<Int> { get }

  /// Writes the layer as nodes of an ONNX file that are read as this operation again.
  ///
  /// - Returns: the value that holds the output.
  func write(_ graph: inout GraphWriter) -> String
}

extension Operation {
  public var parameters: [Constant] { [] }
  public var opsets: ClosedRange<Int> { GraphWriter.opsets }
}

/// An operation that is linear in its one operand, plus a bias: convolutions and dense layers.
///
/// Relevance rules apply it with weights and biases of their own.
public protocol AffineOperation: Operation {
  var weights: Constant { get }
  var bias: Constant? { get }

  /// The linear part: `weights` applied to `operand`, without a bias.
  func linear(_ operand: Term, weights: Term) -> Term

  /// A bias of one number for each output channel, shaped so that it can be added to the output.
  func aligned(_ bias: Term) -> Term

  /// The output channel that each weight belongs to is the weights' axis of this number.
  var outputAxis: Int { get }

  func replacing(weights: Constant, bias: Constant?) -> Self
}

extension AffineOperation {
  public var parameters: [Constant] { [weights] + (bias.map { [$0] } ?? []) }

  public func forward(_ operands: [Term]) -> Term {
    let x = operands[0]
    let z = linear(x, weights: x.builder.constant(weights))
    return bias.map { z + aligned(x.builder.constant($0)) } ?? z
  }
}

/// What a relevance rule needs to know of a layer to choose how it is treated.
public enum LayerKind: String, Hashable, Sendable, CaseIterable {
  case convolution, linear
  case batchNorm = "batch-norm"
  /// The vectors of tokens, from a table.
  case embedding
  /// Layer normalisation, over the features of each position.
  case layerNorm = "layer-norm"
  case relu
  /// Elementwise functions other than ReLU that carry signals: sigmoid, tanh, GELU, ELU, hard swish, ...
  case activation
  case averagePool = "average-pool"
  case maxPool = "max-pool"
  /// A sum of branches.
  case sum
  case product
  /// A signal times a constant, or with a constant added.
  case scaling
  /// Moves entries without changing them: flatten, reshape, transpose, concatenate, pad, slice, ...
  case arrangement
  case softmax
  /// A signal times a gate: something between 0 and 1 that a sigmoid computes.
  case gate
  /// A layer that walks over the steps of a sequence with a state.
  case recurrence
  case other
}
