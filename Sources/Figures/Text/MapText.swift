import Tensors

/// A map [H,W] in plain text: the facts in one line, and a grid of one-digit numbers.
struct MapText {
  let values: Tensor

  init(_ values: Tensor) {
    self.values = values
  }

  /// Size, extremes with their places, and how many values are no numbers.
  var facts: String {
    let (height, width) = (values.shape[0], values.shape[1])
    var facts = "\(height) x \(width) values"
    let (low, high) = values.finiteRange
    if let first = values.values.firstIndex(of: low), let last = values.values.firstIndex(of: high) {
      facts += ", from \(place(of: first, width)) to \(place(of: last, width))"
    }
    let count = values.nonFiniteCount
    if count > 0 {
      facts += "; \(count) \(count == 1 ? "is" : "are") not finite and shown as ? (gray in a picture)"
    }
    return facts
  }

  private func place(of index: Int, _ width: Int) -> String {
    "\(Double(shortest: values.values[index]).text()) at [\(index / width), \(index % width)]"
  }

  /// At most 14 blocks on a side; each shows its value of largest magnitude in ninths of the map's.
  var grid: String {
    let limit = values.largestMagnitude
    guard limit > 0 else { return values.nonFiniteCount == 0 ? "all values are 0" : "" }
    let (height, width) = (values.shape[0], values.shape[1])
    let block = max(1, (max(height, width) + 13) / 14)
    let rows = stride(from: 0, to: height, by: block).map { top in
      stride(from: 0, to: width, by: block).map { left in
        var strongest: Float?
        for row in top..<min(top + block, height) {
          for column in left..<min(left + block, width) {
            let value = values.values[row * width + column]
            if value.isFinite && abs(value) >= abs(strongest ?? 0) { strongest = value }
          }
        }
        guard let strongest else { return "  ?" }
        let ninths = Int((strongest / limit * 9).rounded())
        return (ninths == 0 ? "." : "\(ninths)").padded(to: 3, .end)
      }.joined()
    }
    let what = block == 1 ? "each value" : "the strongest value of each \(block) x \(block) block"
    let unit = (Double(shortest: limit) / 9).text()
    return "\(what), in units of \(unit):\n" + rows.joined(separator: "\n")
  }
}
