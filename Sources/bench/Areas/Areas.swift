import Foundation

/// Measurements that belong together.
struct Area: Sendable {
  let name: String
  let summary: String
  let measurements: @Sendable () throws -> [Measurement]

  /// Every area by its name. The machine is measured first all the same.
  static let all: [Area] = [
    .bundled,
    .machine,
    .mobileNet,
    .paths,
    .resNet,
    .start,
    .training,
    .vgg,
  ]

  /// The measurements that a person means: all of an area, or those whose names begin so.
  static func measurements(_ wanted: String?) throws -> [Measurement] {
    var found: [Measurement] = []
    for area in all {
      guard let wanted else {
        // Where everything is wanted, what can be measured is.
        do { found += try area.measurements() } catch { say("bench: \(error)", on: .standardError) }
        continue
      }
      // An area that can't be measured here does not matter to a name in another one.
      guard wanted.hasPrefix(area.name) else { continue }
      found += try area.measurements().filter { wanted == area.name || $0.name.hasPrefix(wanted) }
    }
    guard !found.isEmpty else {
      let names = all.map(\.name).joined(separator: ", ")
      throw Failure("nothing is called \"\(wanted ?? "")\"; areas: \(names)")
    }
    return found
  }
}
