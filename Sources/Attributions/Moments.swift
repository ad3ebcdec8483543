/// Running means of draws of the same numbers, and how far the means may be off. Welford 1962.
struct Moments {
  private(set) var count = 0
  /// [samples][groups]
  private(set) var means: [[Double]]
  private var squares: [[Double]]

  init(samples: Int, groups: Int) {
    means = [[Double]](repeating: [Double](repeating: 0, count: groups), count: samples)
    squares = means
  }

  mutating func add(_ draw: [[Double]]) {
    count += 1
    for (row, numbers) in draw.enumerated() {
      for (group, number) in numbers.enumerated() {
        let difference = number - means[row][group]
        means[row][group] += difference / Double(count)
        squares[row][group] += difference * (number - means[row][group])
      }
    }
  }

  /// The standard errors of the means; nil for a single draw.
  var errors: [[Double]]? {
    guard count > 1 else { return nil }
    return squares.map { $0.map { ($0 / Double(count * (count - 1))).squareRoot() } }
  }
}
