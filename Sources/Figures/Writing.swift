import Glibc

/// Writes a file whole or not at all: beside its place first, then renamed into it.
///
/// What is at `path` already is replaced and keeps its permissions; a link is followed, and a device such as
/// `/dev/null` is written to as it is.
public func write(_ bytes: [UInt8], to path: String) throws(WriteError) {
  let target = resolved(path)
  var status = stat()
  let exists = stat(target, &status) == 0
  let kind = status.st_mode & S_IFMT
  if exists && kind == S_IFDIR { throw WriteError(path: path, reason: .isFolder) }
  if exists && kind != S_IFREG {
    return try fill(open(target, O_WRONLY), with: bytes, path: path)
  }
  if exists && access(target, W_OK) != 0 { throw WriteError(path: path, errno) }
  let beside = target + ".\(getpid()).part"
  do throws(WriteError) {
    try fill(open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666), with: bytes, path: path)
    if exists { chmod(beside, status.st_mode & 0o7777) }
    guard rename(beside, target) == 0 else { throw WriteError(path: path, errno) }
  } catch {
    unlink(beside)
    throw error
  }
}

/// The file that a path means once its links are followed; the path itself where there is no file yet.
private func resolved(_ path: String) -> String {
  guard let real = realpath(path, nil) else { return path }
  defer { free(real) }
  return String(cString: real)
}

/// Writes everything to an open file and closes it.
private func fill(_ file: Int32, with bytes: [UInt8], path: String) throws(WriteError) {
  guard file >= 0 else { throw WriteError(path: path, errno) }
  var failure: Int32 = 0
  bytes.withUnsafeBytes { buffer in
    var rest = buffer[...]
    while !rest.isEmpty && failure == 0 {
      let count = Glibc.write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count >= 0 { rest = rest.dropFirst(count) } else if errno != EINTR { failure = errno }
    }
  }
  // Some file systems report a full disk only now.
  if close(file) != 0 && failure == 0 { failure = errno }
  if failure != 0 { throw WriteError(path: path, failure) }
}
