public import Programs
import Synchronization
public import Tensors

/// Runs programs on the processor, and keeps what can be used again: plans, folded constants, reordered
/// weights, activations.
///
/// It may be used from several threads; runs then follow one another.
public final class Executor: @unchecked Sendable {
  private struct PlanKey: Hashable {
    let program: Program
    let samples: Int
    let conditions: Int
    let repeatsConditions: Bool
    let keepsActivations: Bool
  }

  private let threads: Threads
  private let lock = Mutex(())
  // Everything below is only touched by whoever holds the lock.
  private var weights: Weights?
  private var plans = Cache<PlanKey, Plan>(limit: physicalMemory / 4)
  private var activations: ActivationCache
  private var memoryLimit: Int
  private var arena: Storage?
  private var last: Computation?

  /// The channels that kernels compute at a time: products over whole vectors of them waste nothing.
  public static let vector = Arrangement.vector

  /// A program with the extents of one batch of it.
  public struct Computation: Sendable {
    public let program: Program
    public let samples: Int
    public let conditions: Int

    public init(program: Program, samples: Int, conditions: Int) {
      (self.program, self.samples, self.conditions) = (program, samples, conditions)
    }
  }

  /// How many samples, or conditions, of a program that sums over them are best computed at a time: a power of two, no
  /// larger than what `count` asks for.
  public func room(for program: Program, samples: Int? = nil, conditions: Int? = nil) -> Int {
    let memory = memory
    let wanted = min(samples ?? conditions ?? 1, Batches.largestSum)
    var size = 1
    while size < wanted {
      let bytes = program.peakBytes(
        samples: samples == nil ? 1 : 2 * size, conditions: samples == nil ? 2 * size : conditions ?? 1)
      if bytes > (size < 16 ? memory : min(memory, Batches.cached)) { break }
      size *= 2
    }
    return size
  }

  /// What was run last, for those who want to see it or its plan.
  public var lastRun: Computation? { lock.withLock { _ in last } }

  /// - Parameters:
  ///   - threads: as many as there are cores where it is not given.
  ///   - memory: bytes that the values of one batch may take; batches are chosen by it.
  public init(threads: Int? = nil, memory: Int = 2 << 30) {
    self.threads = Threads(threads)
    memoryLimit = memory
    activations = ActivationCache(limit: memory / 16)
  }

  /// Bytes that the values of one batch may take; a sixteenth of it again is for activations that are kept.
  public var memory: Int {
    get { lock.withLock { _ in memoryLimit } }
    set {
      lock.withLock { _ in
        if memoryLimit == newValue { return }
        memoryLimit = newValue
        activations.limit = newValue / 16
      }
    }
  }

  /// A kind of things that are kept for further runs.
  public struct Kept: Hashable, Sendable {
    public let name: String
    public let count: Int
    public let bytes: Int
    public let limit: Int
  }

  /// What is kept at the moment.
  public var kept: [Kept] {
    lock.withLock { _ in
      [
        Kept(
          name: "activations", count: activations.count, bytes: activations.total, limit: activations.limit),
        Kept(name: "plans, with their weights", count: plans.count, bytes: plans.total, limit: plans.limit),
      ] + (weights?.kept ?? [])
    }
  }

  /// The plan for a program and exactly so many samples and conditions.
  public func plan(_ program: Program, samples: Int, conditions: Int) throws -> Plan {
    try lock.withLock { _ in
      try cachedPlan(program, samples, conditions, repeatsConditions: false, keepsActivations: true, .silent)
    }
  }

  /// Computes the outputs of a program.
  ///
  /// Samples and conditions are computed in batches, unless the program sums over them; the outputs do not
  /// depend on how.
  /// - Parameter inputs: of the program's types, with the leading axes that they vary along; so are the
  ///   outputs.
  /// - Throws: ``ExecutionError``, or `CancellationError` once the monitor says so. The monitor must not
  ///   use the executor itself.
  public func run(
    _ program: Program, inputs: [String: Tensor], samples: Int = 1, conditions: Int = 1,
    monitor: Monitor = .silent
  ) throws -> [String: Tensor] {
    guard samples > 0, conditions > 0 else {
      throw ExecutionError.noExtent(samples: samples, conditions: conditions)
    }
    for (name, type) in program.inputs.sorted(by: { $0.key < $1.key }) {
      guard let input = inputs[name] else { throw ExecutionError.missingInput(name) }
      let expected = type.shape(samples: samples, conditions: conditions)
      guard input.shape == expected else {
        throw ExecutionError.wrongShape(input: name, expected: expected, found: input.shape)
      }
    }
    return try lock.withLock { _ in
      try runBatches(program, inputs, samples, conditions, monitor)
    }
  }

  private func runBatches(
    _ program: Program, _ inputs: [String: Tensor], _ samples: Int, _ conditions: Int, _ monitor: Monitor
  ) throws -> [String: Tensor] {
    threads.apply()
    let summed = program.summedLeading
    let limits = Batches.limits(
      program, samples: samples, conditions: conditions, memory: memoryLimit)
    let sampleBatches =
      summed.contains(.sample)
      ? [(range: 0..<samples, size: samples)] : Batches.split(samples, limit: limits.samples)
    let conditionBatches =
      summed.contains(.condition)
      ? [(range: 0..<conditions, size: conditions)] : Batches.split(conditions, limit: limits.conditions)

    last = Computation(
      program: program, samples: sampleBatches.first?.size ?? 1, conditions: conditionBatches.first?.size ?? 1
    )

    var results: [String: [Float]] = [:]
    var shapes: [String: Shape] = [:]
    for output in program.outputs {
      let shape = program.nodes[output.node].type.shape(samples: samples, conditions: conditions)
      shapes[output.name] = shape
    }
    // Results are arranged, drawn and saved in copies: they may take a quarter of the memory.
    try Storage.check(4 * shapes.values.reduce(0) { $0 + $1.count })
    for (name, shape) in shapes { results[name] = [Float](repeating: 0, count: shape.count) }
    var progress = Progress(batches: sampleBatches.count * conditionBatches.count, monitor: monitor)
    for sampleBatch in sampleBatches {
      // One set of activations should not push out those of all other samples.
      let keepsActivations = program.sharedBytes(samples: sampleBatch.size) <= activations.limit / 2
      var contents: [String: Int]?
      var before: (size: Int, memory: Memory)?
      // The addresses of kept values hold as long as these do.
      var inUse: [Storage] = []
      defer { withExtendedLifetime(inUse) {} }
      for conditionBatch in conditionBatches {
        let plan = try cachedPlan(
          program, sampleBatch.size, conditionBatch.size, repeatsConditions: conditionBatches.count > 1,
          keepsActivations: keepsActivations, monitor)
        let batch = Batch(samples: sampleBatch.range, conditions: conditionBatch.range)
        // What varies with the sample alone is still there from the batch of conditions before.
        let isRepeated = before?.size == conditionBatch.size
        // What inputs hold is only looked at where something is kept by it.
        if contents == nil, !plan.kept.isEmpty {
          contents = activations.numbers(of: Batch.contents(of: inputs, program, sampleBatch.range))
        }
        let kept = try isRepeated ? [] : activations.storages(for: plan, contents ?? [:])
        let memory =
          try (isRepeated ? before?.memory : nil) ?? memory(for: plan, keeping: kept.map(\.storage))
        before = (conditionBatch.size, memory)
        if !isRepeated { inUse = kept.map(\.storage) }
        for input in plan.inputs where !isRepeated || input.type.leading.contains(.condition) {
          if let tensor = inputs[input.name] {
            batch.load(tensor, samples, conditions, into: input, memory, threads)
          }
        }
        let runs =
          isRepeated
          ? plan.steps.indices.map { $0 >= plan.firstRepeated } : plan.stepsToRun(known: kept.map(\.isKnown))
        try progress.run(plan, runs, memory, threads)
        if !isRepeated { activations.keep(kept, of: plan, contents ?? [:]) }
        for output in plan.outputs {
          results[output.name]?.withUnsafeMutableBufferPointer { entries in
            if let target = entries.baseAddress {
              batch.store(output, samples, conditions, memory, to: target, threads)
            }
          }
        }
      }
    }
    return results.reduce(into: [:]) { tensors, result in
      if let shape = shapes[result.key] { tensors[result.key] = Tensor(shape, result.value) }
    }
  }

  private func memory(for plan: Plan, keeping kept: [Storage]) throws -> Memory {
    if let arena, arena.count * 4 >= plan.arenaBytes { return plan.memory(in: arena, keeping: kept) }
    arena = nil
    let larger = try Storage(count: plan.arenaBytes / 4)
    arena = larger
    return plan.memory(in: larger, keeping: kept)
  }

  private func cachedPlan(
    _ program: Program, _ samples: Int, _ conditions: Int, repeatsConditions: Bool, keepsActivations: Bool,
    _ monitor: Monitor
  ) throws -> Plan {
    let key = PlanKey(
      program: program, samples: samples, conditions: conditions, repeatsConditions: repeatsConditions,
      keepsActivations: keepsActivations)
    if let known = plans.value(key) { return known }
    threads.apply()
    let shared = try weights ?? Weights()
    weights = shared
    var planner = Planner(program, samples: samples, conditions: conditions, shared, threads)
    planner.isCancelled = monitor.isCancelled
    let plan = try planner.plan(repeatsConditions: repeatsConditions, keepsActivations: keepsActivations)
    plans.insert(plan, key, keeping: plan.shares + program.constantShares)
    return plan
  }
}

/// Counts the work that is done, and stops where the monitor says so.
private struct Progress {
  let batches: Int
  let monitor: Monitor
  var done = 0.0

  init(batches: Int, monitor: Monitor) {
    self.batches = batches
    self.monitor = monitor
  }

  mutating func run(_ plan: Plan, _ runs: [Bool], _ memory: Memory, _ threads: Threads) throws {
    let total = max(plan.steps.map(\.cost).reduce(0, +), .leastNonzeroMagnitude) * Double(batches)
    for (step, runs) in zip(plan.steps, runs) {
      guard runs else {
        done += step.cost / total
        continue
      }
      try monitor.timed(step) {
        for part in 0..<step.parts {
          if monitor.isCancelled() { throw CancellationError() }
          monitor.report(Monitor.Progress(fraction: min(1, done), step: step.name))
          try step.run(part, memory, threads)
          done += step.cost / Double(step.parts) / total
        }
      }
    }
  }
}
