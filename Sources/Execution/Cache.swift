/// Values by key up to a total cost; what was used longest ago goes first.
struct Cache<Key: Hashable, Value> {
  private var entries: [Key: (value: Value, cost: Int, used: Int)] = [:]
  private var clock = 0
  private var total = 0
  let limit: Int

  init(limit: Int) {
    self.limit = limit
  }

  mutating func value(_ key: Key) -> Value? {
    guard let entry = entries[key] else { return nil }
    clock += 1
    entries[key]?.used = clock
    return entry.value
  }

  mutating func insert(_ value: Value, _ key: Key, cost: Int) {
    clock += 1
    total += cost - (entries[key]?.cost ?? 0)
    entries[key] = (value, cost, clock)
    while total > limit, entries.count > 1, let oldest = entries.min(by: { $0.value.used < $1.value.used }) {
      total -= oldest.value.cost
      entries[oldest.key] = nil
    }
  }
}
