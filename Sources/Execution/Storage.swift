import Glibc
import Tensors

typealias Floats = UnsafeMutablePointer<Float>

/// Memory for numbers, aligned for vector instructions, or the memory of a tensor that it keeps alive.
final class Storage: @unchecked Sendable {
  let base: Floats
  let count: Int
  private let owner: [Float]?

  /// - Throws: ``ExecutionError/outOfMemory(bytes:)``.
  init(count: Int) throws(ExecutionError) {
    try Self.check(count)
    let bytes = max(64, count * MemoryLayout<Float>.stride)
    var memory: UnsafeMutableRawPointer?
    // Large blocks start at a huge page, which saves a good part of the address translations.
    let large = bytes >= 4 << 20
    guard posix_memalign(&memory, large ? 2 << 20 : 64, bytes) == 0, let memory else {
      throw .outOfMemory(bytes: bytes)
    }
    if large { madvise(memory, bytes, MADV_HUGEPAGE) }
    base = memory.bindMemory(to: Float.self, capacity: max(16, count))
    self.count = count
    owner = nil
  }

  /// Refuses what can't fit into the machine's memory: asked for all the same, the system would give it and
  /// later end the program.
  static func check(_ count: Int) throws(ExecutionError) {
    let (bytes, overflows) = count.multipliedReportingOverflow(by: MemoryLayout<Float>.stride)
    if overflows || bytes > physicalMemory { throw .outOfMemory(bytes: overflows ? .max : bytes) }
  }

  /// Reads a tensor in place. The address of an array's entries holds as long as the array is kept and not
  /// changed.
  init(reading values: [Float]) {
    owner = values
    count = values.count
    base = values.withUnsafeBufferPointer { entries in
      UnsafeMutablePointer(mutating: entries.baseAddress) ?? UnsafeMutablePointer.allocate(capacity: 1)
    }
  }

  var share: MemoryShare { MemoryShare(address: base, bytes: count * MemoryLayout<Float>.stride) }

  deinit {
    if owner == nil { free(base) }
  }
}

/// The address of each of a plan's buffers while it runs.
struct Memory {
  var bases: [Floats]

  subscript(view: View) -> Floats { bases[view.buffer] + view.offset }
}
