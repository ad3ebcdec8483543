import Glibc

/// The last part of a path without what follows its first dot: the name that data gets from its file.
func baseName(_ path: String) -> String {
  let last = path.split(separator: "/").last ?? Substring(path)
  guard let dot = last.dropFirst().firstIndex(of: ".") else { return String(last) }
  return String(last[..<dot])
}

func exists(_ path: String) -> Bool {
  access(path, F_OK) == 0
}

extension String {
  /// Where `part` occurs last.
  func lastRange(of part: String) -> Range<Index>? {
    indices.reversed().lazy.compactMap { start in
      self[start...].hasPrefix(part) ? start..<self.index(start, offsetBy: part.count) : nil
    }.first
  }
}
