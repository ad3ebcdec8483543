package import Tensors

/// How far two results are from a finer integral in Float64, and from the sum that both should have; ours first.
package struct Accuracy: Codable, Hashable, Sendable {
  /// What decides whether our result is as good as it should be.
  package enum Standard: Hashable, Sendable {
    /// Our error: no more than this.
    case error(Double)
    /// Our error: no more than the peer's.
    case peerError
    /// Our residual: no more than the peer's.
    case peerResidual
  }

  /// Σ |a - b| / Σ |b| over all entries, b being the finer integral.
  package let errors: [Double]
  /// Σ |Σ a - (f(x) - f(x'))| / Σ |f(x) - f(x')|, the outer sums over rows.
  package let residuals: [Double]
  /// Whether ours is as good as is asked for.
  package let suffices: Bool

  /// - Parameters:
  ///   - ours: [rows, ...], and so are the others; of ours the first rows are looked at.
  ///   - differences: f(x) - f(x') of each row.
  package init(
    _ ours: Tensor, _ theirs: Tensor, reference: Tensor, differences: [Double], standard: Standard
  ) throws {
    let rows = differences.count
    guard ours.rank > 0, ours.shape[0] >= rows, theirs.count == reference.count,
      ours.rows(0..<rows).count == reference.count
    else { throw Failure("our result has the shape \(ours.shape), the finer one \(reference.shape)") }
    let results = [ours.rows(0..<rows), theirs]
    errors = results.map { result in
      let distance = zip(result.values, reference.values).reduce(0) { $0 + abs(Double($1.0) - Double($1.1)) }
      return distance / reference.values.reduce(0) { $0 + Double(abs($1)) }
    }
    residuals = results.map { result in
      let size = result.count / max(1, rows)
      let missing = differences.enumerated().reduce(0) { sum, row in
        let values = result.values[row.offset * size..<(row.offset + 1) * size]
        return sum + abs(values.reduce(0) { $0 + Double($1) } - row.element)
      }
      return missing / differences.reduce(0) { $0 + abs($1) }
    }
    suffices =
      switch standard {
      case .error(let most): errors[0] <= most
      case .peerError: errors[0] <= errors[1]
      case .peerResidual: residuals[0] <= residuals[1]
      }
  }

  var text: String {
    func pair(_ numbers: [Double]) -> String { "\(numbers[0].short) (\(numbers[1].short))" }
    return "error \(pair(errors)), residual \(pair(residuals))"
  }
}
