import Models
import Tensors

/// Some channels of a layer, and, if positions are given, only their neurons there.
public struct Unit: Hashable, Sendable {
  public let layer: Int
  public let channels: [Int]
  /// Row-major positions behind the channel axis; nil for all of them.
  public let positions: [Int]?

  public init(layer: Int, channels: [Int], positions: [Int]? = nil) {
    self.layer = layer
    self.channels = channels
    self.positions = positions
  }
}

extension Model {
  /// 1 for the neurons of a unit, 0 for the others of its layer.
  func mask(_ unit: Unit) -> Tensor {
    let shape = layers[unit.layer].shape
    let positions = shape.count / max(1, shape.extents.first ?? 1)
    var mask = Tensor(shape, repeating: 0)
    for channel in unit.channels {
      for position in unit.positions ?? Array(0..<positions) {
        mask.values[channel * positions + position] = 1
      }
    }
    return mask
  }
}

/// Which part of a prediction is explained: relevance passes only through the units named. Achtibat et al. 2023.
public struct Condition: Hashable, Sendable {
  public enum Target: Hashable, Sendable {
    /// The logits of these classes; several are added.
    case classes([Int])
    /// The class with the largest logit, sample by sample; the first of equals.
    case predicted
    /// No class: relevance starts at the topmost layer named, with its own activation.
    case layer
  }

  public let units: [Unit]
  public let target: Target

  public init(units: [Unit] = [], target: Target = .predicted) {
    self.units = units
    self.target = target
  }
}

/// What relevance starts from.
public enum InitialRelevance: Hashable, Sendable {
  /// The logits (or activations) themselves.
  case value
  /// Their absolute values.
  case absolute
  /// What they are where they are above 0, else nothing.
  case positive
  case number(Double)
}
