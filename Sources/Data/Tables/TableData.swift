import Tensors

/// A table as samples: its columns laid side by side, its gaps filled, the part of it that was asked for. A sample is a
/// row, or where a window is given so many of them one after the other.
struct TableData {
  private let reading: TableReading
  private let loading: Loading
  /// Nil where each row is a sample.
  private let windows: Windows?
  private let split: TableSplit
  private let name: String

  /// - Parameter paths: files with the same columns, which are read as one table.
  init(_ paths: [String], name: String? = nil, _ loading: Loading) throws {
    let size = loading.sequence.window
    if size == nil, let step = loading.sequence.stride {
      throw DataError.badKey(key: "stride", value: "\(step)", reason: "it goes with window=")
    }
    if size != nil, loading.table.missing == .drop {
      throw DataError.badKey(
        key: "missing", value: "drop", reason: "windows would leap over what is left out: take missing=mean")
    }
    let reading = try TableReading(
      paths, loading.table, concepts: loading.concepts.columns, leavesOutDates: size != nil,
      check: loading.check)
    windows = try size.map {
      try Windows(
        of: reading.rowsOfFiles, size: $0, step: loading.sequence.stride ?? $0, source: reading.file.source)
    }
    split = try TableSplit(
      count: windows?.starts.count ?? reading.count, of: windows == nil ? "rows" : "windows", loading: loading
    )
    (self.reading, self.loading) = (reading, loading)
    self.name = name ?? paths.map(baseName).joined(separator: "+")
  }

  private var count: Int { split.part?.count ?? windows?.starts.count ?? reading.count }

  /// The rows of samples, one after the other.
  private func rows(_ samples: [Int]) -> [Int] {
    windows.map { windows in samples.flatMap { windows.rows($0) } } ?? samples
  }

  /// The rows of samples for training, each once.
  private var training: [Int] {
    let rows = rows(split.training)
    return loading.sequence.stride == nil ? rows : Set(rows).sorted()
  }

  /// What can be said without keeping the numbers.
  func header() throws -> DatasetHeader {
    let categories = reading.features.filter { reading.columns[$0].isCategory }
    let cells = try self.cells(categories + (reading.target.map { [$0] } ?? []))
    _ = try concepts()
    return try header(TableLayout(reading, cells, training: training), target(cells))
  }

  func dataset() throws -> Dataset {
    let cells = try self.cells(reading.features + (reading.target.map { [$0] } ?? []))
    let training = training
    let layout = try TableLayout(reading, cells, training: training)
    let target = try target(cells)
    let header = try header(layout, target)
    var preparation = loading.preparation
    if loading.table.standardize == true {
      guard preparation.mean == nil, preparation.std == nil else {
        throw DataError.badKey(
          key: "standardize", value: "true", reason: "mean= and std= say already what to do")
      }
      (preparation.mean, preparation.std) = layout.groups.moments(layout.samples(cells, training))
    }
    try preparation.check(header.shape, arePictures: false)
    let rows = rows(split.part ?? Array(0..<count))
    // Of a window the last row says what is to be predicted.
    let size = windows?.size ?? 1
    let last = stride(from: size - 1, to: rows.count, by: size).map { rows[$0] }
    var (labels, stepLabels, targets): ([Int]?, [Int]?, [Float]?)
    switch target {
    case .classes(let all, _):
      labels = last.map { all[$0] }
      if windows != nil { stepLabels = rows.map { all[$0] } }
    case .numbers(let all): targets = last.map { all[$0] }
    case nil: break
    }
    let concepts = try concepts()?.rows(last)
    return try Dataset(
      header, source: reading.file.source, .numbers(layout.samples(cells, rows)), labels: labels,
      stepLabels: stepLabels, concepts: concepts, targets: targets,
      remarks: remarks(layout, target) + (concepts?.remarks ?? []), preparation: preparation)
  }

  /// What the columns of concepts say of each row that is not left out.
  private func concepts() throws -> ConceptLabels? {
    guard !reading.concepts.isEmpty else { return nil }
    let all = try ConceptLabels(reading.file, columns: reading.concepts, check: loading.check)
    return reading.dropped.isEmpty ? all : all.rows(Set(0..<all.count).subtracting(reading.dropped).sorted())
  }

  private func cells(_ columns: [Int]) throws -> TableCells {
    var cells = try TableCells(reading, columns: columns, check: loading.check)
    for (place, index) in columns.enumerated() where index != reading.target { cells.sortCategories(place) }
    return cells
  }

  private func target(_ cells: TableCells) throws(DataError) -> Target? {
    guard let index = reading.target, let place = cells.columns.lastIndex(of: index) else { return nil }
    return try Target(
      cells.column(place), categories: cells.categories[place], column: reading.columns[index],
      options: loading.table, source: reading.file.source)
  }

  private func header(_ layout: TableLayout, _ target: Target?) throws(DataError) -> DatasetHeader {
    let classes = if case .classes(_, let names) = target { names } else { [String]() }
    return DatasetHeader(
      name: name, count: count, shape: windows.map { [$0.size, layout.width] } ?? [layout.width],
      classes: classes, isLabelledByStep: windows != nil && !classes.isEmpty,
      concepts: reading.concepts.map { reading.file.names[$0] }, groups: layout.groups)
  }

  /// What was found and decided, for the user to know.
  private func remarks(_ layout: TableLayout, _ target: Target?) -> [String] {
    var remarks: [String] = []
    if reading.file.lacksHeader {
      remarks.append(
        "the first line holds nothing but numbers and is taken for a row; header=true takes it for names")
    }
    if reading.file.hasRowNames {
      remarks.append("the first line names all columns but the first, which is taken for names of rows")
    }
    if !reading.dates.isEmpty {
      remarks.append("\(listed(reading.dates)) is left out, since it holds dates")
    }
    let categories = reading.features.filter { reading.columns[$0].isCategory }
    let numbers = reading.features.count - categories.count
    let kinds = layout.groups.compactMap { group in
      switch group.content {
      case .oneHot(let names), .code(let names): "\(group.name) \(names.count)"
      case .number, .numberOrMissing: nil
      }
    }
    let way = loading.table.categories == .codes ? "as codes" : "one-hot"
    let parts =
      ["\(numbers) of numbers"]
      + (kinds.isEmpty ? [] : ["\(kinds.count) of categories, \(way) (\(listed(kinds)))"])
    remarks.append("columns: " + parts.joined(separator: ", "))
    let counting = reading.features.map { reading.columns[$0] }.filter { $0.countsRows }.map(\.name)
    if !counting.isEmpty {
      remarks.append("\(listed(counting)) counts the rows: ignore=\(counting[0]) leaves it out")
    }
    if let index = reading.target {
      remarks.append("target \(reading.columns[index].name): " + (target?.text ?? ""))
    }
    if !reading.dropped.isEmpty {
      remarks.append("\(reading.dropped.count) rows are left out, in which values are missing")
    } else if !reading.missingTexts.isEmpty, let missing = loading.table.missing {
      remarks.append("missing values (\(listed(reading.missingTexts))): \(missing.deed)")
    }
    if let windows {
      let place = reading.rowsOfFiles.count == 1 ? "the end" : "the ends of files"
      let tail = windows.tail == 0 ? "" : "; \(windows.tail) rows at \(place) are dropped"
      remarks.append("cut into \(windows.starts.count) windows of \(windows.size) rows\(tail)")
    }
    if let remark = split.remark { remarks.append(remark) }
    if loading.table.standardize == true {
      remarks.append(
        "numbers are standardized over \(split.part == nil ? "all rows" : "what is for training")")
    }
    return remarks
  }
}

extension TableLayout {
  fileprivate func samples(_ cells: TableCells, _ rows: [Int]) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(rows.count * width)
    let stride = cells.columns.count
    for row in rows { append(cells.values[row * stride..<(row + 1) * stride], to: &values) }
    return values
  }
}

extension [FeatureGroup] {
  /// Mean and deviation of each column of numbers over samples, or steps; 0 and 1 for categories, which stay what they
  /// are, and a deviation of 1 where there is none.
  func moments(_ samples: [Float]) -> (mean: [Float], std: [Float]) {
    let width = last?.columns.upperBound ?? 1
    var mean = [Float](repeating: 0, count: width)
    var std = [Float](repeating: 1, count: width)
    let count = Double(samples.count / width)
    for group in self {
      switch group.content {
      case .oneHot, .code: continue
      case .number, .numberOrMissing: break
      }
      let column = group.columns.lowerBound
      let values = stride(from: column, to: samples.count, by: width).lazy.map { Double(samples[$0]) }
      let average = values.reduce(0, +) / count
      let variance = values.reduce(0) { $0 + ($1 - average) * ($1 - average) } / count
      mean[column] = Float(average)
      if variance > 0 { std[column] = Float(variance.squareRoot()) }
    }
    return (mean, std)
  }
}

extension TableOptions.Missing {
  /// What was done.
  fileprivate var deed: String {
    switch self {
    case .refuse, .drop: ""
    case .mean: "the mean stands in, for categories the most frequent one"
    case .median: "the median stands in, for categories the most frequent one"
    case .indicator: "the mean stands in and a column says where, for categories one more category"
    }
  }
}
