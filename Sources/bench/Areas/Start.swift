import Foundation

extension Area {
  static let start = Area(name: "start", summary: "how long a user waits for the program itself") {
    [
      Measurement(name: "start to --version", repetitions: 15, prepare: Start.work(["--version"])),
      Measurement(name: "start to the first prompt", repetitions: 15, prepare: Start.work([])),
      Measurement(name: "start to a saved heatmap", prepare: Start.savedHeatmap),
    ]
  }
}

private enum Start {
  @Sendable static func savedHeatmap() throws -> Measurement.Work {
    let picture = FileManager.default.temporaryDirectory.appending(path: "xpl-bench-\(UUID().uuidString).png")
    return { _ in
      { _ in
        defer { try? FileManager.default.removeItem(at: picture) }
        try run(["-c", "load; condition layer=4 channel=50 y=1 | save \"\(picture.path)\""])
        return nil
      }
    }
  }

  static func work(_ arguments: [String]) -> @Sendable () throws -> Measurement.Work {
    {
      { _ in
        { _ in
          try run(arguments)
          return nil
        }
      }
    }
  }

  /// The xpl that was built beside this program.
  private static func run(_ arguments: [String]) throws {
    try Programs.run(Programs.folder.appending(path: "xpl"), arguments)
  }
}
