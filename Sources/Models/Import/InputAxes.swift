import ONNX
import Programs
import Tensors

extension Importer {
  /// The batch is the first axis, unless another one is the only symbolic axis of numbers; other symbolic axes are
  /// free.
  mutating func add(_ message: ValueMessage) throws(ImportError) {
    func refusal(_ reason: String) -> ImportError { .input(name: message.name, reason: reason) }
    // Beside what the network reads there may be a number for each sample, such as the length of a sequence.
    guard let extents = message.extents, extents.count > (firstInput == nil ? 1 : 0) else {
      throw refusal("has no batch axis: export the model with an input of at least two axes")
    }
    let symbols = extents.indices.filter { if case .symbol = extents[$0] { true } else { false } }
    let isWhole = message.isInteger || message.isBoolean
    let batch = symbols.count == 1 && !isWhole ? symbols[0] : 0
    guard symbols.count <= 1 || symbols[0] == 0 else {
      throw refusal(
        "has more than one axis of unknown extent, but a fixed first one: export the model with the batch first"
      )
    }
    var sample: [Int] = []
    var count = 1
    for (axis, extent) in extents.enumerated() {
      let number =
        switch extent {
        case .number(let number): number
        case .symbol(let name): axis == batch ? 1 : free(name.isEmpty ? "\(message.name).\(axis)" : name)
        }
      guard number >= 1, number <= Self.largestSignal / count else {
        throw refusal("has an impossible shape")
      }
      if axis != batch {
        sample.append(number)
        count *= number
      } else if case .number = extent {
        samples = number
      }
    }
    let operand = Layer.Operand.input(inputs.count)
    let content: Signal.Content = message.isBoolean ? .truths : message.isInteger ? .wholeNumbers : .numbers
    let signal = Signal(
      operand: operand, shape: Shape(sample), batch: batch, content: content, isInteger: message.isInteger)
    values[message.name] = .signal(signal)
    terms[operand] = builder.input(message.name, Type(signal.shape, varying: .sample))
    if firstInput == nil { firstInput = signal }
    inputs.append(
      Model.Input(name: message.name, shape: signal.shape, content: isWhole ? .wholeNumbers : .numbers))
  }

  /// The extent of the free axis of that name.
  private mutating func free(_ name: String) -> Int {
    if let known = freeAxes.first(where: { $0.name == name }) { return known.extent }
    let extent = extents[name] ?? Model.standardExtent
    if extents[name] == nil {
      remarks.append("the file leaves the extent of axis '\(name)' free: it is read with \(extent)")
    }
    freeAxes.append(Model.FreeAxis(name: name, extent: extent))
    return extent
  }

  /// The inputs, where those that index a table know how many rows it has.
  func inputs(of layers: [Layer]) -> [Model.Input] {
    var vocabularies: [Int: Int] = [:]
    for layer in layers {
      guard let embedding = layer.operation as? Embedding, var operand = layer.operands.first else {
        continue
      }
      while case .layer(let index) = operand, layers[index].operation.kind == .arrangement,
        layers[index].operands.count == 1
      {
        operand = layers[index].operands[0]
      }
      guard case .input(let input) = operand else { continue }
      vocabularies[input] = min(vocabularies[input] ?? .max, embedding.table.shape[0])
    }
    return inputs.enumerated().map { index, input in
      guard input.content == .wholeNumbers, let vocabulary = vocabularies[index] else { return input }
      return Model.Input(name: input.name, shape: input.shape, content: .tokens(vocabulary: vocabulary))
    }
  }
}
