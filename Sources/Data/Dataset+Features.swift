public import Tensors

// What explanations of tables ask of data.

extension Dataset {
  /// A feature of a sample as it stands in the data, before any preparation: "age=42", "colour=red".
  public func text(_ group: FeatureGroup, ofSample index: Int) throws -> String {
    group.text(try raw(group.columns, ofSample: index))
  }

  /// The values of some features of a sample as they stand in the data, before any preparation.
  public func raw(_ columns: Range<Int>, ofSample index: Int) throws -> [Float] {
    guard (0..<count).contains(index) else {
      throw DataError.noSample(name: name, index: index, count: count)
    }
    guard case .numbers(let numbers) = samples else { return Array(try sample(index).values[columns]) }
    let start = index * shape.count
    return Array(numbers[start + columns.lowerBound..<start + columns.upperBound])
  }

  /// The mean over samples, prepared as a network gets them, added up in Float64: of the shape of a sample.
  ///
  /// - Parameter check: asked now and then; throws `CancellationError` to stop.
  public func mean(of indices: some Collection<Int>, check: () throws -> Void = {}) throws -> Tensor {
    guard !indices.isEmpty else { throw DataError.empty(source: "the choice of samples") }
    var sums = [Double](repeating: 0, count: shape.count)
    var rest = indices[...]
    while !rest.isEmpty {
      try check()
      let batch = try samples(rest.prefix(64))
      rest = rest.dropFirst(64)
      for row in 0..<batch.shape[0] {
        for index in sums.indices { sums[index] += Double(batch.values[row * sums.count + index]) }
      }
    }
    return Tensor(shape, sums.map { Float($0 / Double(indices.count)) })
  }

  /// The least, mean and largest value of a feature over all samples and their steps, before any preparation, added up
  /// in Float64.
  public func spread(ofColumn column: Int) throws -> (low: Double, mean: Double, high: Double) {
    var (low, sum, high) = (Double.infinity, 0.0, -Double.infinity)
    func take(_ value: Double) { (low, sum, high) = (min(low, value), sum + value, max(high, value)) }
    let steps = shape.rank == 2 ? shape[0] : 1
    if case .numbers(let numbers) = samples {
      for start in stride(from: column, to: numbers.count, by: shape.count / steps) {
        take(Double(numbers[start]))
      }
    } else {
      for index in 0..<count { take(Double(try raw(column..<column + 1, ofSample: index)[0])) }
    }
    return (low, sum / Double(count * steps), high)
  }

  /// At most `limit` samples to compare with, chosen at random by the seed, in the order of the data.
  public func background(_ limit: Int, seed: UInt64) throws(DataError) -> [Int] {
    try Selection(limit: limit, seed: seed).indices(of: count) ?? Array(0..<count)
  }
}
