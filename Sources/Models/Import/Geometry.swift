import ONNX
import Programs
import Tensors

extension Node {
  /// How the node's window slides over an image of the given extents; one spatial axis becomes the second of
  /// two.
  ///
  /// - Parameters:
  ///   - kernel: the window's extents, one for each spatial axis.
  ///   - extents: the spatial extents of the operand.
  ///   - roundsUp: whether a window that only begins inside the image counts (`ceil_mode`).
  func window(kernel: [Int], over extents: [Int], roundsUp: Bool = false) throws(ImportError) -> Window {
    let rank = extents.count
    try require(kernel.count == rank, "has a window of \(kernel.count) axes over \(rank) spatial axes")
    let pads = integers("pads") ?? [Int](repeating: 0, count: 2 * rank)
    let strides = integers("strides") ?? [Int](repeating: 1, count: rank)
    let dilations = integers("dilations") ?? [Int](repeating: 1, count: rank)
    try require(
      pads.count == 2 * rank && strides.count == rank && dilations.count == rank,
      "has pads, strides or dilations that don't match its \(rank) spatial axes")
    let lead = 2 - rank
    let ones = [Int](repeating: 1, count: lead)
    let zeros = [Int](repeating: 0, count: lead)
    var window = Window(
      kernel: ones + kernel, strides: ones + strides, dilations: ones + dilations,
      padLow: zeros + pads[..<rank], padHigh: zeros + pads[rank...])
    try require(window.isValid, "has a window that can't slide: \(kernel), strides \(strides), pads \(pads)")

    let image = ones + extents
    for axis in lead..<2 {
      try pad(&window, axis: axis, extent: image[axis])
      if roundsUp { roundUp(&window, axis: axis, extent: image[axis]) }
    }
    return window
  }

  /// Sets the padding that `auto_pad` asks for: as many placements as strides fit into the image.
  private func pad(_ window: inout Window, axis: Int, extent: Int) throws(ImportError) {
    switch text("auto_pad", "NOTSET") {
    case "NOTSET", "":
      break
    case "VALID":
      window.padLow[axis] = 0
      window.padHigh[axis] = 0
    case let side where side == "SAME_UPPER" || side == "SAME_LOWER":
      let stride = window.strides[axis]
      let placements = (extent + stride - 1) / stride
      let total = max(0, (placements - 1) * stride + window.span(axis) - extent)
      window.padLow[axis] = side == "SAME_UPPER" ? total / 2 : total - total / 2
      window.padHigh[axis] = total - window.padLow[axis]
    case let other:
      throw refusal("has auto_pad='\(other)', which is not a way of padding")
    }
  }

  /// Pads the far side so far that a last, incomplete window counts, if it begins before the padding there.
  private func roundUp(_ window: inout Window, axis: Int, extent: Int) {
    let stride = window.strides[axis]
    let room = extent + window.padLow[axis] + window.padHigh[axis] - window.span(axis)
    guard room >= 0 else { return }
    var placements = (room + stride - 1) / stride + 1
    if (placements - 1) * stride >= extent + window.padLow[axis] { placements -= 1 }
    let needed = (placements - 1) * stride + window.span(axis) - extent - window.padLow[axis]
    window.padHigh[axis] = max(window.padHigh[axis], needed)
  }
}

extension Term {
  /// [channels, length] as [channels, 1, length]; an image stays as it is.
  var asImage: Term { shape.rank == 2 ? reshaped([shape[0], 1, shape[1]]) : self }

  /// The way back from `asImage` to `rank` axes.
  func asImage(ofRank rank: Int) -> Term {
    rank == 2 && shape.rank == 3 ? reshaped([shape[0], shape[2]]) : self
  }
}

extension Window {
  /// The window as a node's attributes, the reverse of ``Node/window(kernel:over:roundsUp:)``.
  func attributes(spatialRank rank: Int) -> [String: NodeDraft.Attribute] {
    var attributes: [String: NodeDraft.Attribute] = [
      "kernel_shape": .integers(Array(kernel.suffix(rank))),
      "strides": .integers(Array(strides.suffix(rank))),
      "pads": .integers(Array(padLow.suffix(rank) + padHigh.suffix(rank))),
    ]
    if dilations != [1, 1] { attributes["dilations"] = .integers(Array(dilations.suffix(rank))) }
    return attributes
  }
}
