/// Memory that something keeps alive, known by its address.
package struct MemoryShare {
  let address: UnsafeRawPointer
  let bytes: Int

  package init(address: UnsafeRawPointer, bytes: Int) {
    (self.address, self.bytes) = (address, bytes)
  }
}

/// Values by key up to a total of bytes; what was used longest ago goes first. Memory that several share counts once.
package struct Cache<Key: Hashable, Value> {
  private var entries: [Key: (value: Value, shares: [MemoryShare], used: Int)] = [:]
  private var holders: [UnsafeRawPointer: Int] = [:]
  private var clock = 0
  package private(set) var total = 0
  package var limit: Int {
    didSet { _ = makeRoom(for: 0) }
  }

  package var count: Int { entries.count }

  package init(limit: Int) {
    self.limit = limit
  }

  package mutating func value(_ key: Key) -> Value? {
    guard let entry = entries[key] else { return nil }
    clock += 1
    entries[key]?.used = clock
    return entry.value
  }

  /// - Parameter shares: what the value and the key keep alive.
  package mutating func insert(_ value: Value, _ key: Key, keeping shares: [MemoryShare]) {
    remove(key)
    clock += 1
    entries[key] = (value, shares, clock)
    for share in shares {
      holders[share.address, default: 0] += 1
      if holders[share.address] == 1 { total += share.bytes }
    }
    while total > limit, entries.count > 1, let oldest { remove(oldest) }
  }

  /// Lets go of what was used longest ago until there is room for more, and gives it.
  package mutating func makeRoom(for bytes: Int) -> [Value] {
    var evicted: [Value] = []
    while total + bytes > limit, let oldest {
      if let value = entries[oldest]?.value { evicted.append(value) }
      remove(oldest)
    }
    return evicted
  }

  private var oldest: Key? { entries.min { $0.value.used < $1.value.used }?.key }

  private mutating func remove(_ key: Key) {
    for share in entries.removeValue(forKey: key)?.shares ?? [] {
      holders[share.address, default: 1] -= 1
      if holders[share.address] == 0 {
        holders[share.address] = nil
        total -= share.bytes
      }
    }
  }
}
