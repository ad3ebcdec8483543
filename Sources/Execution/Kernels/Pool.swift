import Programs

/// Pools over channels-last images: for each placement of the window, all channels in one inner loop.
struct Pool: Sendable {
  enum Operation: Sendable {
    case maximum, maximumIndex, sum
    /// The entry that an index names; and its adjoint, which adds to that entry.
    case gather, scatter
    case sumTranspose

    /// Whether the larger image is the result.
    var isTransposed: Bool {
      switch self {
      case .scatter, .sumTranspose: true
      default: false
      }
    }
  }

  private let operation: Operation
  private let window: Window
  private let channels: Int
  /// Rows and columns of the larger and of the smaller image.
  private let large: [Int]
  private let small: [Int]
  private let leading: [Int]
  /// Strides of the leading axes.
  private let operands: [View]
  private let result: View

  /// - Parameters: views of [sample, condition, channels, rows, columns], whose images are channels-last without gaps.
  init(_ operation: Operation, _ window: Window, _ operands: [View], to result: View) {
    self.operation = operation
    self.window = window
    self.operands = operands
    self.result = result
    channels = result.extents[2]
    leading = Array(result.extents[..<2])
    large = Array((operation.isTransposed ? result : operands[0]).extents[3...])
    small = Array((operation.isTransposed ? operands[0] : result).extents[3...])
  }

  func run(_ pointers: [Floats], _ threads: Threads) {
    let images = leading[0] * leading[1]
    let work = small[0] * small[1] * channels * window.kernel[0] * window.kernel[1]
    if operation.isTransposed {
      // Windows may overlap, so threads share the images by channels.
      let parts = max(1, channels / 16)
      threads.split(images * parts, grain: max(1, 32_768 * parts / max(1, work))) { range in
        var unit = range.lowerBound
        while unit < range.upperBound {
          let first = unit % parts
          let end = min(parts, first + range.upperBound - unit)
          let from = first * channels / parts
          transposed(starts(pointers, unit / parts), from..<end * channels / parts)
          unit += end - first
        }
      }
    } else {
      threads.split(images * small[0], grain: max(1, 32_768 * small[0] / max(1, work))) { range in
        for unit in range { forward(starts(pointers, unit / small[0]), unit % small[0]) }
      }
    }
  }

  private func starts(_ pointers: [Floats], _ image: Int) -> [Floats] {
    let (sample, condition) = (image / leading[1], image % leading[1])
    return zip(pointers, operands + [result]).map { pointer, view in
      pointer + view.start(sample, condition)
    }
  }

  /// Calls `body` for each entry of the window at a placement that lies in the image: its number and its position.
  @inline(__always)
  private func entries(_ row: Int, _ column: Int, _ body: (_ number: Int, _ position: Int) -> Void) {
    let (rows, columns) = (window.kernel[0], window.kernel[1])
    for i in 0..<rows {
      let y = row * window.strides[0] - window.padLow[0] + i * window.dilations[0]
      guard y >= 0, y < large[0] else { continue }
      for j in 0..<columns {
        let x = column * window.strides[1] - window.padLow[1] + j * window.dilations[1]
        guard x >= 0, x < large[1] else { continue }
        body(i * columns + j, y * large[1] + x)
      }
    }
  }

  private func forward(_ pointers: [Floats], _ row: Int) {
    let (x, result) = (pointers[0], pointers[pointers.count - 1])
    withUnsafeTemporaryAllocation(of: Float.self, capacity: channels) { buffer in
      guard let best = buffer.baseAddress else { return }
      for column in 0..<small[1] {
        let place = (row * small[1] + column) * channels
        let y = result + place
        y.update(repeating: 0, count: channels)
        switch operation {
        case .maximum:
          y.update(repeating: -.infinity, count: channels)
          entries(row, column) { _, position in
            let x = x + position * channels
            for c in 0..<channels { y[c] = x[c] > y[c] || x[c] != x[c] ? x[c] : y[c] }
          }
        case .maximumIndex:
          // Below everything, so that the first entry wins even where all are -∞.
          best.update(repeating: .nan, count: channels)
          entries(row, column) { number, position in
            let x = x + position * channels
            let number = Float(number)
            for c in 0..<channels {
              let wins = !(x[c] <= best[c])
              best[c] = wins ? x[c] : best[c]
              y[c] = wins ? number : y[c]
            }
          }
        case .sum:
          entries(row, column) { _, position in
            let x = x + position * channels
            for c in 0..<channels { y[c] += x[c] }
          }
        case .gather:
          let index = pointers[1] + place
          entries(row, column) { number, position in
            let x = x + position * channels
            let number = Float(number)
            for c in 0..<channels { y[c] = index[c] == number ? x[c] : y[c] }
          }
        case .scatter, .sumTranspose: break
        }
      }
    }
  }

  private func transposed(_ pointers: [Floats], _ range: Range<Int>) {
    let (y, result) = (pointers[0], pointers[pointers.count - 1])
    for place in 0..<large[0] * large[1] {
      (result + place * channels + range.lowerBound).update(repeating: 0, count: range.count)
    }
    for row in 0..<small[0] {
      for column in 0..<small[1] {
        let place = (row * small[1] + column) * channels
        let y = y + place
        if case .scatter = operation {
          let index = pointers[1] + place
          entries(row, column) { number, position in
            let x = result + position * channels
            let number = Float(number)
            for c in range { x[c] += index[c] == number ? y[c] : 0 }
          }
        } else {
          entries(row, column) { _, position in
            let x = result + position * channels
            for c in range { x[c] += y[c] }
          }
        }
      }
    }
  }
}
