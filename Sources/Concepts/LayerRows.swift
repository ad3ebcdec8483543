import Tensors

extension Tensor {
  /// A layer's output [samples, channels, positions...] as one row of channels for each position: [rows, channels].
  var channelRows: Tensor {
    let (samples, channels) = (shape[0], shape.rank > 1 ? shape[1] : 1)
    let positions = count / max(1, samples * channels)
    var rows = [Float](repeating: 0, count: count)
    for sample in 0..<samples {
      for channel in 0..<channels {
        let from = (sample * channels + channel) * positions
        for position in 0..<positions {
          rows[(sample * positions + position) * channels + channel] = values[from + position]
        }
      }
    }
    return Tensor([samples * positions, channels], rows)
  }

  /// The inverse of ``channelRows``: back to a layer's output of this shape.
  func fromChannelRows(_ shape: Shape) -> Tensor {
    let (samples, channels) = (shape[0], shape.rank > 1 ? shape[1] : 1)
    let positions = count / max(1, samples * channels)
    var values = [Float](repeating: 0, count: count)
    for sample in 0..<samples {
      for channel in 0..<channels {
        let to = (sample * channels + channel) * positions
        for position in 0..<positions {
          values[to + position] = self.values[(sample * positions + position) * channels + channel]
        }
      }
    }
    return Tensor(shape, values)
  }

  /// Σ x², in Float64.
  var energy: Double {
    values.reduce(0) { $0 + Double($1) * Double($1) }
  }
}
