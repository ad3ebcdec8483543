import Tensors

/// What the columns of a table become in a sample.
struct TableLayout {
  let groups: [FeatureGroup]
  /// For each group, what stands in where nothing is: a number, or the index of a category.
  let standIns: [Float]

  var width: Int { groups.last?.columns.upperBound ?? 0 }

  /// - Parameter cells: holds the categories; of the numbers only for stand-ins, which are NaN without them.
  init(_ reading: TableReading, _ cells: TableCells, training: [Int]) throws(DataError) {
    let options = reading.options
    try reading.checkCategories(cells)
    var groups: [FeatureGroup] = []
    var standIns: [Float] = []
    for index in reading.features {
      let column = reading.columns[index]
      let place = cells.columns.firstIndex(of: index)
      let start = groups.last?.columns.upperBound ?? 0
      let marksGaps = options.missing == .indicator && column.missing > 0
      let content: FeatureGroup.Content
      var (width, standIn) = (1, Float.nan)
      if column.isCategory, let place {
        var names = cells.categories[place]
        if column.missing > 0 {
          standIn = marksGaps ? Float(names.count) : cells.mostFrequent(place, training)
        }
        if marksGaps { names.append(names.contains("missing") ? "(missing)" : "missing") }
        let isCode = options.categories == .codes
        content = isCode ? .code(names) : .oneHot(names)
        width = isCode ? 1 : names.count
      } else {
        content = marksGaps ? .numberOrMissing : .number
        width = marksGaps ? 2 : 1
        if column.missing > 0, let place {
          standIn = options.missing == .median ? cells.median(place, training) : cells.mean(place, training)
        }
      }
      groups.append(
        FeatureGroup(
          name: column.name, columns: start..<start + width, content: content, missing: column.missing))
      standIns.append(standIn)
    }
    (self.groups, self.standIns) = (groups, standIns)
  }

  /// Writes one sample behind those that are there.
  func append(_ row: some RandomAccessCollection<Float>, to values: inout [Float]) {
    for ((group, standIn), cell) in zip(zip(groups, standIns), row) {
      let value = cell.isNaN ? standIn : cell
      switch group.content {
      case .number, .code: values.append(value)
      case .numberOrMissing: values += [value, cell.isNaN ? 1 : 0]
      case .oneHot(let names):
        let start = values.count
        values.append(contentsOf: repeatElement(0, count: names.count))
        if let code = Int(exactly: value), code < names.count { values[start + code] = 1 }
      }
    }
  }
}

extension TableReading {
  /// Refuses texts that tell rows apart rather than kinds of rows.
  fileprivate func checkCategories(_ cells: TableCells) throws(DataError) {
    let limit = options.categories == .codes ? Labels.mostClasses : Self.mostCategories
    var (identifiers, many): ([String], [String]) = ([], [])
    for (place, index) in cells.columns.enumerated() where index != target && columns[index].isCategory {
      let found = cells.categories[place].count
      if found >= 20, found * 2 > columns[index].texts + columns[index].numbers {
        identifiers.append(columns[index].name)
      }
      if found > limit { many.append(columns[index].name) }
    }
    let reason = "a different text in most rows"
    guard identifiers.isEmpty else { throw unusable(identifiers, "holds \(reason)", "hold \(reason)") }
    guard many.isEmpty else {
      throw unusable(
        many, "holds over \(limit) categories", "hold over \(limit) categories",
        else: "take categories=codes, or ")
    }
  }
}

extension TableCells {
  /// Values of a column that are there, in the rows for training, or in all where those have none.
  private func present(_ place: Int, _ training: [Int]) -> [Float] {
    let values = training.map { self.values[$0 * columns.count + place] }.filter { !$0.isNaN }
    return values.isEmpty ? column(place).filter { !$0.isNaN } : values
  }

  fileprivate func mean(_ place: Int, _ training: [Int]) -> Float {
    let values = present(place, training)
    return Float(values.reduce(0.0) { $0 + Double($1) } / Double(max(1, values.count)))
  }

  /// The middle value, or the mean of the two in the middle.
  fileprivate func median(_ place: Int, _ training: [Int]) -> Float {
    let values = present(place, training).sorted()
    guard !values.isEmpty else { return .nan }
    let middle = values.count / 2
    return values.count.isMultiple(of: 2)
      ? Float((Double(values[middle - 1]) + Double(values[middle])) / 2) : values[middle]
  }

  /// The category of most rows, the first by name of several.
  fileprivate func mostFrequent(_ place: Int, _ training: [Int]) -> Float {
    var counts = [Int](repeating: 0, count: categories[place].count)
    for value in present(place, training) { counts[Int(value)] += 1 }
    return Float(counts.firstIndex(of: counts.max() ?? 0) ?? 0)
  }
}
