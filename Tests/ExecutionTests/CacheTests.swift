import Execution
import Testing

private func share(_ address: Int, _ bytes: Int) throws -> MemoryShare {
  MemoryShare(address: try #require(UnsafeRawPointer(bitPattern: address)), bytes: bytes)
}

@Test func whatWasUsedLongestAgoGoesFirst() throws {
  var cache = Cache<String, Int>(limit: 100)
  cache.insert(1, "a", keeping: [try share(64, 40)])
  cache.insert(2, "b", keeping: [try share(128, 40)])
  #expect(cache.value("a") == 1)
  cache.insert(3, "c", keeping: [try share(192, 40)])
  #expect(cache.value("a") == 1 && cache.value("b") == nil && cache.value("c") == 3)
  #expect(cache.total == 80)
}

@Test func sharedMemoryCountsOnce() throws {
  var cache = Cache<Int, Int>(limit: 100)
  for key in 0..<10 { cache.insert(key, key, keeping: [try share(64, 90), try share(128 + key, 1)]) }
  #expect(cache.total == 100)
  #expect((0..<10).allSatisfy { cache.value($0) == $0 })
  cache.insert(10, 10, keeping: [try share(64, 90), try share(256, 2)])
  #expect(cache.total == 100 && cache.value(0) == nil && cache.value(1) == nil)
  cache.insert(10, 10, keeping: [])
  #expect(cache.total == 98)
}

/// A value that is larger than the limit by itself is kept while it is the latest.
@Test func theLatestIsKept() throws {
  var cache = Cache<Int, Int>(limit: 10)
  for key in 0..<3 {
    cache.insert(key, key, keeping: [try share(64 * (key + 1), 50)])
    #expect(cache.value(key) == key && cache.total == 50)
  }
}
