import Glibc
import Programs
import Tensors

typealias Floats = UnsafeMutablePointer<Float>

/// Memory for numbers, aligned for vector instructions, or the numbers of a constant, which it reads in place and keeps
/// alive.
///
/// Weights that lie in a file may start at any byte (``isAligned``), and a pointer to Float promises more than that: to
/// Swift, and to a C compiler, which may move on to the next multiple of 16 bytes in steps of 4. So who loads numbers
/// through the pointer gets them aligned. Who may not: `Elementwise`, which loads them as bytes; and `dnnl_sgemm`, whose
/// kernels are generated while the program runs and load from any address, since rows of matrices start anywhere.
final class Storage: @unchecked Sendable {
  let base: Floats
  let count: Int
  private let source: Constant.Entries?

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
    source = nil
  }

  /// Refuses what can't fit into the machine's memory: asked for all the same, the system would give it and
  /// later end the program.
  static func check(_ count: Int) throws(ExecutionError) {
    let (bytes, overflows) = count.multipliedReportingOverflow(by: MemoryLayout<Float>.stride)
    if overflows || bytes > physicalMemory { throw .outOfMemory(bytes: overflows ? .max : bytes) }
  }

  /// Reads a constant in place. The address of an array's entries holds as long as the array is kept and not
  /// changed, that of a mapped file's as long as the file is.
  init(reading constant: Constant) {
    source = constant.entries
    count = constant.shape.count
    let start: UnsafeRawPointer? =
      switch constant.entries {
      case .memory(let values): values.withUnsafeBytes(\.baseAddress)
      case .file(let numbers): numbers.withUnsafeBytes(\.baseAddress)
      }
    // Without entries there is no address, and nothing is read.
    base =
      start.map { UnsafeMutableRawPointer(mutating: $0).assumingMemoryBound(to: Float.self) } ?? Self.nowhere
  }

  private nonisolated(unsafe) static let nowhere = Floats.allocate(capacity: 1)

  /// Whether the numbers may be loaded as Float; else only byte by byte.
  var isAligned: Bool { UInt(bitPattern: base) % UInt(MemoryLayout<Float>.alignment) == 0 }

  /// The memory that it keeps alive. The system takes back the pages of a mapped file when it needs them, so they are no
  /// such memory.
  var share: MemoryShare {
    if case .file = source { return MemoryShare(address: base, bytes: 0) }
    return MemoryShare(address: base, bytes: count * MemoryLayout<Float>.stride)
  }

  deinit {
    if source == nil { free(base) }
  }
}

/// The address of each of a plan's buffers while it runs.
struct Memory {
  var bases: [Floats]

  subscript(view: View) -> Floats { bases[view.buffer] + view.offset }
}
