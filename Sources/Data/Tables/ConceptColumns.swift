extension ConceptLabels {
  /// Columns of a table as concepts: a value for each different text in the order of their names, or for each different
  /// whole number by size; where an entry is missing, so is the label.
  ///
  /// - Throws: `DataError.badTable` for a column of fractions, which can't be counted, or of too many values.
  init(_ file: TableFile, columns: [Int], check: () throws -> Void) throws {
    var found = columns.map { _ in Values() }
    try file.forEachRow(check: check) { _, fields, text in
      for (place, column) in columns.enumerated() {
        let field = fields[column]
        let entry = Entry(text.bytes, field.start, field.end)
        if case .missing = entry {
          found[place].rows.append(ConceptLabels.missing)
        } else {
          found[place].count(try text.text(field, column: column), entry, line: text.line)
          guard found[place].texts.count <= ConceptLabels.mostValues else {
            throw DataError.badTable(
              source: file.source, line: text.line,
              reason:
                "column '\(file.names[column])' has over \(ConceptLabels.mostValues) different values, too many for a "
                + "concept: leave it out of concepts=")
          }
        }
      }
    }
    for (place, column) in columns.enumerated() {
      guard let (line, value) = found[place].fraction, found[place].areNumbers else { continue }
      throw DataError.badTable(
        source: file.source, line: line,
        reason:
          "column '\(file.names[column])' holds \(value), and the values of a concept are whole numbers or texts: "
          + "round it, name its ranges, or leave it out of concepts=")
    }
    let sorted = found.map(\.sorted)
    try self.init(
      names: columns.map { file.names[$0] }, values: sorted.map(\.names),
      labels: (0..<(found.first?.rows.count ?? 0)).flatMap { row in
        zip(found, sorted).map { values, sorted in
          values.rows[row] == ConceptLabels.missing ? ConceptLabels.missing : sorted.places[values.rows[row]]
        }
      }, source: file.source)
  }

  /// The different entries of a column.
  private struct Values {
    private(set) var texts: [String] = []
    private var numbers: [Double?] = []
    private var known: [String: Int] = [:]
    private(set) var fraction: (line: Int, value: Double)?
    /// The index of each row's entry among the texts.
    var rows: [Int] = []

    var areNumbers: Bool { numbers.allSatisfy { $0 != nil } }

    mutating func count(_ text: String, _ entry: Entry, line: Int) {
      if known[text] == nil {
        known[text] = texts.count
        texts.append(text)
        if case .number(let number) = entry {
          numbers.append(number)
          if number.rounded() != number, fraction == nil { fraction = (line, number) }
        } else {
          numbers.append(nil)
        }
      }
      rows.append(known[text] ?? 0)
    }

    /// What the values are called in their order, and the place of each text there: 1 and 1.0 are one number.
    var sorted: (names: [String], places: [Int]) {
      guard areNumbers else {
        let names = texts.sorted()
        let places = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
        return (names, texts.map { places[$0] ?? 0 })
      }
      let values = Set(numbers.compactMap { $0 }).sorted()
      let places = Dictionary(uniqueKeysWithValues: zip(values, values.indices))
      let names = values.map { Int(exactly: $0).map(String.init) ?? "\($0)" }
      return (names, numbers.map { number in number.flatMap { places[$0] } ?? 0 })
    }
  }
}
