/// Colours for the values of one feature, from its low ones to its high ones.
///
/// Outliers do not squeeze the rest together: colours end at the 5th and 95th percentile, at the 1st and 99th where
/// those are equal, else at the smallest and largest value. That frees features of their units as standardising would.
struct ValueColors {
  let colors: ColorMap
  let low: Double
  let high: Double

  init(_ values: [Float], colors: ColorMap) {
    self.colors = colors
    let sorted = values.filter(\.isFinite).sorted()
    let ranges = [0.05, 0.01, 0].map { (sorted.quantile($0), sorted.quantile(1 - $0)) }
    (low, high) = ranges.first { $0.0 < $0.1 } ?? ranges[0]
  }

  /// The middle of the map where all values are equal.
  func color(of value: Float) -> Color {
    if !value.isFinite { return .missing }
    if low == high { return colors.center }
    let share = (Double(shortest: value) - low) / (high - low)
    return colors.palette[min(max(Int(share * 255), 0), 255)]
  }

  /// Its ends for a legend, the higher one first.
  var ends: [String] { [high, low].map { $0.text().typeset } }
}

extension [Float] {
  /// Of sorted numbers, the one below which a share lies; linear between two of them. 0 where there are none.
  fileprivate func quantile(_ share: Double) -> Double {
    if isEmpty { return 0 }
    let place = share * Double(count - 1)
    let (below, above) = (self[Int(place)], self[Swift.min(Int(place) + 1, count - 1)])
    return Double(shortest: below) + (Double(shortest: above) - Double(shortest: below))
      * (place - place.rounded(.down))
  }
}
