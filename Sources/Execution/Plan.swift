import Programs

/// How a program is computed for given numbers of samples and conditions: steps, buffers, memory layouts.
public struct Plan: Sendable, CustomStringConvertible {
  public let samples: Int
  public let conditions: Int
  public let steps: [Step]
  /// Bytes of the memory that all intermediate values share.
  public let arenaBytes: Int

  /// Steps before this one vary with the sample alone: several batches of conditions share them.
  let firstRepeated: Int
  /// Values of steps before that one which are kept for further runs.
  let kept: [ActivationCache.Entry]
  /// For each buffer, its place in the arena, or memory of its own.
  let places: [Place]
  let inputs: [Binding]
  let outputs: [Binding]

  enum Place: Sendable {
    case arena(Int)
    case fixed(Storage)
    /// One of the plan's kept values.
    case kept(Int)
  }

  /// A named value and where the plan keeps it.
  struct Binding: Sendable {
    let name: String
    let type: Type
    let view: View
  }

  /// The memory of its own that the plan keeps alive.
  var shares: [MemoryShare] {
    places.compactMap { if case .fixed(let storage) = $0 { storage.share } else { nil } }
  }

  func memory(in arena: Storage, keeping kept: [Storage]) -> Memory {
    Memory(
      bases: places.map { place in
        switch place {
        case .arena(let offset): arena.base + offset
        case .fixed(let storage): storage.base
        case .kept(let position): kept[position].base
        }
      })
  }

  /// Which steps have to run where these of the kept values are known.
  func stepsToRun(known: [Bool]) -> [Bool] {
    guard known.contains(true) else { return [Bool](repeating: true, count: steps.count) }
    let given = Set(zip(kept, known).filter(\.1).map(\.0.buffer))
    var runs = [Bool](repeating: true, count: steps.count)
    var needed = Set(steps[firstRepeated...].flatMap(\.reads) + outputs.map(\.view.buffer)).subtracting(given)
    for position in (0..<firstRepeated).reversed() {
      runs[position] = steps[position].writes.contains(where: needed.contains)
      if runs[position] { needed.formUnion(Set(steps[position].reads).subtracting(given)) }
    }
    return runs
  }

  /// One line for each step, then the sums.
  public var description: String {
    var lines = steps.enumerated().map { position, step in
      "\(position) \(step.name) [\(step.kernel)] \(step.extents) \(step.arrangement)"
        + " \(decimals(step.operations, 1_000_000)) MFLOP \(decimals(step.bytes, 1_000_000)) MB"
    }
    lines.append(
      "\(steps.count) steps, \(decimals(steps.map(\.operations).reduce(0, +), 1_000_000_000)) GFLOP, "
        + "arena \(decimals(arenaBytes, 1_000_000)) MB, kept for further runs "
        + "\(decimals(kept.reduce(0) { $0 + 4 * $1.count }, 1_000_000)) MB")
    return lines.joined(separator: "\n")
  }
}

/// A quotient with two decimals.
private func decimals(_ value: Int, _ unit: Int) -> String {
  let hundredths = String((value / (unit / 100)) % 100)
  return "\(value / unit)." + (hundredths.count < 2 ? "0" : "") + hundredths
}
