import Tensors

/// A column of a table whose texts are samples, and what goes with them.
public struct TextColumn: Hashable, Sendable {
  /// By name or index, as the others.
  public var text: String
  /// The column of second texts, for networks that read two.
  public var pair: String?
  /// At most so many tokens of each.
  public var limit: Int?

  public init(text: String, pair: String? = nil, limit: Int? = nil) {
    (self.text, self.pair, self.limit) = (text, pair, limit)
  }
}

extension Dataset {
  /// The texts of a column of a `.csv` or `.tsv` file; rows in which one is missing are left out, and said.
  ///
  /// - Parameters:
  ///   - options: the target with its classes, and whether there is a header; the rest is of no use to texts.
  ///   - check: called now and then; what it throws ends the work.
  /// - Throws: `DataError` for columns that are not there and targets that are missing, `TokenizerError` for no texts.
  public init(
    table path: String, column: TextColumn, tokenizer: Tokenizer, selection: Selection = Selection(),
    options: TableOptions = TableOptions(), check: () throws -> Void = {}
  ) throws {
    let file = try TableFile([path], hasHeader: options.hasHeader)
    let first = try file.column(column.text, key: "text")
    let second = try column.pair.map { try file.column($0, key: "pair") }
    let target = try options.target.map { try file.column($0, key: "target") }
    if target == first || target != nil && target == second {
      throw DataError.badKey(key: "target", value: options.target ?? "", reason: "it is the column of texts")
    }

    var rows: [(text: String, pair: String?, target: String, number: Float)] = []
    var targetColumn = Column(target.map { file.names[$0] } ?? "")
    var empty = 0
    try file.forEachRow(check: check) { row, fields, text in
      func string(_ index: Int) throws(DataError) -> String { try text.text(fields[index], column: index) }
      func isEmpty(_ index: Int) -> Bool { fields[index].start == fields[index].end }
      if isEmpty(first) || second.map(isEmpty) == true {
        empty += 1
        return
      }
      var number: Float = 0
      if let target {
        let entry = Entry(text.bytes, fields[target].start, fields[target].end)
        switch entry {
        case .missing, .infinite:
          throw DataError.badTable(
            source: file.source, line: text.line,
            reason:
              "column '\(file.names[target])', the target, holds no value here: write one, or leave the line out"
          )
        case .number(let value): number = Float(value)
        case .text: break
        }
        targetColumn.count(entry, text.bytes, fields[target])
      }
      rows.append(
        (
          try string(first), try second.map { try string($0) }, try target.map { try string($0) } ?? "",
          number
        ))
    }
    guard !rows.isEmpty else { throw TokenizerError.noTexts(path: path) }

    var categories: [String: Int] = [:]
    var names: [String] = []
    let numbers = rows.map { row -> Float in
      guard targetColumn.isCategory else { return row.number }
      if categories[row.target] == nil {
        categories[row.target] = names.count
        names.append(row.target)
      }
      return Float(categories[row.target] ?? 0)
    }
    let kept = try selection.indices(of: rows.count) ?? Array(rows.indices)
    let encodings = try tokenizer.encodings(
      kept.map { rows[$0].text }, pairs: second == nil ? nil : kept.map { rows[$0].pair ?? "" },
      limit: column.limit,
      check: check)
    let found = try target.map { _ in
      try Target(numbers, categories: names, column: targetColumn, options: options, source: file.source)
    }
    var (labels, targets, classes): ([Int]?, [Float]?, [String]) = (nil, nil, [])
    switch found {
    case .classes(let all, let names): (labels, classes) = (kept.map { all[$0] }, names)
    case .numbers(let all): targets = kept.map { all[$0] }
    case nil: break
    }
    try self.init(
      encodings: encodings, name: baseName(path), source: file.source, labels: labels,
      classes: classes, targets: targets,
      remarks: (found.map { ["target \(targetColumn.name): \($0.text)"] } ?? [])
        + (empty == 0
          ? [] : ["\(empty) row\(empty == 1 ? " is" : "s are") left out, where a text is missing"]))
  }
}
