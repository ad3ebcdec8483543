// Resizing with a triangle (bilinear) filter that widens as the picture shrinks, so that nothing is skipped.
//
// Weights are whole numbers of 22 binary digits and the result of each pass is rounded to bytes, as in Pillow, because
// networks are trained and compared on pictures resized by it. Source: Turkowski (1990), "Filters for common
// resampling tasks".
extension Picture {
  package func resized(width: Int, height: Int) -> Picture {
    resizedRows(width).resizedColumns(height)
  }

  private func resizedRows(_ newWidth: Int) -> Picture {
    guard newWidth != width else { return self }
    let taps = (0..<newWidth).map { Taps(at: $0, from: width, to: newWidth) }
    var resized: [UInt8] = []
    resized.reserveCapacity(newWidth * height * channels)
    for row in 0..<height {
      for tap in taps {
        for channel in 0..<channels {
          resized.append(tap.weighted(bytes, from: row * width * channels + channel, step: channels))
        }
      }
    }
    return Picture(width: newWidth, height: height, channels: channels, bytes: resized)
  }

  private func resizedColumns(_ newHeight: Int) -> Picture {
    guard newHeight != height else { return self }
    let rowSize = width * channels
    var resized: [UInt8] = []
    resized.reserveCapacity(rowSize * newHeight)
    for row in 0..<newHeight {
      let tap = Taps(at: row, from: height, to: newHeight)
      for column in 0..<rowSize { resized.append(tap.weighted(bytes, from: column, step: rowSize)) }
    }
    return Picture(width: width, height: newHeight, channels: channels, bytes: resized)
  }
}

/// The old pixels that one new pixel along a line is made of, and their weights.
private struct Taps {
  private let first: Int
  private let weights: [Int]

  private static let precision = 22

  init(at position: Int, from oldSize: Int, to newSize: Int) {
    let scale = Double(oldSize) / Double(newSize)
    let reach = max(scale, 1)
    let centre = (Double(position) + 0.5) * scale
    let first = max(0, Int(centre - reach + 0.5))
    let last = min(oldSize, Int(centre + reach + 0.5))
    let heights = (first..<last).map { max(0, 1 - abs((Double($0) - centre + 0.5) / reach)) }
    let sum = heights.reduce(0, +)
    self.first = first
    weights = heights.map { Int(0.5 + $0 / sum * Double(1 << Taps.precision)) }
  }

  func weighted(_ bytes: [UInt8], from start: Int, step: Int) -> UInt8 {
    var sum = 1 << (Taps.precision - 1)
    var index = start + first * step
    for weight in weights {
      sum += Int(bytes[index]) * weight
      index += step
    }
    return UInt8(clamping: sum >> Taps.precision)
  }
}
