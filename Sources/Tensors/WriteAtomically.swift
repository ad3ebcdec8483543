/// Writes a whole file or nothing: the bytes go beside `path` and are then renamed to it.
public func writeAtomically(_ bytes: [UInt8], to path: String) throws(FileError) {
  let file = try PartialFile(for: path)
  try file.append(bytes[...])
  try file.finish()
}
