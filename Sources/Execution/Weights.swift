import COneDNN
import Programs
import Tensors

/// What plans share: the library, folded constants, and weights in the layouts that kernels want.
final class Weights {
  /// What a constant's entries come from.
  enum Source: Hashable {
    /// A constant's identity: a key keeps no tensor alive.
    case constant(UInt64)
    /// An expression over constants, as the program that computes it alone.
    case expression(Program)
  }

  /// Weights as a kernel wants them.
  struct Reordered: Hashable {
    let source: Source
    private let plain: [UInt8]
    private let layout: [UInt8]
    let isFlipped: Bool

    init(source: Source, plain: Layout, layout: Layout, isFlipped: Bool) {
      (self.source, self.plain, self.layout, self.isFlipped) = (source, plain.key, layout.key, isFlipped)
    }
  }

  let library: OneDNN
  // Large ones are mostly weights that are then reordered, and are not needed again.
  private var folded = Cache<Program, Storage>(limit: min(physicalMemory / 8, 64 << 20))
  private var reordered = Cache<Reordered, Storage>(limit: physicalMemory / 4)

  /// What is kept at the moment.
  var kept: [Executor.Kept] {
    [
      .init(name: "folded constants", count: folded.count, bytes: folded.total, limit: folded.limit),
      .init(
        name: "reordered weights", count: reordered.count, bytes: reordered.total, limit: reordered.limit),
    ]
  }

  init() throws(ExecutionError) {
    library = try OneDNN()
  }

  /// The value of an expression over constants, row-major: computed when it is first asked for.
  func folded(
    _ program: Program, _ compute: () throws -> Storage
  ) throws -> Storage {
    if let known = folded.value(program) { return known }
    let value = try compute()
    folded.insert(value, program, keeping: [value.share] + program.constantShares)
    return value
  }

  /// Weights that were reordered before.
  func known(_ key: Reordered) -> Storage? { reordered.value(key) }

  /// The entries of `storage` in the layout that a kernel wants.
  ///
  /// - Parameter flipped: the view of them, row-major once copied, that `plain` describes, where that is
  ///   not they themselves.
  func reordered(
    _ storage: Storage, _ key: Reordered, flipped: View?, from plain: Layout, to layout: Layout,
    _ threads: Threads
  ) throws(ExecutionError) -> Storage {
    let isMoved = flipped != nil || !Layout.matches(plain, layout)
    if !isMoved, storage.isAligned { return storage }
    var entries = storage
    if flipped != nil || !storage.isAligned {
      let source = flipped ?? View(dense: [storage.count], .rowMajor(1), buffer: 0)
      entries = try Storage(count: source.count)
      let target = View(dense: source.extents, .rowMajor(source.rank), buffer: 0)
      Elementwise(copying: source, to: target).run([storage.base + source.offset, entries.base], threads)
    }
    var result = entries
    if !Layout.matches(plain, layout) {
      result = try Storage(count: layout.floats)
      let primitive = try LibraryPrimitive(reorder: plain, to: layout, library)
      try primitive.bind([DNNL_ARG_FROM, DNNL_ARG_TO])
      let scratchpad = try Storage(count: primitive.scratchpad)
      try primitive.execute([entries.base, result.base, scratchpad.base])
    }
    let shares =
      if case .expression(let program) = key.source { program.constantShares } else { [MemoryShare]() }
    reordered.insert(result, key, keeping: [result.share] + shares)
    return result
  }
}
