import Tensors

/// The lines of a text file.
struct TextLines {
  let lines: [String]

  /// Lines end with a line feed, before which a carriage return may stand; after the last one nothing need follow.
  init(_ path: String) throws {
    let file = try MappedFile(path)
    lines = try file.withUnsafeBytes { bytes in
      var lines: [String] = []
      var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      while start < bytes.count {
        let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
        let line = end > start && bytes[end - 1] == 0x0D ? start..<end - 1 : start..<end
        guard let text = String(validating: bytes[line], as: UTF8.self) else {
          throw TokenizerError.notText(path: path, line: lines.count + 1)
        }
        lines.append(text)
        start = end + 1
      }
      return lines
    }
  }
}
