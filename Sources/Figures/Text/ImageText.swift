import Tensors

/// An image in plain text: its size and range in one line.
struct ImageText {
  let image: Tensor

  init(_ image: Tensor) {
    self.image = image
  }

  var facts: String {
    let extents = image.shape.extents
    let channels = extents.count == 3 ? extents[0] : 1
    let size = extents.suffix(2).map(String.init).joined(separator: " x ")
    let (low, high) = image.finiteRange
    let count = image.nonFiniteCount
    return "\(size) pixels\(channels == 3 ? " in colour" : ""), from \(Double(shortest: low).text()) "
      + "to \(Double(shortest: high).text())" + (count > 0 ? "; \(count) not finite" : "")
  }
}
