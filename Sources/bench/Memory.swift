import Foundation

/// Peaks of memory, as Linux counts them.
enum Memory {
  /// The most bytes that were resident since the start, or since the last reset: here, or in a process that
  /// this one ran.
  static var peak: Int? { own.map { max($0, children) } }

  private static var own: Int? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
    else { return nil }
    return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
  }

  private static var children: Int {
    var usage = rusage()
    getrusage(RUSAGE_CHILDREN.rawValue, &usage)
    return usage.ru_maxrss << 10
  }

  /// Counts from now on, where the kernel allows it. Source: proc(5), clear_refs since Linux 4.0.
  static func resetPeak() {
    guard let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") else { return }
    try? file.write(contentsOf: Data("5".utf8))
    try? file.close()
  }
}
