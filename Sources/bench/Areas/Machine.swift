import CMachine
import Dispatch
import Foundation

extension Area {
  static let machine = Area(name: "machine", summary: "what the processor and the memory can do at most") {
    [Machine.multiplyAdds, Machine.copy]
  }
}

/// The two peaks that everything else is a share of.
enum Machine {
  static let cores = ProcessInfo.processInfo.activeProcessorCount
  static let vectorBits = Int(xpl_vector_bits())

  /// Independent fused multiply-adds on all cores, some hundredths of a second of them: as short as finds the
  /// processor alone.
  static let multiplyAdds: Measurement = {
    let turns = 8_000_000
    var measurement = Measurement(name: "machine multiply-adds", repetitions: 100) {
      { _ in
        { _ in
          DispatchQueue.concurrentPerform(iterations: cores) { _ in xpl_multiply_adds(turns) }
          return nil
        }
      }
    }
    measurement.cost = Measurement.Cost(operations: cores * xpl_operations(turns))
    return measurement
  }()

  /// A copy that no cache holds, on all cores: each byte is read once and written once.
  static let copy: Measurement = {
    let bytes = 512 << 20
    var measurement = Measurement(name: "machine copy", repetitions: 40) {
      let source = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 4096)
      let target = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 4096)
      // The first touch of a page is the kernel's work.
      source.initializeMemory(as: UInt8.self, repeating: 1)
      target.initializeMemory(as: UInt8.self, repeating: 2)
      let (from, to) = (Address(source.baseAddress), Address(target.baseAddress))
      return { _ in
        { _ in
          DispatchQueue.concurrentPerform(iterations: cores) { part in
            let (start, end) = (part * bytes / cores, (part + 1) * bytes / cores)
            if let from = from.base, let to = to.base { memcpy(to + start, from + start, end - start) }
          }
          return nil
        }
      }
    }
    measurement.cost = Measurement.Cost(bytes: 2 * bytes)
    return measurement
  }()

  /// Handed to other threads, which each touch a part of their own.
  private struct Address: @unchecked Sendable {
    let base: UnsafeMutableRawPointer?

    init(_ base: UnsafeMutableRawPointer?) {
      self.base = base
    }
  }
}
