import Glibc

/// Writes a whole file or nothing: the bytes go beside `path` and are then renamed to it.
public func writeAtomically(_ bytes: [UInt8], to path: String) throws(FileError) {
  let target = try resolvedTarget(path)
  let beside = "\(target).partial-\(getpid())"
  let descriptor = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
  guard descriptor >= 0 else { throw FileError(writing: path, code: errno) }
  let failure = write(bytes, descriptor)
  let closing = close(descriptor) == 0 ? 0 : errno
  let code = failure != 0 ? failure : closing
  guard code == 0, rename(beside, target) == 0 else {
    let reason = code != 0 ? code : errno
    unlink(beside)
    throw FileError(writing: path, code: reason)
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

/// Writes all bytes and returns 0, or the error's number.
private func write(_ bytes: [UInt8], _ descriptor: Int32) -> Int32 {
  bytes.withUnsafeBytes { buffer in
    var rest = buffer[...]
    while !rest.isEmpty {
      let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if written < 0 {
        if errno == EINTR { continue }
        return errno
      }
      rest = rest.dropFirst(written)
    }
    return 0
  }
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
