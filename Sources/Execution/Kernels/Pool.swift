import Programs

/// Pools over channels-last images: for each placement of the window, all channels in one inner loop.
///
/// Images in vectors of channels are as many images of so many channels.
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
  /// The images that one image's channels are split into.
  private let vectors: Int
  /// Rows and columns of the larger and of the smaller image.
  private let large: [Int]
  private let small: [Int]
  private let leading: [Int]
  /// Strides of the leading axes.
  private let operands: [View]
  private let result: View

  /// - Parameters: views of [sample, condition, channels, rows, columns], whose images are without gaps, all
  ///   channels-last or all blocked.
  init(_ operation: Operation, _ window: Window, _ operands: [View], to result: View) {
    self.operation = operation
    self.window = window
    self.operands = operands
    self.result = result
    vectors = result.isBlocked ? result.extents[2] / Arrangement.vector : 1
    channels = result.isBlocked ? Arrangement.vector : result.extents[2]
    leading = Array(result.extents[..<2])
    large = Array((operation.isTransposed ? result : operands[0]).extents[3...])
    small = Array((operation.isTransposed ? operands[0] : result).extents[3...])
  }

  /// In how many parts the images are computed, so that none of them lasts long.
  var parts: Int {
    let images = leading[0] * leading[1] * vectors
    let entries = large[0] * large[1] * channels
    return max(1, min(images, images * entries / (1 << 24)))
  }

  func run(_ pointers: [Floats], _ part: Int, _ threads: Threads) {
    let all = leading[0] * leading[1] * vectors
    let (start, end) = (part * all / parts, (part + 1) * all / parts)
    let images = end - start
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
          transposed(starts(pointers, start + unit / parts), from..<end * channels / parts)
          unit += end - first
        }
      }
    } else {
      threads.split(images * small[0], grain: max(1, 32_768 * small[0] / max(1, work))) { range in
        for unit in range { forward(starts(pointers, start + unit / small[0]), unit % small[0]) }
      }
    }
  }

  private func starts(_ pointers: [Floats], _ image: Int) -> [Floats] {
    let (row, vector) = (image / vectors, image % vectors)
    let (sample, condition) = (row / leading[1], row % leading[1])
    return zip(pointers, operands + [result]).map { pointer, view in
      pointer + view.start(sample, condition) + vector * view.strides[2]
    }
  }

  /// Calls `body` for each entry of the window at a placement that lies in the image: its number and its
  /// position.
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
    let channels = channels
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
            lanes(x + position * channels, y, y, channels) { x, y in
              y.replacing(with: x, where: x .> y .| x .!= x)
            }
          }
        case .maximumIndex:
          // Below everything, so that the first entry wins even where all are -∞.
          best.update(repeating: .nan, count: channels)
          entries(row, column) { number, position in
            let x = x + position * channels
            let number = Lanes(repeating: Float(number))
            lanes(x, best, y, y, channels) { x, best, y in y.replacing(with: number, where: .!(x .<= best)) }
            lanes(x, best, best, channels) { x, best in best.replacing(with: x, where: .!(x .<= best)) }
          }
        case .sum:
          entries(row, column) { _, position in
            lanes(x + position * channels, y, y, channels) { $0 + $1 }
          }
        case .gather:
          let index = pointers[1] + place
          entries(row, column) { number, position in
            let number = Lanes(repeating: Float(number))
            lanes(x + position * channels, index, y, y, channels) { x, index, y in
              y.replacing(with: x, where: index .== number)
            }
          }
        case .scatter, .sumTranspose: break
        }
      }
    }
  }

  private func transposed(_ pointers: [Floats], _ range: Range<Int>) {
    let (first, count) = (range.lowerBound, range.count)
    let (y, result) = (pointers[0] + first, pointers[pointers.count - 1] + first)
    if count == channels {
      result.update(repeating: 0, count: large[0] * large[1] * channels)
    } else {
      for place in 0..<large[0] * large[1] { (result + place * channels).update(repeating: 0, count: count) }
    }
    for row in 0..<small[0] {
      for column in 0..<small[1] {
        let place = (row * small[1] + column) * channels
        let y = y + place
        if case .scatter = operation {
          let index = pointers[1] + first + place
          entries(row, column) { number, position in
            let x = result + position * channels
            let number = Lanes(repeating: Float(number))
            lanes(y, index, x, x, count) { y, index, x in x.replacing(with: x + y, where: index .== number) }
          }
        } else {
          entries(row, column) { _, position in
            let x = result + position * channels
            lanes(y, x, x, count) { $0 + $1 }
          }
        }
      }
    }
  }
}

private typealias Lanes = SIMD16<Float>

/// Applies `function` to rows of numbers, some at a time; the last few through a copy.
@inline(__always)
private func lanes(
  _ a: Floats, _ b: Floats, _ c: Floats, _ result: Floats, _ count: Int,
  _ function: (Lanes, Lanes, Lanes) -> Lanes
) {
  @inline(__always) func load(_ x: Floats) -> Lanes { UnsafeRawPointer(x).loadUnaligned(as: Lanes.self) }
  let width = Lanes.scalarCount
  var entry = 0
  while entry + width <= count {
    let value = function(load(a + entry), load(b + entry), load(c + entry))
    UnsafeMutableRawPointer(result + entry).storeBytes(of: value, as: Lanes.self)
    entry += width
  }
  guard entry < count else { return }
  var rest = (Lanes(), Lanes(), Lanes())
  for lane in 0..<count - entry {
    (rest.0[lane], rest.1[lane], rest.2[lane]) = (a[entry + lane], b[entry + lane], c[entry + lane])
  }
  let value = function(rest.0, rest.1, rest.2)
  for lane in 0..<count - entry { result[entry + lane] = value[lane] }
}

@inline(__always)
private func lanes(
  _ a: Floats, _ b: Floats, _ result: Floats, _ count: Int, _ function: (Lanes, Lanes) -> Lanes
) {
  lanes(a, b, b, result, count) { a, b, _ in function(a, b) }
}
