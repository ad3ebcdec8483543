import COneDNN
import Programs

/// A convolution or one of its two transposes for a number of images, by oneDNN.
struct Convolution {
  enum Direction: Hashable { case forward, data, weights }
  /// Winograd's algorithm computes tiles of an image with fewer products (Lavin, Gray 2016).
  enum Algorithm: Hashable { case direct, winograd }

  let primitive: LibraryPrimitive
  /// The layout in which the implementation takes (or, for `weights`, gives) the weights, and the plain one.
  let weightsLayout: Layout
  let plainLayout: Layout

  /// What is done to each entry before it is stored.
  struct PostOperations: Hashable {
    var hasBias = false
    /// What lies where the result goes is added to it.
    var hasSum = false
    var hasReLU = false
  }

  /// - Parameters:
  ///   - large, small: [channels, rows, columns] of the image that the window slides over, and of the
  ///     placements.
  ///   - weightStrides: of [O, C/groups, kh, kw], as the program's weights lie.
  ///   - arrangements: of the large and of the small image.
  init(
    _ direction: Direction, _ algorithm: Algorithm, _ window: Window, groups: Int, images: Int, large: [Int],
    small: [Int], arrangements: (large: Arrangement, small: Arrangement), weightStrides: [Int],
    after: PostOperations = PostOperations(), _ library: OneDNN
  ) throws(ExecutionError) {
    let weights = [groups, small[0] / groups, large[0] / groups] + window.kernel
    var (large, small) = (
      try Layout([images] + large, tag: arrangements.large.tag),
      try Layout([images] + small, tag: arrangements.small.tag)
    )
    let isGrouped = groups > 1
    let plainStrides = [small.dims.1 / Int64(groups) * Int64(weightStrides[0])].map(Int.init) + weightStrides
    plainLayout = try Layout(
      isGrouped ? weights : Array(weights[1...]), strides: isGrouped ? plainStrides : weightStrides)
    var any = try Layout(isGrouped ? weights : Array(weights[1...]), tag: dnnl_format_tag_any)
    var operation = dnnl_convolution_desc_t()
    let strides = window.strides.map(Int64.init)
    let dilations = window.dilations.map { Int64($0 - 1) }
    let (low, high) = (window.padLow.map(Int64.init), window.padHigh.map(Int64.init))
    let name: String
    switch direction {
    case .forward:
      name = "convolution"
      var bias = try Layout([weights[0] * weights[1]], tag: dnnl_a)
      let status = withUnsafePointer(to: &bias) { bias in
        dnnl_dilated_convolution_forward_desc_init(
          &operation, dnnl_forward_inference,
          algorithm == .winograd ? dnnl_convolution_winograd : dnnl_convolution_direct, &large, &any,
          after.hasBias ? bias : nil,
          &small, strides, dilations, low, high)
      }
      try check(name, status)
    case .data:
      name = "convolution transposed"
      try check(
        name,
        dnnl_dilated_convolution_backward_data_desc_init(
          &operation, dnnl_convolution_direct, &large, &any, &small, strides, dilations, low, high))
    case .weights:
      name = "convolution in weights"
      try check(
        name,
        dnnl_dilated_convolution_backward_weights_desc_init(
          &operation, dnnl_convolution_direct, &large, &any, nil, &small, strides, dilations, low, high))
    }
    primitive = try LibraryPrimitive(
      "\(name) \(window)", &operation, summed: after.hasSum, rectified: after.hasReLU, library)
    switch direction {
    case .forward:
      try primitive.bind(
        [DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST] + (after.hasBias ? [DNNL_ARG_BIAS] : []))
    case .data: try primitive.bind([DNNL_ARG_DIFF_DST, DNNL_ARG_WEIGHTS, DNNL_ARG_DIFF_SRC])
    case .weights: try primitive.bind([DNNL_ARG_SRC, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_WEIGHTS])
    }
    weightsLayout = try primitive.layout(direction == .weights ? DNNL_ARG_DIFF_WEIGHTS : DNNL_ARG_WEIGHTS)
  }
}

extension Arrangement {
  /// The library's name for images that lie like this.
  fileprivate var tag: dnnl_format_tag_t {
    switch self {
    case .blocked: dnnl_nChw16c
    case .channelsLast: dnnl_nhwc
    case .axes: dnnl_nchw
    }
  }
}
