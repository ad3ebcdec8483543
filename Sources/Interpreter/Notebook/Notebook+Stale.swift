import Language

extension Notebook {
  /// A cell whose results do not follow any more from what stands above it.
  struct Stale: Hashable {
    let cell: Int
    /// What has changed: "[1]", "a file".
    let reasons: [String]
  }

  /// The cells that would give something else if they ran again, since what they read has changed.
  ///
  /// - Parameter start: the session that the first cell found.
  func stale(from start: Session, files: FileDigests) -> [Stale] {
    var session = start
    var makers: [Slot: Int] = [:]
    var stale: [Stale] = []
    for cell in cells {
      guard let number = cell.number else { continue }
      var reasons: [String] = []
      for step in cell.steps {
        let uses = Uses(step.statement, in: step.source, session.definitions)
        let origin = session.origin(of: step.statement.description, uses, files: files)
        let changed = step.read.filter { (session.origins[$0.key] ?? .absent).digest != $0.value.digest }.keys
        session.apply(step)
        if origin.digest != step.origin.digest {
          // What it would write now is not known; that it would be something else is.
          for place in step.written { session.origins[place] = origin.left(in: place) }
          let above = Set(changed.compactMap { makers[$0] }).sorted().map { "[\($0)]" }
          reasons += above.isEmpty ? ["a file"] : above
        }
        for place in step.written { makers[place] = number }
      }
      if !reasons.isEmpty {
        var seen: Set<String> = []
        stale.append(Stale(cell: number, reasons: reasons.filter { seen.insert($0).inserted }))
      }
    }
    return stale
  }
}
