import Glibc

/// A file that is being written: its bytes go beside its place and take that place when they are complete.
///
/// One that is never finished leaves nothing behind, and what was in its place stays there.
public final class PartialFile {
  private let path: String
  private let target: String
  private let beside: String
  private var descriptor: Int32

  public init(for path: String) throws(FileError) {
    self.path = path
    target = try resolvedTarget(path)
    beside = "\(target).partial-\(getpid())"
    descriptor = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileError(writing: path, code: errno) }
    // Who may read or run a file does not change with its content.
    var status = stat()
    if stat(target, &status) == 0 { fchmod(descriptor, status.st_mode & 0o777) }
  }

  deinit {
    if descriptor >= 0 {
      close(descriptor)
      unlink(beside)
    }
  }

  /// Writes numbers as they lie in memory, one after the other.
  public func append<Number: BitwiseCopyable>(_ numbers: ArraySlice<Number>) throws(FileError) {
    let code = numbers.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let written = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if written < 0 {
          if errno == EINTR { continue }
          return errno
        }
        rest = rest.dropFirst(written)
      }
      return 0
    }
    guard code == 0 else { throw FileError(writing: path, code: code) }
  }

  /// Puts the file in its place.
  public func finish() throws(FileError) {
    let closing = close(descriptor) == 0 ? 0 : errno
    descriptor = -1
    guard closing == 0, rename(beside, target) == 0 else {
      let code = closing != 0 ? closing : errno
      unlink(beside)
      throw FileError(writing: path, code: code)
    }
  }
}

/// Where `path` leads through symbolic links, if an ordinary file may be written there.
private func resolvedTarget(_ path: String) throws(FileError) -> String {
  var status = stat()
  guard stat(path, &status) == 0 else { return path }
  switch status.st_mode & S_IFMT {
  case S_IFDIR: throw .isFolder(path: path)
  case S_IFREG: break
  default: throw .notRegular(path: path)
  }
  guard access(path, W_OK) == 0 else { throw FileError(writing: path, code: errno) }
  guard let resolved = realpath(path, nil) else { return path }
  defer { free(resolved) }
  return String(cString: resolved)
}

extension FileError {
  fileprivate init(writing path: String, code: Int32) {
    switch code {
    case ENOENT, ENOTDIR: self = .folderMissing(path: path)
    case EISDIR: self = .isFolder(path: path)
    case EACCES, EPERM, EROFS: self = .notPermitted(path: path, writing: true)
    case ENOSPC, EDQUOT, EFBIG: self = .diskFull(path: path)
    default: self = .failed(path: path, reason: String(cString: strerror(code)))
    }
  }
}
