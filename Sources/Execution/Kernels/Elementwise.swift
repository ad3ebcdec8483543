import Programs

/// One pass over memory that computes chains of elementwise operations for each entry of its results.
///
/// The axes are merged as far as all operands allow; the innermost is walked in blocks that stay in the
/// first-level cache, instruction by instruction. Operands are broadcast by index: a stride of 0 repeats an
/// entry. Operands need not be aligned; results must be.
struct Elementwise: Sendable {
  enum Operation: Hashable, Sendable {
    case copy
    case unary(Primitive.Unary)
    case binary(Primitive.Binary)
    case select
  }

  /// Reads operands or earlier results, writes the result of its own number.
  struct Instruction: Hashable, Sendable {
    enum Source: Hashable, Sendable {
      case operand(Int)
      case result(Int)
    }
    var operation: Operation
    var sources: [Source]
  }

  /// An instruction whose sources are rows: those of the operands, then those of the results.
  private struct Flat: Sendable {
    let operation: Operation
    let first: Int
    let second: Int
    let third: Int

    init(_ instruction: Instruction, operandCount: Int) {
      let rows = instruction.sources.map { source in
        switch source {
        case .operand(let index): index
        case .result(let index): operandCount + index
        }
      }
      operation = instruction.operation
      first = rows.first ?? 0
      second = rows.count > 1 ? rows[1] : 0
      third = rows.count > 2 ? rows[2] : 0
    }
  }

  /// How many entries are computed at a time: fewer where there are many rows of them, all of which caches should hold.
  private let block: Int
  private static let largestBlock = 512
  private static let cached = 1 << 14
  /// Less than this, in additions, is done before another thread would have begun.
  private static let workOfPart = 65_536

  private let instructions: [Flat]
  /// For each instruction, which result it is, if any.
  private let results: [Int?]
  private let operandCount: Int
  private let resultCount: Int
  /// What an entry takes, in additions; to load or store a number takes about as long as one.
  private let work: Int
  /// Merged axes outside the innermost one, outermost first; for each, the stride of every operand, then of
  /// every result.
  private let outer: [(extent: Int, strides: [Int])]
  private let inner: (extent: Int, strides: [Int])
  /// The axis around the innermost one; where that is short, a block takes several of its rows.
  private let rows: (extent: Int, strides: [Int])
  private let rowsPerBlock: Int
  private let blocks: Int

  /// The blocks of all rows.
  let units: Int

  /// In how many parts the pass is made, so that none of them lasts long.
  var parts: Int {
    max(1, min(units, units * entriesPerUnit * (operandCount + resultCount) / (1 << 25)))
  }

  private var entriesPerUnit: Int { min(inner.extent * rowsPerBlock, block) }

  /// - Parameters:
  ///   - operands: broadcast to the extents of the results.
  ///   - results: which instructions give them, and where they go.
  init(_ instructions: [Instruction], operands: [View], results: [(instruction: Int, view: View)]) {
    self.instructions = instructions.map { Flat($0, operandCount: operands.count) }
    work = instructions.reduce(operands.count + results.count) { $0 + $1.operation.work }
    var given = [Int?](repeating: nil, count: instructions.count)
    for (number, result) in results.enumerated() { given[result.instruction] = number }
    self.results = given
    operandCount = operands.count
    resultCount = results.count
    block = max(64, min(Self.largestBlock, Self.cached / (operands.count + instructions.count) / 16 * 16))
    let views = View.split(operands + results.map(\.view))
    let result = views[operandCount]
    let axes = (0..<result.rank).filter { result.extents[$0] != 1 }
      .sorted { result.strides[$0] != result.strides[$1] ? result.strides[$0] > result.strides[$1] : $0 < $1 }
    var merged: [(extent: Int, strides: [Int])] = []
    for axis in axes {
      let (extent, strides) = (result.extents[axis], views.map { $0.strides[axis] })
      if let last = merged.last, zip(last.strides, strides).allSatisfy({ $0 == $1 * extent }) {
        merged[merged.count - 1] = (last.extent * extent, strides)
      } else {
        merged.append((extent, strides))
      }
    }
    inner = merged.popLast() ?? (1, views.map { _ in 1 })
    let isShort = inner.extent * 4 <= block
    rows = isShort ? merged.popLast() ?? (1, views.map { _ in 0 }) : (1, views.map { _ in 0 })
    rowsPerBlock = isShort ? max(1, min(rows.extent, block / max(1, inner.extent))) : 1
    outer = merged
    blocks =
      isShort
      ? inner.extent == 0 ? 0 : (rows.extent + rowsPerBlock - 1) / rowsPerBlock
      : (inner.extent + block - 1) / block
    units = outer.map(\.extent).reduce(1, *) * blocks
  }

  /// A pass that moves entries and computes nothing.
  init(copying source: View, to result: View) {
    self.init(
      [Instruction(operation: .copy, sources: [.operand(0)])], operands: [source], results: [(0, result)])
  }

  /// - Parameter pointers: the first entry of each operand, then of each result.
  func run(_ pointers: [Floats], _ threads: Threads) {
    for part in 0..<parts { run(pointers, part, threads) }
  }

  func run(_ pointers: [Floats], _ part: Int, _ threads: Threads) {
    let start = part * units / parts
    let perUnit = entriesPerUnit * work
    threads.split((part + 1) * units / parts - start, grain: max(1, Self.workOfPart / max(1, perUnit))) { range in
      run(pointers, start + range.lowerBound..<start + range.upperBound)
    }
  }

  func run(_ pointers: [Floats], _ range: Range<Int>) {
    let block = block
    // A row for each operand that needs to be spread or collected, one for each instruction.
    withUnsafeTemporaryAllocation(of: Float.self, capacity: (operandCount + instructions.count) * block) {
      memory in
      guard let scratch = memory.baseAddress, !range.isEmpty else { return }
      var position = [Int](repeating: 0, count: outer.count)
      var starts = pointers
      var remaining = range.lowerBound / blocks
      for axis in outer.indices.reversed() {
        position[axis] = remaining % outer[axis].extent
        remaining /= outer[axis].extent
        for index in starts.indices { starts[index] += position[axis] * outer[axis].strides[index] }
      }
      var spread = [(value: UInt32, count: Int)](repeating: (0, 0), count: operandCount)
      // Where each operand and each instruction's result lies.
      var lines = [Floats](repeating: scratch, count: operandCount + instructions.count)
      var first = range.lowerBound % blocks
      var unit = range.lowerBound

      while true {
        // The blocks of these rows.
        let end = min(blocks, first + (range.upperBound - unit))
        for number in first..<end {
          let (row, entry) = inner.extent * 4 <= block ? (number * rowsPerBlock, 0) : (0, number * block)
          let rowCount = min(rowsPerBlock, rows.extent - row)
          let entryCount = min(block, inner.extent - entry)
          let count = rowCount * entryCount
          func start(_ index: Int) -> Floats {
            starts[index] + row * rows.strides[index] + entry * inner.strides[index]
          }
          for index in 0..<operandCount {
            let source = start(index)
            let collected = scratch + index * block
            lines[index] = collected
            if isContiguous(index, rowCount, entryCount) {
              if UInt(bitPattern: source) % UInt(MemoryLayout<Float>.alignment) == 0 {
                lines[index] = source
              } else {
                spread[index].count = 0
                UnsafeMutableRawPointer(collected).copyMemory(
                  from: source, byteCount: count * MemoryLayout<Float>.size)
              }
            } else if inner.strides[index] == 0, rowCount == 1 || rows.strides[index] == 0 {
              let value = source.loaded
              let bits = value.bitPattern
              if spread[index].count < count || spread[index].value != bits {
                collected.update(repeating: value, count: count)
                spread[index] = (bits, count)
              }
            } else {
              spread[index].count = 0
              let (rowStride, stride) = (rows.strides[index], inner.strides[index])
              for row in 0..<rowCount {
                let (from, to) = (source + row * rowStride, collected + row * entryCount)
                if stride == 1 {
                  UnsafeMutableRawPointer(to).copyMemory(
                    from: from, byteCount: entryCount * MemoryLayout<Float>.size)
                } else {
                  for entry in 0..<entryCount { to[entry] = (from + entry &* stride).loaded }
                }
              }
            }
          }
          for (number, result) in results.enumerated() {
            lines[operandCount + number] =
              if let result, isContiguous(operandCount + result, rowCount, entryCount) {
                start(operandCount + result)
              } else {
                scratch + (operandCount + number) * block
              }
          }
          compute(lines, count)
          for (number, result) in results.enumerated() {
            guard let result, !isContiguous(operandCount + result, rowCount, entryCount) else { continue }
            let (collected, target) = (lines[operandCount + number], start(operandCount + result))
            let (rowStride, stride) = (
              rows.strides[operandCount + result], inner.strides[operandCount + result]
            )
            for row in 0..<rowCount {
              let (from, to) = (collected + row * entryCount, target + row * rowStride)
              if stride == 1 {
                to.update(from: from, count: entryCount)
              } else {
                for entry in 0..<entryCount { to[entry &* stride] = from[entry] }
              }
            }
          }
        }
        unit += end - first
        if unit >= range.upperBound { return }
        first = 0
        advance(&position, &starts)
      }
    }
  }

  /// Whether the entries of a block follow one another.
  private func isContiguous(_ index: Int, _ rowCount: Int, _ entryCount: Int) -> Bool {
    (entryCount == 1 || inner.strides[index] == 1) && (rowCount == 1 || rows.strides[index] == entryCount)
  }

  /// Moves on along the outer axes.
  private func advance(_ position: inout [Int], _ starts: inout [Floats]) {
    for axis in outer.indices.reversed() {
      position[axis] += 1
      let steps = position[axis] < outer[axis].extent ? 1 : 1 - outer[axis].extent
      for index in starts.indices { starts[index] += steps * outer[axis].strides[index] }
      if steps == 1 { return }
      position[axis] = 0
    }
  }

  private func compute(_ lines: [Floats], _ count: Int) {
    lines.withUnsafeBufferPointer { lines in
      for (number, instruction) in instructions.enumerated() {
        let result = lines[operandCount + number]
        let x = lines[instruction.first]
        switch instruction.operation {
        case .copy: result.update(from: x, count: count)
        case .unary(let operation): VectorMath.apply(operation, x, to: result, count)
        case .binary(let operation):
          VectorMath.apply(operation, x, lines[instruction.second], to: result, count)
        case .select:
          VectorMath.select(x, lines[instruction.second], lines[instruction.third], to: result, count)
        }
      }
    }
  }
}

extension Elementwise.Operation {
  /// About what it takes for an entry, in additions.
  fileprivate var work: Int {
    switch self {
    case .unary(.exp), .unary(.sigmoid), .unary(.tanh), .unary(.erf): 16
    case .unary(.log), .unary(.softplus), .binary(.power): 64
    default: 1
    }
  }
}

extension Floats {
  /// The number, wherever it lies.
  fileprivate var loaded: Float { UnsafeRawPointer(self).loadUnaligned(as: Float.self) }
}
