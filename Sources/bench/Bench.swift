/// The command: `bench [--only NAME]`. A table of what takes how long on this machine.
@main
enum Bench {
  /// Every area, in the order of the table: a new one is a file here and a line in this list.
  private static let areas: [(name: String, measure: @Sendable (Clock) throws -> [Row])] = [
    ("start", Start.rows),
    ("bundled", BundledNetwork.rows),
    ("vgg16", VGG16.rows),
  ]

  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let names = areas.map(\.name)
    let chosen: [String]
    switch arguments.count {
    case 0: chosen = names
    case 2 where arguments[0] == "--only" && names.contains(arguments[1]): chosen = [arguments[1]]
    default:
      stop("usage: bench [--only NAME], where NAME is one of \(names.joined(separator: ", "))", code: 2)
    }
    do {
      for area in areas where chosen.contains(area.name) {
        for row in try area.measure(Clock()) { print(row) }
      }
    } catch {
      stop("\(error)", code: 1)
    }
  }
}
