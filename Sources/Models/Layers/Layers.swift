/// One of ONNX's operators: how it becomes a layer, and how it is computed at import where it reads constants
/// only.
struct Operator: Sendable {
  let name: String
  let layer: @Sendable (Node) throws(ImportError) -> Piece
  var folding: (@Sendable (Node) throws(ImportError) -> Literal?)?

  static let all: [Operator] = [
    Operator(name: "Add", layer: Arithmetic.add, folding: Arithmetic.foldAdd),
    Operator(name: "AveragePool", layer: AveragePool.read),
    Operator(name: "BatchNormalization", layer: BatchNorm.read),
    Operator(name: "Cast", layer: Identity.cast, folding: Identity.foldCast),
    Operator(name: "Clip", layer: Activation.clip),
    Operator(name: "Concat", layer: Concatenation.read, folding: Concatenation.fold),
    Operator(name: "Constant", layer: Repeated.read, folding: Repeated.foldConstant),
    Operator(name: "ConstantOfShape", layer: Repeated.readOfShape, folding: Repeated.foldOfShape),
    Operator(name: "Conv", layer: Convolution.read),
    Operator(name: "Div", layer: Arithmetic.divide, folding: Arithmetic.foldDivide),
    Operator(name: "Dropout", layer: Identity.read, folding: Identity.fold),
    Operator(name: "Elu", layer: Activation.elu),
    Operator(name: "Expand", layer: Expansion.read, folding: Expansion.fold),
    Operator(name: "Flatten", layer: Reshape.flatten),
    Operator(name: "Gather", layer: Gathering.read, folding: Gathering.fold),
    Operator(name: "Gemm", layer: Linear.gemm),
    Operator(name: "GlobalAveragePool", layer: Mean.global),
    Operator(name: "HardSigmoid", layer: Activation.hardSigmoid),
    Operator(name: "HardSwish", layer: Activation.hardSwish),
    Operator(name: "Identity", layer: Identity.read, folding: Identity.fold),
    Operator(name: "LeakyRelu", layer: Activation.leakyRelu),
    Operator(name: "LogSoftmax", layer: Softmax.logarithm),
    Operator(name: "MatMul", layer: MatrixProduct.read),
    Operator(name: "MaxPool", layer: MaxPool.read),
    Operator(name: "Mul", layer: Arithmetic.multiply, folding: Arithmetic.foldMultiply),
    Operator(name: "Pad", layer: Padding.read),
    Operator(name: "ReduceMean", layer: Mean.reduce),
    Operator(name: "ReduceSum", layer: Total.read),
    Operator(name: "Relu", layer: Relu.read),
    Operator(name: "Reshape", layer: Reshape.read, folding: Reshape.fold),
    Operator(name: "Shape", layer: Shapes.read, folding: Shapes.fold),
    Operator(name: "Sigmoid", layer: Activation.sigmoid),
    Operator(name: "Slice", layer: Slicing.read, folding: Slicing.fold),
    Operator(name: "Softmax", layer: Softmax.read),
    Operator(name: "Softplus", layer: Activation.softplus),
    Operator(name: "Squeeze", layer: Reshape.squeeze, folding: Reshape.foldSqueeze),
    Operator(name: "Sub", layer: Arithmetic.subtract, folding: Arithmetic.foldSubtract),
    Operator(name: "Tanh", layer: Activation.tanh),
    Operator(name: "Transpose", layer: Transposition.read, folding: Transposition.fold),
    Operator(name: "Unsqueeze", layer: Reshape.unsqueeze, folding: Reshape.foldUnsqueeze),
  ]

  static let named = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}
