import CZlib
import Glibc

/// The directory of a zip archive whose entries are stored or deflated, with 64-bit sizes where they are needed.
///
/// Source: PKWARE, APPNOTE.TXT, version 6.3.
struct Zip {
  struct Entry {
    let name: String
    let deflated: Bool
    let packedSize: Int
    let size: Int
    let checksum: UInt32
    let headerOffset: Int
  }

  let file: String
  let entries: [Entry]

  init(_ bytes: Bytes, file: String) throws(ArrayFileError) {
    self.file = file
    guard let (count, directory) = Zip.directory(bytes) else {
      guard bytes.starts(with: [0x50, 0x4B]) else {
        throw .notOfFormat(file: file, format: "a NumPy archive (.npz)")
      }
      throw .corrupt(file: file, reason: "its directory of entries is missing, as after an interrupted copy")
    }
    var entries: [Entry] = []
    var offset = directory
    for _ in 0..<count {
      guard let (entry, next) = Zip.entry(bytes, at: offset) else {
        throw .corrupt(file: file, reason: "entry \(entries.count) of its directory is broken")
      }
      guard let entry else {
        throw .corrupt(file: file, reason: "entry \(entries.count) is encrypted or packed by another method")
      }
      entries.append(entry)
      offset = next
    }
    self.entries = entries
  }

  /// The unpacked bytes of `entry`, or only the first `limit` of them; whole entries are checked against their sum.
  func contents<Result>(
    of entry: Entry, in bytes: Bytes, limit: Int = .max, _ body: (Bytes) throws -> Result
  ) throws -> Result {
    let name = "\(file), entry '\(entry.name)'"
    let packed = try packed(entry, in: bytes, name: name)
    if !entry.deflated {
      try check(packed.buffer, against: entry, name: name, isWhole: limit >= entry.size)
      return try body(packed)
    }
    guard entry.size / Inflate.largestRatio <= entry.packedSize else {
      throw ArrayFileError.corrupt(file: name, reason: "it claims more bytes than it can hold")
    }
    guard entry.size <= sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)) else {
      throw ArrayFileError.tooLarge(file: name, what: "its \(entry.size) bytes don't fit into memory")
    }
    do {
      return try Inflate.raw(packed, count: min(limit, entry.size)).withUnsafeBytes { unpacked in
        try check(unpacked, against: entry, name: name, isWhole: limit >= entry.size)
        return try body(Bytes(unpacked))
      }
    } catch is Inflate.Failure {
      throw ArrayFileError.corrupt(file: name, reason: "its packed bytes can't be unpacked")
    }
  }

  /// Calls `body` with the unpacked bytes of `entry`, piece by piece, until it says no: large entries are never whole in
  /// memory. Packed ones that are read to their end are checked against their sum; others come in one piece, unchecked.
  func forEachPiece(
    of entry: Entry, in bytes: Bytes, _ body: (UnsafeRawBufferPointer) throws -> Bool
  ) throws {
    let name = "\(file), entry '\(entry.name)'"
    let packed = try packed(entry, in: bytes, name: name)
    guard entry.deflated else {
      _ = try body(packed.buffer)
      return
    }
    var (sum, size) = (crc32_z(0, nil, 0), 0)
    var outcome = Result<Bool, any Error>.success(true)
    do throws(Inflate.Failure) {
      try Inflate.raw(packed) { piece in
        sum = crc32_z(sum, piece.bindMemory(to: UInt8.self).baseAddress, piece.count)
        size += piece.count
        outcome = Result { try body(piece) }
        return (try? outcome.get()) ?? false
      }
    } catch {
      throw ArrayFileError.corrupt(file: name, reason: "its packed bytes can't be unpacked")
    }
    guard try outcome.get() else { return }
    guard size == entry.size else {
      throw ArrayFileError.truncated(file: name, needed: entry.size, found: size)
    }
    guard UInt32(truncatingIfNeeded: sum) == entry.checksum else {
      throw ArrayFileError.corrupt(file: name, reason: "its bytes don't add up to its checksum")
    }
  }

  private func packed(_ entry: Entry, in bytes: Bytes, name: String) throws(ArrayFileError) -> Bytes {
    guard bytes.integer(at: entry.headerOffset, UInt32.self) == 0x0403_4B50,
      let nameLength = bytes.integer(at: entry.headerOffset + 26, UInt16.self),
      let extraLength = bytes.integer(at: entry.headerOffset + 28, UInt16.self),
      let packed = bytes.slice(
        at: entry.headerOffset + 30 + Int(nameLength) + Int(extraLength), count: entry.packedSize)
    else { throw .corrupt(file: name, reason: "its bytes lie outside of the file") }
    return packed
  }

  private func check(
    _ contents: UnsafeRawBufferPointer, against entry: Entry, name: String, isWhole: Bool
  ) throws(ArrayFileError) {
    guard isWhole else { return }
    guard contents.count == entry.size else {
      throw .truncated(file: name, needed: entry.size, found: contents.count)
    }
    guard Zip.checksum(contents) == entry.checksum else {
      throw .corrupt(file: name, reason: "its bytes don't add up to its checksum")
    }
  }

  static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    UInt32(truncatingIfNeeded: crc32_z(0, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count))
  }

  /// How many entries the archive has and where their directory starts.
  private static func directory(_ bytes: Bytes) -> (count: Int, offset: Int)? {
    // The end record is 22 bytes and a comment of at most 65,535.
    let last = bytes.count - 22
    guard last >= 0,
      let end = (max(0, last - 65_535)...last).reversed().first(where: {
        bytes.integer(at: $0, UInt32.self) == 0x0605_4B50
      }),
      let count = bytes.integer(at: end + 10, UInt16.self),
      let offset = bytes.integer(at: end + 16, UInt32.self)
    else { return nil }
    guard count == .max || offset == .max, bytes.integer(at: end - 20, UInt32.self) == 0x0706_4B50 else {
      return (Int(count), Int(offset))
    }
    guard let record = bytes.integer(at: end - 12, UInt64.self).flatMap({ Int(exactly: $0) }),
      record <= bytes.count - 56, bytes.integer(at: record, UInt32.self) == 0x0606_4B50,
      let count = bytes.integer(at: record + 32, UInt64.self).flatMap({ Int(exactly: $0) }),
      let offset = bytes.integer(at: record + 48, UInt64.self).flatMap({ Int(exactly: $0) }),
      count <= bytes.count / 46, offset <= bytes.count
    else { return nil }
    return (count, offset)
  }

  /// The entry whose record lies at `offset`, nil inside if it can't be unpacked here, and where the next one lies.
  private static func entry(_ bytes: Bytes, at offset: Int) -> (entry: Entry?, next: Int)? {
    guard bytes.integer(at: offset, UInt32.self) == 0x0201_4B50,
      let flags = bytes.integer(at: offset + 8, UInt16.self),
      let method = bytes.integer(at: offset + 10, UInt16.self),
      let checksum = bytes.integer(at: offset + 16, UInt32.self),
      let packedSize = bytes.integer(at: offset + 20, UInt32.self),
      let size = bytes.integer(at: offset + 24, UInt32.self),
      let nameLength = bytes.integer(at: offset + 28, UInt16.self),
      let extraLength = bytes.integer(at: offset + 30, UInt16.self),
      let commentLength = bytes.integer(at: offset + 32, UInt16.self),
      let headerOffset = bytes.integer(at: offset + 42, UInt32.self),
      let name = bytes.slice(at: offset + 46, count: Int(nameLength)),
      let extra = bytes.slice(at: offset + 46 + Int(nameLength), count: Int(extraLength)),
      let sizes = wide([size, packedSize, headerOffset], extra),
      sizes[1] <= bytes.count, sizes[2] <= bytes.count
    else { return nil }
    let next = offset + 46 + Int(nameLength) + Int(extraLength) + Int(commentLength)
    guard flags & 1 == 0, method == 0 || method == 8 else { return (nil, next) }
    let entry = Entry(
      name: String(decoding: name.buffer, as: UTF8.self), deflated: method == 8, packedSize: sizes[1],
      size: sizes[0],
      checksum: checksum, headerOffset: sizes[2])
    return (entry, next)
  }

  /// Sizes of 32 bits, those that are all ones replaced by the 64-bit ones of the extra field with number 1.
  private static func wide(_ narrow: [UInt32], _ extra: Bytes) -> [Int]? {
    var position = 0
    while let tag = extra.integer(at: position, UInt16.self), tag != 1 {
      guard let length = extra.integer(at: position + 2, UInt16.self) else { return nil }
      position += 4 + Int(length)
    }
    position += 4
    var sizes: [Int] = []
    for value in narrow {
      guard value == .max else {
        sizes.append(Int(value))
        continue
      }
      guard let large = extra.integer(at: position, UInt64.self), let size = Int(exactly: large) else {
        return nil
      }
      sizes.append(size)
      position += 8
    }
    return sizes
  }
}
