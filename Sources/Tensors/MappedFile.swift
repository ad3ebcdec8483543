import Glibc

/// A file's bytes, read in place: pages are brought in when they are touched, and nothing is copied.
///
/// The file stays what it was when it is deleted, or replaced by renaming as `writeAtomically` does. One that is written
/// over in place shows through; one that is cut short ends the program (SIGBUS) where what is gone is touched. Linux has
/// nothing against that: file locks bind only those who ask for them, and a handler for the signal would be the whole
/// program's, libraries included.
public final class MappedFile: Sendable {
  public let path: String
  public let count: Int
  // The mapping is read-only and lives as long as this object, so any thread may read it.
  private nonisolated(unsafe) let start: UnsafeMutableRawPointer?

  public init(_ path: String) throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(reading: path, code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError(reading: path, code: errno) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .isFolder(path: path)
    default: throw .notRegular(path: path)
    }
    self.path = path
    count = Int(status.st_size)
    guard count > 0 else {
      start = nil
      return
    }
    guard let address = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED else {
      throw FileError(reading: path, code: errno)
    }
    start = address
  }

  deinit {
    if let start { munmap(start, count) }
  }

  /// Calls `body` with the bytes, which stay where they are as long as this object is kept.
  public func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let result = try body(UnsafeRawBufferPointer(start: start, count: count))
    withExtendedLifetime(self) {}
    return result
  }
}

extension FileError {
  fileprivate init(reading path: String, code: Int32) {
    switch code {
    case ENOENT, ENOTDIR: self = .missing(path: path)
    case EACCES, EPERM: self = .notPermitted(path: path, writing: false)
    default: self = .failed(path: path, reason: String(cString: strerror(code)))
    }
  }
}
