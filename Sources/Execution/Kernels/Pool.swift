import Programs

/// Pools over channels-last images, row by row of the result: for each placement of the window, all channels.
///
/// Images in vectors of channels are as many images of so many channels.
struct Pool: Sendable {
  enum Operation: Sendable {
    /// The largest entry, and, if it is asked for, its number in the window.
    case maximum, maximumIndex, maximumAndIndex
    case sum
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
  /// The operands, then the results.
  private let views: [View]
  /// Which of them holds indices, as bytes where it says so.
  private let index: Int?
  private let indexIsBytes: Bool

  /// - Parameters:
  ///   - operands, results: views of [sample, condition, channels, rows, columns], whose images are without gaps, all
  ///     channels-last or all blocked.
  ///   - indexIsBytes: whether the numbers of entries are kept in a byte each.
  init(_ operation: Operation, _ window: Window, _ operands: [View], to results: [View], indexIsBytes: Bool) {
    self.operation = operation
    self.window = window
    views = operands + results
    let result = results[0]
    vectors = result.isBlocked ? result.extents[2] / Arrangement.vector : 1
    channels = result.isBlocked ? Arrangement.vector : result.extents[2]
    leading = Array(result.extents[..<2])
    large = Array((operation.isTransposed ? result : operands[0]).extents[3...])
    small = Array((operation.isTransposed ? operands[0] : result).extents[3...])
    index =
      switch operation {
      case .gather, .scatter, .maximumIndex: 1
      case .maximumAndIndex: 2
      case .maximum, .sum, .sumTranspose: nil
      }
    self.indexIsBytes = indexIsBytes
  }

  private var images: Int { leading[0] * leading[1] * vectors }

  /// In how many parts the images are computed, so that none of them lasts long.
  var parts: Int {
    max(1, min(images, images * large[0] * large[1] * channels / (1 << 24)))
  }

  func run(_ pointers: [Floats], _ part: Int, _ threads: Threads) {
    let (start, end) = (part * images / parts, (part + 1) * images / parts)
    let rows = operation.isTransposed ? large[0] : small[0]
    let work = small[0] * small[1] * channels * window.kernel[0] * window.kernel[1] / max(1, rows)
    threads.split((end - start) * rows, grain: max(1, 16_384 / max(1, work))) { range in
      for unit in range {
        let (image, row) = (start + unit / rows, unit % rows)
        if indexIsBytes {
          compute(pointers, image, row, UInt8.self)
        } else {
          compute(pointers, image, row, Float.self)
        }
      }
    }
  }

  private func compute<Number: EntryNumber>(
    _ pointers: [Floats], _ image: Int, _ row: Int, _ type: Number.Type
  ) {
    let (sample, condition) = (image / vectors / leading[1], image / vectors % leading[1])
    func start(_ position: Int) -> Int {
      let view = views[position]
      return view.start(sample, condition) + image % vectors * view.strides[2]
    }
    func floats(_ position: Int) -> Floats { pointers[position] + start(position) }
    let numbers = index.map {
      UnsafeMutableRawPointer(pointers[$0]).assumingMemoryBound(to: Number.self) + start($0)
    }
    switch operation {
    case .maximum: maximum(floats(0), floats(1), nil as UnsafeMutablePointer<Number>?, row)
    case .maximumIndex: maximum(floats(0), nil, numbers, row)
    case .maximumAndIndex: maximum(floats(0), floats(1), numbers, row)
    case .sum: sum(floats(0), floats(1), row)
    case .sumTranspose: sumTranspose(floats(0), floats(1), row)
    case .gather: if let numbers { gather(floats(0), numbers, floats(2), row) }
    case .scatter: if let numbers { scatter(floats(0), numbers, floats(2), row) }
    }
  }

  // MARK: Rows

  private func maximum<Number: EntryNumber>(
    _ x: Floats, _ values: Floats?, _ numbers: UnsafeMutablePointer<Number>?, _ row: Int
  ) {
    withEntries { entries in
      for column in 0..<small[1] {
        let place = (row * small[1] + column) * channels
        let count = list(row, column, entries)
        for lane in stride(from: 0, to: channels, by: Lanes.scalarCount) {
          let lanes = min(Lanes.scalarCount, channels - lane)
          // The first entry wins over equal ones, even where all are -∞; NaN wins over all.
          var best = load(x + entries[0].offset + lane, lanes)
          var number = Numbers(repeating: entries[0].number)
          for entry in 1..<max(1, count) {
            let value = load(x + entries[entry].offset + lane, lanes)
            let wins = .!(value .<= best) .& (best .== best)
            best.replace(with: value, where: wins)
            number.replace(with: entries[entry].number, where: wins)
          }
          if let values { store(best, to: values + place + lane, lanes) }
          if let numbers { Number.store(number, to: numbers + place + lane, lanes) }
        }
      }
    }
  }

  private func gather<Number: EntryNumber>(
    _ x: Floats, _ numbers: UnsafeMutablePointer<Number>, _ result: Floats, _ row: Int
  ) {
    withEntries { entries in
      for column in 0..<small[1] {
        let place = (row * small[1] + column) * channels
        let count = list(row, column, entries)
        for lane in stride(from: 0, to: channels, by: Lanes.scalarCount) {
          let lanes = min(Lanes.scalarCount, channels - lane)
          var value = Lanes.zero
          for entry in 0..<count {
            let hits = hits(of: Number(entries[entry].number), in: numbers + place + lane, lanes)
            value.replace(with: load(x + entries[entry].offset + lane, lanes), where: hits)
          }
          store(value, to: result + place + lane, lanes)
        }
      }
    }
  }

  /// Row `row` of the larger image: what the windows that meet it hand to the entry that the index names.
  private func scatter<Number: EntryNumber>(
    _ y: Floats, _ numbers: UnsafeMutablePointer<Number>, _ result: Floats, _ row: Int
  ) {
    let result = result + row * large[1] * channels
    result.update(repeating: 0, count: large[1] * channels)
    eachEntry(meeting: row) { smallRow, number, shift in
      let number = Number(number)
      for column in columns(shift) {
        let place = (smallRow * small[1] + column) * channels
        let target = result + (column * window.strides[1] + shift) * channels
        for lane in stride(from: 0, to: channels, by: Lanes.scalarCount) {
          let lanes = min(Lanes.scalarCount, channels - lane)
          let hits = hits(of: number, in: numbers + place + lane, lanes)
          let handed = Lanes.zero.replacing(with: load(y + place + lane, lanes), where: hits)
          store(load(target + lane, lanes) + handed, to: target + lane, lanes)
        }
      }
    }
  }

  private func sum(_ x: Floats, _ result: Floats, _ row: Int) {
    let result = result + row * small[1] * channels
    result.update(repeating: 0, count: small[1] * channels)
    for i in 0..<window.kernel[0] {
      let largeRow = row * window.strides[0] - window.padLow[0] + i * window.dilations[0]
      guard largeRow >= 0, largeRow < large[0] else { continue }
      for j in 0..<window.kernel[1] {
        add(x + largeRow * large[1] * channels, to: result, shift: j * window.dilations[1] - window.padLow[1])
      }
    }
  }

  private func sumTranspose(_ y: Floats, _ result: Floats, _ row: Int) {
    let result = result + row * large[1] * channels
    result.update(repeating: 0, count: large[1] * channels)
    eachEntry(meeting: row) { smallRow, _, shift in
      add(y + smallRow * small[1] * channels, to: result, shift: shift)
    }
  }

  /// Adds entries of a row of one image to those of a row of the other: `shift` is the column of the larger image that
  /// belongs to the first placement.
  private func add(_ from: Floats, to result: Floats, shift: Int) {
    let columns = columns(shift)
    let step = window.strides[1]
    func place(_ column: Int, inLarge: Bool) -> Int { (inLarge ? column * step + shift : column) * channels }
    let fromLarge = !operation.isTransposed
    // At stride 1 the columns follow one another in both.
    let runs = step == 1 ? (columns.isEmpty ? 0 : 1) : columns.count
    let length = step == 1 ? columns.count * channels : channels
    for run in 0..<runs {
      let column = columns.lowerBound + run
      let x = from + place(column, inLarge: fromLarge)
      let y = result + place(column, inLarge: !fromLarge)
      for entry in 0..<length { y[entry] += x[entry] }
    }
  }

  // MARK: Windows

  private typealias Entry = (number: Int32, offset: Int)

  private func withEntries(_ body: (UnsafeMutablePointer<Entry>) -> Void) {
    withUnsafeTemporaryAllocation(of: Entry.self, capacity: window.kernel[0] * window.kernel[1]) { memory in
      if let base = memory.baseAddress { body(base) }
    }
  }

  /// Lists the entries of the window at a placement that lie in the image; gives their count.
  private func list(_ row: Int, _ column: Int, _ entries: UnsafeMutablePointer<Entry>) -> Int {
    var count = 0
    for i in 0..<window.kernel[0] {
      let y = row * window.strides[0] - window.padLow[0] + i * window.dilations[0]
      guard y >= 0, y < large[0] else { continue }
      for j in 0..<window.kernel[1] {
        let x = column * window.strides[1] - window.padLow[1] + j * window.dilations[1]
        guard x >= 0, x < large[1] else { continue }
        entries[count] = (Int32(i * window.kernel[1] + j), (y * large[1] + x) * channels)
        count += 1
      }
    }
    return count
  }

  /// Calls `body` for each entry of a window that can lie in row `row` of the larger image: with the placement's row, the
  /// number of the entry, and the column of the larger image that it has at the first placement.
  @inline(__always)
  private func eachEntry(meeting row: Int, _ body: (_ smallRow: Int, _ number: Int32, _ shift: Int) -> Void) {
    for i in 0..<window.kernel[0] {
      let distance = row + window.padLow[0] - i * window.dilations[0]
      guard distance >= 0, distance % window.strides[0] == 0, distance / window.strides[0] < small[0] else {
        continue
      }
      for j in 0..<window.kernel[1] {
        body(
          distance / window.strides[0], Int32(i * window.kernel[1] + j),
          j * window.dilations[1] - window.padLow[1])
      }
    }
  }

  /// The placements along a row whose entry, at column `shift` for the first of them, lies in the image.
  @inline(__always)
  private func columns(_ shift: Int) -> Range<Int> {
    let step = window.strides[1]
    let first = max(0, (-shift + step - 1) / step)
    let end = shift >= large[1] ? 0 : min(small[1], (large[1] - shift + step - 1) / step)
    return min(first, max(end, 0))..<max(end, 0)
  }
}

private typealias Lanes = SIMD16<Float>
private typealias Numbers = SIMD16<Int32>

/// Where the numbers kept at `pointer` are this one.
///
/// By way of floats in memory: so the compiler makes vector instructions of it, which it does not of masks of bytes.
@inline(__always)
private func hits<Number: EntryNumber>(
  of number: Number, in pointer: UnsafeMutablePointer<Number>, _ count: Int
) -> SIMDMask<SIMD16<Int32>> {
  var hits = Lanes.zero
  withUnsafeMutableBytes(of: &hits) { bytes in
    let hits = bytes.assumingMemoryBound(to: Float.self)
    if count == Lanes.scalarCount {
      for lane in 0..<Lanes.scalarCount { hits[lane] = pointer[lane] == number ? 1 : 0 }
    } else {
      for lane in 0..<count { hits[lane] = pointer[lane] == number ? 1 : 0 }
    }
  }
  return hits .!= 0
}

/// How the number of a window's entry is kept.
private protocol EntryNumber: Equatable {
  init(_ number: Int32)
  static func store(_ numbers: Numbers, to pointer: UnsafeMutablePointer<Self>, _ count: Int)
}

extension Float: EntryNumber {
  @inline(__always)
  fileprivate static func store(_ numbers: Numbers, to pointer: UnsafeMutablePointer<Float>, _ count: Int) {
    for lane in 0..<count { pointer[lane] = Float(numbers[lane]) }
  }
}

extension UInt8: EntryNumber {
  @inline(__always)
  fileprivate static func store(_ numbers: Numbers, to pointer: UnsafeMutablePointer<UInt8>, _ count: Int) {
    if count == Numbers.scalarCount {
      UnsafeMutableRawPointer(pointer).storeBytes(
        of: SIMD16<UInt8>(truncatingIfNeeded: numbers), as: SIMD16<UInt8>.self)
    } else {
      for lane in 0..<count { pointer[lane] = UInt8(truncatingIfNeeded: numbers[lane]) }
    }
  }
}

/// `count` numbers, the rest zeros.
@inline(__always)
private func load(_ pointer: Floats, _ count: Int) -> Lanes {
  if count == Lanes.scalarCount { return UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self) }
  var numbers = Lanes.zero
  for lane in 0..<count { numbers[lane] = pointer[lane] }
  return numbers
}

@inline(__always)
private func store(_ numbers: Lanes, to pointer: Floats, _ count: Int) {
  if count == Lanes.scalarCount {
    UnsafeMutableRawPointer(pointer).storeBytes(of: numbers, as: Lanes.self)
  } else {
    for lane in 0..<count { pointer[lane] = numbers[lane] }
  }
}
