import Tensors

/// One piece of a plan: what it computes, by which kernel, and what that costs.
public struct Step: Sendable {
  /// The operation, as a printed program calls it; a chain of elementwise operations lists them.
  public let name: String
  /// Who computes it: the library's name for its implementation, or `own`.
  public let kernel: String
  /// The result with its leading axes: [samples, conditions] + shape.
  public let extents: [Int]
  /// How the result lies in memory: `row-major`, `channels-last`, ...
  public let arrangement: String
  /// Floating-point operations.
  public let operations: Int
  /// Bytes read and written.
  public let bytes: Int

  let reads: [Int]
  let writes: [Int]
  /// Buffers whose place the result may take if nothing reads them afterwards.
  let reusable: [Int]
  /// The step can be left after each part.
  package let parts: Int
  let run: @Sendable (_ part: Int, Memory, Threads) throws -> Void

  /// Seconds by the cost model: 100 GFLOP/s, 8 GB/s.
  var cost: Double { max(Double(operations) / 100e9, Double(bytes) / 8e9) }
}
