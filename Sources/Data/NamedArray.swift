public import Tensors

/// An array beside the main one of a data set: one entry for each sample.
public struct NamedArray: Sendable {
  public let name: String
  /// The shape of one entry.
  public let shape: Shape
  /// All entries, one after the other.
  let values: [Float]

  /// Throws where a value is not finite.
  init(_ name: String, shape: Shape, _ values: [Float], source: String) throws(DataError) {
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      let (sample, offset) = index.quotientAndRemainder(dividingBy: shape.count)
      throw .notFinite(
        source: "\(source), array '\(name)'", sample: sample, position: shape.position(offset),
        value: values[index])
    }
    self.init(name: name, shape: shape, values: values)
  }

  private init(name: String, shape: Shape, values: [Float]) {
    (self.name, self.shape, self.values) = (name, shape, values)
  }

  func rows(_ indices: [Int]) -> NamedArray {
    let size = shape.count
    return NamedArray(
      name: name, shape: shape, values: indices.flatMap { values[$0 * size..<($0 + 1) * size] })
  }

  func tensor(_ indices: some Collection<Int>) -> Tensor {
    Tensor([indices.count] + shape, rows(Array(indices)).values)
  }
}

extension Dataset {
  /// What a network reads: for each of its inputs one tensor `[N] + shape`, of samples `indices` in that order.
  ///
  /// A network with one input reads the samples themselves, unless an array is called like it. Positions of tokens,
  /// which no data needs to hold, are counted.
  ///
  /// - Parameter names: what the network calls its inputs, in its order.
  /// - Throws: `DataError.noInput` naming what there is.
  public func inputs(_ indices: some Collection<Int>, named names: [String]) throws -> [Tensor] {
    if let wrong = indices.first(where: { $0 < 0 || $0 >= count }) {
      throw DataError.noSample(name: name, index: wrong, count: count)
    }
    return try names.map { input in
      let synonyms = Dataset.synonyms.first { $0.contains(input) } ?? [input]
      if let array = ([input] + synonyms).lazy.compactMap({ name in arrays.first { $0.name == name } }).first
      {
        return array.tensor(indices)
      }
      if names.count == 1 { return try samples(indices) }
      if Dataset.positions.contains(input), shape.rank == 1 {
        let row = (0..<shape[0]).map { Float($0) }
        return Tensor([indices.count] + shape, indices.flatMap { _ in row })
      }
      throw DataError.noInput(
        name: self.name, input: input, names: arrays.isEmpty ? ["samples"] : arrays.map(\.name))
    }
  }

  /// Names that exporters give to the same thing.
  private static let synonyms: [[String]] = [
    ["input_ids", "ids", "input", "tokens"],
    ["attention_mask", "input_mask", "mask"],
    ["token_type_ids", "segment_ids"],
  ]

  private static let positions = ["position_ids", "positions"]
}
