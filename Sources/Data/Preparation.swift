import Tensors

/// What is done to a picture before a network sees it.
public struct Preparation: Hashable, Sendable {
  /// The length in pixels of the shorter side after resizing.
  public var resize: Int?
  /// The side in pixels of the square cut from the middle.
  public var crop: Int?
  /// Subtracted from each channel, for values from 0 to 1.
  public var mean: [Float]?
  /// What each channel is divided by after that.
  public var std: [Float]?
  /// 1 for grey and 3 for colour; by default as many as `mean` has, else as the first picture has.
  public var channels: Int?

  public init(
    resize: Int? = nil, crop: Int? = nil, mean: [Float]? = nil, std: [Float]? = nil, channels: Int? = nil
  ) {
    self.resize = resize
    self.crop = crop
    self.mean = mean
    self.std = std
    self.channels = channels
  }

  /// Preparations by name, for the key `preset`.
  public static let presets: [(name: String, preparation: Preparation)] = [
    // What torchvision's classification networks were trained with.
    (
      "imagenet",
      Preparation(resize: 256, crop: 224, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])
    )
  ]

  /// Complains about what can't be done to samples of shape `[C, H, W]` or `[features]`.
  func check(_ shape: Shape, arePictures: Bool) throws(DataError) {
    for (key, side) in [("resize", resize), ("crop", crop)] {
      guard let side else { continue }
      guard arePictures else {
        throw .badKey(key: key, value: "\(side)", reason: "it is for picture files; this data is an array")
      }
      guard (1...10_000).contains(side) else {
        throw .badKey(key: key, value: "\(side)", reason: "give 1 to 10000 pixels")
      }
    }
    for (key, values) in [("mean", mean), ("std", std)] {
      guard let values else { continue }
      let text = "\(values)".filter { $0 != " " }
      let channels = Preparation.channels(of: shape).count
      guard values.count == channels else {
        throw .badKey(
          key: key, value: text,
          reason: "a sample is \(shape), so give \(channels) values, one for each "
            + (shape.rank == 2 ? "feature" : "channel"))
      }
      guard values.allSatisfy({ $0.isFinite && (key == "mean" || $0 > 0) }) else {
        throw .badKey(key: key, value: text, reason: "give finite numbers\(key == "std" ? " above 0" : "")")
      }
    }
  }

  /// Resizes and crops a picture.
  func frame(_ picture: Picture, path: String) throws(DataError) -> Picture {
    let resized = resizedSize(width: picture.width, height: picture.height)
    try Picture.check(width: resized.width, height: resized.height, path: path)
    let size = try croppedSize(width: resized.width, height: resized.height, path: path)
    return picture.resized(width: resized.width, height: resized.height).cropped(
      width: size.width, height: size.height)
  }

  /// The size that a picture of the given size gets.
  func framedSize(width: Int, height: Int, path: String) throws(DataError) -> (width: Int, height: Int) {
    let resized = resizedSize(width: width, height: height)
    try Picture.check(width: resized.width, height: resized.height, path: path)
    return try croppedSize(width: resized.width, height: resized.height, path: path)
  }

  // The longer side is rounded down, as in torchvision's Resize.
  private func resizedSize(width: Int, height: Int) -> (width: Int, height: Int) {
    guard let resize else { return (width, height) }
    return width <= height ? (resize, resize * height / width) : (resize * width / height, resize)
  }

  private func croppedSize(width: Int, height: Int, path: String) throws(DataError) -> (
    width: Int, height: Int
  ) {
    guard let crop else { return (width, height) }
    guard crop <= width, crop <= height else {
      throw .badPicture(
        path: path,
        reason: "it is \(width) by \(height) pixels, too small for crop=\(crop); resize it first, "
          + "for example by resize=\(crop)")
    }
    return (crop, crop)
  }

  /// How many channels a sample has, and the size of each: the first axis, but of a sequence `[steps, features]` the last.
  static func channels(of shape: Shape) -> (count: Int, size: Int) {
    if shape.rank == 2 { return (shape[1], 1) }
    let count = shape.extents.first ?? 0
    return (count, shape.count / max(1, count))
  }

  /// Subtracts the mean and divides by the standard deviation, channel by channel.
  func normalise(_ values: inout [Float], channelSize: Int) {
    guard let channels = mean?.count ?? std?.count, channels > 0, channelSize > 0 else { return }
    for start in stride(from: 0, to: values.count, by: channelSize) {
      let channel = start / channelSize % channels
      let (mean, std) = (self.mean?[channel] ?? 0, self.std?[channel] ?? 1)
      for index in start..<start + channelSize { values[index] = (values[index] - mean) / std }
    }
  }

  /// The range of normalised values, from the range before.
  func range(_ low: Float, _ high: Float) -> (low: Float, high: Float) {
    guard let channels = mean?.count ?? std?.count else { return (low, high) }
    let means = mean ?? [Float](repeating: 0, count: channels)
    let stds = std ?? [Float](repeating: 1, count: channels)
    let ranges = zip(means, stds).map { (low: (low - $0) / $1, high: (high - $0) / $1) }
    return (ranges.map(\.low).min() ?? low, ranges.map(\.high).max() ?? high)
  }
}
