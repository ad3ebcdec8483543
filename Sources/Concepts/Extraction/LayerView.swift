import Execution
import Tensors

/// What of a layer's output is learnt from, as one row of features for each sample.
public enum LayerView: String, Codable, CaseIterable, Hashable, Sendable {
  /// All entries.
  case flattened
  /// The mean of each channel over its positions.
  case mean
  /// The principal components along which the standardised entries vary most.
  case components

  /// - Parameter output: [samples, channels, positions...]
  func entries(of output: Tensor) -> Tensor {
    let samples = output.shape[0]
    let columns = output.count / max(1, samples)
    guard self == .mean, output.rank > 2 else { return output.reshaped([samples, columns]) }
    let channels = output.shape[1]
    let positions = columns / channels
    return Tensor(
      [samples, channels],
      (0..<samples * channels).map { channel in
        let sum = output.values[channel * positions..<(channel + 1) * positions].reduce(0) { $0 + Double($1) }
        return Float(sum / Double(positions))
      })
  }
}

/// A view of a layer that was fitted to some rows, so that others are seen the same way.
public struct FittedView: Codable, Hashable, Sendable {
  public let view: LayerView
  let scale: Standardization
  /// [components, entries], where the view is of components.
  let directions: Tensor?

  /// The number of features.
  public var features: Int { directions?.shape[0] ?? scale.means.count }

  /// The features of other samples: [samples, features].
  ///
  /// - Parameter output: [samples, channels, positions...]
  func rows(of output: Tensor) throws -> Tensor {
    let entries = view.entries(of: output)
    guard entries.shape[1] == scale.means.count else {
      throw LearningError.shape(
        "the outputs of a layer", output.shape, expected: "\(scale.means.count) entries for each sample")
    }
    let scaled = scale.scaled(entries)
    guard let directions else { return scaled }
    return try LinearAlgebra.multiply(scaled, directions, transposeRight: true)
  }

  /// The views that tell of a layer's output by something else than the ones before, with the features of these samples;
  /// none of a layer that gives the same for all.
  ///
  /// - Parameters:
  ///   - output: [samples, channels, positions...]
  ///   - components: the most principal components.
  static func all(of output: Tensor, components: Int) throws -> [(view: FittedView, rows: Tensor)] {
    let entries = LayerView.flattened.entries(of: output)
    try entries.checkAsTable("the outputs of a layer")
    let scale = Standardization(entries)
    let flattened = scale.scaled(entries)
    // What never varies tells nothing.
    guard flattened.values.contains(where: { $0 != 0 }) else { return [] }
    var views = [(FittedView(view: .flattened, scale: scale, directions: nil), flattened)]
    if output.rank > 2 {
      let means = LayerView.mean.entries(of: output)
      let scale = Standardization(means)
      views.append((FittedView(view: .mean, scale: scale, directions: nil), scale.scaled(means)))
    }
    if min(flattened.shape[0] - 1, flattened.shape[1]) > components {
      let directions = try PrincipalComponents(flattened, components: components).components
      let view = FittedView(view: .components, scale: scale, directions: directions)
      views.append((view, try LinearAlgebra.multiply(flattened, directions, transposeRight: true)))
    }
    return views
  }
}
