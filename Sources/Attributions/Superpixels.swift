import Glibc
import Tensors

/// Connected patches of similar colour: k-means over colour and place, each centre looking only near itself (SLIC).
/// Achanta et al. 2012.
///
/// Colours are CIE L*a*b* (of the sample's values, scaled to their range), as in the paper; pictures of other than 1 or 3 channels
/// keep their channels, scaled to 100 in all. Nothing is random.
struct Superpixels {
  /// About how many patches there are to be.
  let count: Int
  /// How much place counts against colour.
  var compactness = 10.0
  private static let turns = 10

  private struct Center {
    var color: [Double]
    var row: Double
    var column: Double
  }

  /// The number of the patch of each position, row by row, of a picture [channels, height, width] or [height, width].
  ///
  /// - Throws: ``AttributionError/groups(_:)`` for values that are no picture.
  func segments(_ picture: Tensor) throws(AttributionError) -> [Int] {
    guard picture.rank == 2 || picture.rank == 3, picture.count > 0 else {
      throw .groups("superpixels need values of shape [channels, height, width], these have \(picture.shape)")
    }
    let (height, width) = (picture.shape[picture.rank - 2], picture.shape[picture.rank - 1])
    let colors = Self.colors(picture, positions: height * width)
    let step = max(1, (Double(height * width) / Double(max(1, count))).squareRoot())
    var centers = self.centers(colors, height, width, step)
    var labels = [Int](repeating: -1, count: height * width)
    for _ in 0..<Self.turns {
      assign(&labels, centers, colors, height, width, step)
      move(&centers, labels, colors, width)
    }
    return Self.connected(labels, height, width, least: Int(step * step / 4))
  }

  /// On a grid, each then where the picture changes least among its neighbours, off edges and noise.
  private func centers(_ colors: [[Double]], _ height: Int, _ width: Int, _ step: Double) -> [Center] {
    func gradient(_ row: Int, _ column: Int) -> Double {
      func color(_ row: Int, _ column: Int) -> [Double] {
        colors[min(max(row, 0), height - 1) * width + min(max(column, 0), width - 1)]
      }
      return Self.square(color(row, column + 1), color(row, column - 1))
        + Self.square(color(row + 1, column), color(row - 1, column))
    }
    let (rows, columns) = (
      max(1, Int((Double(height) / step).rounded())), max(1, Int((Double(width) / step).rounded()))
    )
    return (0..<rows * columns).map { index in
      let row = Int((Double(index / columns) + 0.5) * Double(height) / Double(rows))
      let column = Int((Double(index % columns) + 0.5) * Double(width) / Double(columns))
      var best = (row: row, column: column, gradient: gradient(row, column))
      for near in max(0, row - 1)...min(height - 1, row + 1) {
        for beside in max(0, column - 1)...min(width - 1, column + 1) {
          let found = gradient(near, beside)
          if found < best.gradient { best = (near, beside, found) }
        }
      }
      return Center(
        color: colors[best.row * width + best.column], row: Double(best.row), column: Double(best.column))
    }
  }

  /// Gives each position to the nearest centre of those whose window it lies in.
  private func assign(
    _ labels: inout [Int], _ centers: [Center], _ colors: [[Double]], _ height: Int, _ width: Int,
    _ step: Double
  ) {
    var distances = [Double](repeating: .infinity, count: labels.count)
    let place = compactness * compactness / (step * step)
    for (label, center) in centers.enumerated() {
      let rows = max(0, Int(center.row - step))...min(height - 1, Int(center.row + step))
      let columns = max(0, Int(center.column - step))...min(width - 1, Int(center.column + step))
      for row in rows {
        for column in columns {
          let (down, right) = (Double(row) - center.row, Double(column) - center.column)
          let index = row * width + column
          let distance = Self.square(colors[index], center.color) + place * (down * down + right * right)
          if distance < distances[index] { (distances[index], labels[index]) = (distance, label) }
        }
      }
    }
  }

  /// Each centre to the mean of its positions.
  private func move(_ centers: inout [Center], _ labels: [Int], _ colors: [[Double]], _ width: Int) {
    let channels = colors[0].count
    var sums = [[Double]](repeating: [Double](repeating: 0, count: channels + 3), count: centers.count)
    for (index, label) in labels.enumerated() where label >= 0 {
      for channel in 0..<channels { sums[label][channel] += colors[index][channel] }
      sums[label][channels] += Double(index / width)
      sums[label][channels + 1] += Double(index % width)
      sums[label][channels + 2] += 1
    }
    for (label, sum) in sums.enumerated() where sum[channels + 2] > 0 {
      let count = sum[channels + 2]
      centers[label] = Center(
        color: sum[..<channels].map { $0 / count }, row: sum[channels] / count,
        column: sum[channels + 1] / count)
    }
  }

  /// Numbers connected patches in reading order; those of fewer than `least` positions join the one found before beside them.
  private static func connected(_ labels: [Int], _ height: Int, _ width: Int, least: Int) -> [Int] {
    func neighbours(_ index: Int) -> [Int] {
      let (row, column) = (index / width, index % width)
      return (column > 0 ? [index - 1] : []) + (row > 0 ? [index - width] : [])
        + (column < width - 1 ? [index + 1] : []) + (row < height - 1 ? [index + width] : [])
    }
    var result = [Int](repeating: -1, count: labels.count)
    var next = 0
    for start in labels.indices where result[start] < 0 {
      let beside = neighbours(start).lazy.map { result[$0] }.first { $0 >= 0 }
      var patch = [start]
      result[start] = next
      var position = 0
      while position < patch.count {
        for other in neighbours(patch[position]) where result[other] < 0 && labels[other] == labels[start] {
          result[other] = next
          patch.append(other)
        }
        position += 1
      }
      if patch.count < least, let beside {
        for index in patch { result[index] = beside }
      } else {
        next += 1
      }
    }
    return result
  }

  private static func square(_ first: [Double], _ second: [Double]) -> Double {
    var sum = 0.0
    for channel in first.indices {
      sum += (first[channel] - second[channel]) * (first[channel] - second[channel])
    }
    return sum
  }

  /// The colour of each position.
  private static func colors(_ picture: Tensor, positions: Int) -> [[Double]] {
    let channels = picture.count / positions
    let (low, high) = (picture.values.min() ?? 0, picture.values.max() ?? 0)
    let range = high > low ? Double(high - low) : 1
    return (0..<positions).map { position in
      let scaled = (0..<channels).map { Double(picture.values[$0 * positions + position] - low) / range }
      if channels == 3 { return lab(scaled) }
      if channels == 1 { return [lab([scaled[0], scaled[0], scaled[0]])[0]] }
      return scaled.map { 100 * $0 / Double(channels).squareRoot() }
    }
  }

  /// L*, a*, b* of sRGB from 0 to 1, for daylight (D65). CIE 15:2004; IEC 61966-2-1.
  private static func lab(_ rgb: [Double]) -> [Double] {
    let (r, g, b) = (linear(rgb[0]), linear(rgb[1]), linear(rgb[2]))
    let x = curve((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505)
    let y = curve(0.2126 * r + 0.7152 * g + 0.0722 * b)
    let z = curve((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089)
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
  }

  private static func linear(_ value: Double) -> Double {
    value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }

  private static func curve(_ value: Double) -> Double {
    value > 0.008856 ? cbrt(value) : 7.787 * value + 16.0 / 116
  }
}
