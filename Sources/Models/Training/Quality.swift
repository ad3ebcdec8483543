import Tensors

extension Training.Quality {
  /// The share of samples whose class gets the largest output; a single output stands for the second of two
  /// classes where it is above 0.
  ///
  /// - Parameter examples: those that the outputs are for.
  public func accuracy(_ examples: Examples) -> Double {
    let width = examples.outputs
    func label(_ values: ArraySlice<Float>, above bound: Float) -> Int? {
      width == 1
        ? values.first.map { $0 > bound ? 1 : 0 }
        : values.indices.max { values[$0] < values[$1] }.map { $0 - values.startIndex }
    }
    let answers = examples.count * examples.steps
    let right = (0..<answers).count { row in
      let range = row * width..<(row + 1) * width
      return label(outputs.values[range], above: 0) == label(examples.targets.values[range], above: 0.5)
    }
    return Double(right) / Double(max(1, answers))
  }

  /// 1 - the squared error over the variance of the targets: R².
  public func explained(_ examples: Examples) -> Double {
    let (targets, width) = (examples.targets.values, examples.targets.shape[1])
    let count = Double(max(1, examples.count))
    let variances = (0..<width).map { column -> Double in
      let numbers = stride(from: column, to: targets.count, by: width).map { Double(targets[$0]) }
      let mean = numbers.reduce(0, +) / count
      return numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    }
    return 1 - loss * Double(width) / max(variances.reduce(0, +), .leastNonzeroMagnitude)
  }
}
