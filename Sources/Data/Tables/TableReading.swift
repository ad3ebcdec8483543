/// A table file whose entries have been counted: which columns are features, and what they hold.
struct TableReading {
  /// More categories than any column of a table has that is not free text.
  static let mostCategories = 1000

  let file: TableFile
  let options: TableOptions
  /// The index of the column that is to be predicted.
  let target: Int?
  /// The indices of the columns that are concepts.
  let concepts: [Int]
  /// The indices of the columns that samples consist of.
  let features: [Int]
  /// By index, whether used or not.
  let columns: [Column]
  /// The rows that are left out, in order.
  let dropped: [Int]
  /// How many rows are left.
  let count: Int
  /// How many rows each file has.
  let rowsOfFiles: [Int]
  /// Columns that are left out because they hold dates.
  let dates: [String]

  /// - Parameter leavesOutDates: whether columns of dates are left out instead of refused.
  init(
    _ paths: [String], _ options: TableOptions, concepts names: [String] = [], leavesOutDates: Bool = false,
    check: () throws -> Void
  ) throws {
    let file = try TableFile(paths, hasHeader: options.hasHeader)
    let target = try options.target.map { try file.column($0, key: "target") }
    let ignored = Set(try options.ignored.map { try file.column($0, key: "ignore") })
    if let target, ignored.contains(target) {
      throw DataError.badKey(key: "ignore", value: file.names[target], reason: "it is the target")
    }
    let concepts = try names.map { try file.column($0, key: "concepts") }
    if let wrong = concepts.first(where: { $0 == target || ignored.contains($0) }) {
      throw DataError.badKey(
        key: "concepts", value: file.names[wrong],
        reason: wrong == target ? "it is the target" : "ignore= leaves it out")
    }
    let features = file.names.indices.filter {
      $0 != target && !ignored.contains($0) && !concepts.contains($0)
    }
    guard !features.isEmpty else {
      throw DataError.badTable(
        source: file.source, line: nil,
        reason: "no column is left for samples: name fewer in ignore= and concepts=, or take another target=")
    }
    let used = features + (target.map { [$0] } ?? [])
    var columns = file.names.map(Column.init)
    var (incomplete, rows): ([Int], Int) = ([], 0)
    rowsOfFiles = try columns.withUnsafeMutableBufferPointer { columns in
      try file.forEachRow(check: check) { row, fields, text in
        var isComplete = true
        for index in used {
          let field = fields[index]
          let entry = Entry(text.bytes, field.start, field.end)
          if case .missing = entry { isComplete = false }
          if case .infinite = entry {
            throw DataError.badTable(
              source: file.source, line: text.line,
              reason: "column '\(file.names[index])' holds an infinity, or a number beyond 3.4e38: replace it"
            )
          }
          columns[index].count(entry, text.bytes, field)
        }
        if !isComplete { incomplete.append(row) }
        rows = row + 1
      }
    }
    guard rows > 0 else { throw DataError.empty(source: file.source) }
    dropped = options.missing == .drop ? incomplete : []
    count = rows - dropped.count
    (self.file, self.options, self.target, self.concepts) = (file, options, target, concepts)
    let dated = leavesOutDates ? features.filter { columns[$0].isDate } : []
    dates = dated.map { columns[$0].name }
    self.features = features.filter { !dated.contains($0) }
    self.columns = columns
    guard !self.features.isEmpty else {
      throw DataError.badTable(
        source: file.source, line: nil,
        reason: "no column is left for samples but \(listed(dates)), which holds dates")
    }
    try checkColumns()
  }

  private func checkColumns() throws(DataError) {
    func names(_ isOne: (Column) -> Bool) -> [String] {
      features.map { columns[$0] }.filter(isOne).map(\.name)
    }
    let empty = names { $0.numbers + $0.texts == 0 }
    guard empty.isEmpty else { throw unusable(empty, "holds nothing", "hold nothing") }
    let dates = names(\.isDate)
    guard dates.isEmpty else {
      throw unusable(
        dates, "holds dates", "hold dates",
        else: "write them as numbers, such as days since the first one, or ")
    }
    let commas = names { $0.texts > 0 && $0.decimalCommas == $0.texts && file.hasRoomForDecimalCommas }
    guard commas.isEmpty else {
      throw unusable(
        commas, "has decimal commas", "have decimal commas", else: "write 1.5 for 1,5, or ")
    }
    try checkMissing()
    guard count > 0 else {
      throw .badTable(
        source: file.source, line: nil,
        reason:
          "a value is missing in each of its \(dropped.count) rows, so that missing=drop leaves none: ignore= the "
          + "emptiest columns, or choose another missing=")
    }
  }

  private func checkMissing() throws(DataError) {
    guard options.missing != .drop else { return }
    if let target, columns[target].missing > 0 {
      throw .badKey(
        key: "target", value: columns[target].name,
        reason: "it is missing in \(columns[target].missing) of \(count) rows: missing=drop leaves them out")
    }
    let gaps = missingTexts
    guard options.missing ?? .refuse == .refuse, !gaps.isEmpty else { return }
    throw .badTable(
      source: file.source, line: nil,
      reason:
        "values are missing (\(listed(gaps)) of \(count) rows): choose missing=mean, median, drop or indicator, or "
        + "leave columns out with ignore=")
  }

  /// "age 3" for each feature of which values are missing.
  var missingTexts: [String] {
    features.filter { columns[$0].missing > 0 }.map { "\(columns[$0].name) \(columns[$0].missing)" }
  }

  func unusable(_ names: [String], _ one: String, _ several: String, else way: String = "") -> DataError {
    let subject = names.count == 1 ? "column '\(names[0])' \(one)" : "columns \(listed(names)) \(several)"
    let list = names.count == 1 ? names[0] : "[\(names.prefix(12).joined(separator: ","))]"
    return .badTable(
      source: file.source, line: nil, reason: "\(subject): \(way)leave it out with ignore=\(list)")
  }
}

/// The first of some names, and how many there are more.
func listed(_ names: [String]) -> String {
  names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", and \(names.count - 12) more" : "")
}
