public import Tensors

/// Samples of one shape, with the classes they belong to where that is known.
public struct Dataset: Sendable {
  public let header: DatasetHeader
  /// Where the data comes from, for complaints and for records of what was computed from what.
  public let source: String
  /// The class of each sample.
  public let labels: [Int]?
  /// The class at each step of samples that are sequences: [N, T], row by row; `labels` are those of the last step.
  public let stepLabels: [Int]?
  /// Which parts of the input make the class, where that is known.
  public let parts: Parts?
  /// What is known of the samples beside their class.
  public let concepts: ConceptLabels?
  /// The number that is to be predicted for each sample, where that is no class.
  public let targets: [Float]?
  /// What was found and decided while the data was read.
  public let remarks: [String]
  /// The smallest and largest value that a sample can have: of the pictures' range, else of the numbers at hand.
  public let low: Float
  public let high: Float
  /// Arrays beside the main one, which networks with several inputs read by name.
  public let arrays: [NamedArray]
  /// The texts that the samples were made from.
  public let texts: [Encoding]?

  /// How the targets of simulated data were made.
  public let simulation: Simulation?

  let samples: Samples
  /// What is done to the samples before a network sees them.
  public let preparation: Preparation

  /// Where the samples are kept.
  enum Samples: Sendable {
    /// Unsigned bytes, divided by 255 when they are asked for: a quarter of the memory.
    case bytes([UInt8])
    case numbers([Float])
    /// Paths of pictures, decoded when they are asked for.
    case pictures([String])
    case strips(Strips)
    case onDemand(OnDemand)
  }

  public var name: String { header.name }
  public var count: Int { header.count }
  /// The shape of one sample: `[C, H, W]`, `[features]`, or of a sequence `[steps, features]`.
  public var shape: Shape { header.shape }
  public var classes: [String] { header.classes }
  public var features: [String]? { header.features }
  public var groups: [FeatureGroup] { header.groups }

  init(
    _ header: DatasetHeader, source: String, _ samples: Samples, labels: [Int]? = nil,
    stepLabels: [Int]? = nil, parts: Parts? = nil, concepts: ConceptLabels? = nil,
    targets: [Float]? = nil, arrays: [NamedArray] = [], texts: [Encoding]? = nil,
    simulation: Simulation? = nil,
    remarks: [String] = [],
    preparation: Preparation = Preparation()
  ) throws {
    if let concepts, concepts.count != header.count {
      throw DataError.badLabels(
        source: source,
        reason:
          "there are \(header.count) samples, and concepts are known of \(concepts.count): give a row for each"
      )
    }
    self.header = header
    self.source = source
    self.samples = samples
    self.labels = labels
    self.stepLabels = stepLabels
    self.parts = parts
    self.concepts = concepts
    self.targets = targets
    self.remarks = remarks
    self.arrays = arrays
    self.texts = texts
    self.simulation = simulation
    self.preparation = preparation
    var low: Float = 0
    var high: Float = 1
    if case .numbers(let values) = samples {
      if let index = values.firstIndex(where: { !$0.isFinite }) {
        let (sample, offset) = index.quotientAndRemainder(dividingBy: header.shape.count)
        throw DataError.notFinite(
          source: source, sample: sample, position: header.shape.position(offset), value: values[index])
      }
      low = values.min() ?? 0
      high = values.max() ?? 0
    }
    if case .strips = samples { low = -1 }
    (self.low, self.high) = preparation.range(low, high)
  }

  /// Samples `indices`, in that order, as one tensor `[N] + shape`.
  public func samples(_ indices: some Collection<Int>) throws -> Tensor {
    var samples = try unprepared(indices)
    preparation.normalise(&samples.values, channelSize: Preparation.channels(of: shape).size)
    return samples
  }

  /// What a network got of samples `indices` as they are where the data comes from: before a mean was taken off.
  public func inOwnUnits(_ samples: Tensor, of indices: [Int]) throws -> Tensor {
    preparation.mean == nil && preparation.std == nil ? samples : try unprepared(indices)
  }

  private func unprepared(_ indices: some Collection<Int>) throws -> Tensor {
    if let wrong = indices.first(where: { $0 < 0 || $0 >= count }) {
      throw DataError.noSample(name: name, index: wrong, count: count)
    }
    let size = shape.count
    // They are handed on in copies.
    let (bytes, overflows) = size.multipliedReportingOverflow(by: 4 * indices.count)
    guard !overflows, bytes <= physicalMemory / 4 else {
      throw DataError.tooManySamples(name: name, count: indices.count, bytes: overflows ? .max : bytes)
    }
    var values: [Float] = []
    values.reserveCapacity(indices.count * size)
    for index in indices {
      switch samples {
      case .bytes(let bytes): values += bytes[index * size..<(index + 1) * size].lazy.map { Float($0) / 255 }
      case .numbers(let numbers): values += numbers[index * size..<(index + 1) * size]
      case .pictures(let paths): values += try picture(paths[index])
      case .strips(let strips): values += strips.values(index)
      case .onDemand(let pictures): try values.append(contentsOf: pictures.values(index))
      }
    }
    return Tensor([indices.count] + shape, values)
  }

  /// Sample `index` alone.
  public func sample(_ index: Int) throws -> Tensor {
    try samples(CollectionOfOne(index)).reshaped(shape)
  }

  private func picture(_ path: String) throws -> [Float] {
    let picture = try preparation.frame(Picture(path, channels: shape[0]), path: path)
    guard picture.shape == shape else {
      throw DataError.otherShape(path: path, found: picture.shape, expected: shape)
    }
    return picture.values
  }

  /// The samples that `selection` keeps.
  func selecting(_ selection: Selection) throws -> Dataset {
    guard let kept = try selection.indices(of: count) else { return self }
    let size = shape.count
    let samples: Samples =
      switch samples {
      case .bytes(let bytes): .bytes(kept.flatMap { bytes[$0 * size..<($0 + 1) * size] })
      case .numbers(let numbers): .numbers(kept.flatMap { numbers[$0 * size..<($0 + 1) * size] })
      case .pictures(let paths): .pictures(kept.map { paths[$0] })
      case .strips(let strips): .strips(strips.rows(kept))
      case .onDemand(let pictures): .onDemand(pictures.rows(kept))
      }
    return try Dataset(
      header.with(count: kept.count), source: source, samples,
      labels: labels.map { labels in kept.map { labels[$0] } },
      stepLabels: stepLabels.map { labels in kept.flatMap { labels[$0 * shape[0]..<($0 + 1) * shape[0]] } },
      parts: parts?.rows(kept), concepts: concepts?.rows(kept),
      targets: targets.map { targets in kept.map { targets[$0] } }, arrays: arrays.map { $0.rows(kept) },
      texts: texts.map { texts in kept.map { texts[$0] } }, simulation: simulation, remarks: remarks,
      preparation: preparation)
  }
}

extension Shape {
  /// The index along each axis of the element at `offset` in row-major order.
  func position(_ offset: Int) -> [Int] {
    var rest = offset
    return strides.map { stride in
      defer { rest %= stride }
      return rest / stride
    }
  }
}
