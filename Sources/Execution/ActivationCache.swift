import Glibc
import Tensors

/// Values that vary with the sample alone, kept from one run to the next: a second condition on the same sample costs only
/// its own relevance pass.
struct ActivationCache {
  /// A value that a plan may find here: which expression of which inputs.
  struct Entry: Sendable {
    let buffer: Int
    let count: Int
    let expression: Int
    let inputs: [String]
  }

  private struct Key: Hashable {
    let expression: Int
    /// An index may be kept in bytes or in floats.
    let count: Int
    let samples: Int
    let contents: [Int]
  }

  private var values: Cache<Key, Storage>
  /// Contents of inputs that were seen, by a number for each.
  private var contents = Cache<Content, Int>(limit: 64 << 20)
  private var seen = 0

  init(limit: Int) {
    values = Cache(limit: limit)
  }

  var limit: Int {
    get { values.limit }
    set { values.limit = newValue }
  }

  var total: Int { values.total }
  var count: Int { values.count }

  /// Where the values of a plan are to be kept, and which of them are there already.
  ///
  /// - Parameter numbers: of the contents of what the plan reads.
  mutating func storages(
    for plan: Plan, _ numbers: [String: Int]
  ) throws -> [(storage: Storage, isKnown: Bool)] {
    var found: [(storage: Storage, isKnown: Bool)] = []
    for entry in plan.kept {
      if let known = values.value(key(entry, plan, numbers)) {
        found.append((known, true))
      } else {
        let evicted = values.makeRoom(for: entry.count * MemoryLayout<Float>.stride)
        // Memory that was used before costs no page faults; but what this run reads may be among the evicted.
        let reusable = evicted.first { old in old.count == entry.count && !found.contains { $0.storage === old } }
        let storage = try reusable ?? Storage(count: entry.count)
        found.append((storage, false))
      }
    }
    return found
  }

  /// Keeps what a plan has computed.
  mutating func keep(_ storages: [(storage: Storage, isKnown: Bool)], of plan: Plan, _ numbers: [String: Int]) {
    for (entry, found) in zip(plan.kept, storages) where !found.isKnown && found.storage.share.bytes <= limit {
      values.insert(found.storage, key(entry, plan, numbers), keeping: [found.storage.share])
    }
  }

  private func key(_ entry: Entry, _ plan: Plan, _ numbers: [String: Int]) -> Key {
    Key(
      expression: entry.expression, count: entry.count, samples: plan.samples,
      contents: entry.inputs.compactMap { numbers[$0] })
  }

  /// A number for what each of these holds, the same for equal contents.
  mutating func numbers(of inputs: [String: Tensor]) -> [String: Int] {
    inputs.mapValues { tensor in
      let content = Content(tensor: tensor)
      if let known = contents.value(content) { return known }
      seen += 1
      let share = tensor.values.withUnsafeBytes { bytes in
        bytes.baseAddress.map { MemoryShare(address: $0, bytes: bytes.count) }
      }
      contents.insert(seen, content, keeping: share.map { [$0] } ?? [])
      return seen
    }
  }

  /// A tensor by its bits: -0 is not 0, and NaN equals itself.
  private struct Content: Hashable {
    let tensor: Tensor

    static func == (left: Content, right: Content) -> Bool {
      left.tensor.shape == right.tensor.shape
        && left.tensor.values.withUnsafeBytes { left in
          right.tensor.values.withUnsafeBytes { right in
            guard let a = left.baseAddress, let b = right.baseAddress else { return left.count == right.count }
            return memcmp(a, b, left.count) == 0
          }
        }
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(tensor.shape)
      tensor.values.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
  }
}
