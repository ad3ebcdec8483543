/// Some columns of a table as numbers, row by row; a category is its index, NaN stands where nothing is.
struct TableCells {
  /// Indices of columns of the file.
  let columns: [Int]
  /// [rows, columns]
  private(set) var values: [Float]
  /// For each column, its categories in the order in which the file brings them; empty for numbers.
  private(set) var categories: [[String]]

  var rows: Int { columns.isEmpty ? 0 : values.count / columns.count }

  init(_ reading: TableReading, columns: [Int], check: () throws -> Void) throws {
    self.columns = columns
    values = []
    values.reserveCapacity(reading.count * columns.count)
    let areCategories = columns.map { reading.columns[$0].isCategory }
    var known = columns.map { _ in [Bytes: Int]() }
    var names = columns.map { _ in [String]() }
    var dropped = reading.dropped[...]
    var values: [Float] = []
    values.reserveCapacity(reading.count * columns.count)
    try reading.file.forEachRow(check: check) { row, fields, text in
      if dropped.first == row {
        dropped = dropped.dropFirst()
        return
      }
      for (place, index) in columns.enumerated() {
        let field = fields[index]
        let entry = Entry(text.bytes, field.start, field.end)
        switch (entry, areCategories[place]) {
        case (.missing, _), (.infinite, _): values.append(.nan)
        case (.number(let value), false): values.append(Float(value))
        case (.number, true), (.text, _):
          let bytes = Bytes(bytes: text.bytes[field.start..<field.end])
          if let code = known[place][bytes] {
            values.append(Float(code))
            continue
          }
          let code = names[place].count
          guard code < Labels.mostClasses else {
            throw reading.unusable([reading.columns[index].name], "holds over \(code) different texts", "")
          }
          known[place][bytes] = code
          names[place].append(try text.text(field, column: index))
          values.append(Float(code))
        }
      }
    }
    self.values = values
    categories = names
  }

  /// The bytes of a field, which stay where they are while the file is read.
  private struct Bytes: Hashable {
    let bytes: Slice<UnsafeRawBufferPointer>

    static func == (left: Bytes, right: Bytes) -> Bool { left.bytes.elementsEqual(right.bytes) }

    func hash(into hasher: inout Hasher) { hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: bytes)) }
  }

  /// One column of all rows.
  func column(_ place: Int) -> [Float] {
    stride(from: place, to: values.count, by: columns.count).map { values[$0] }
  }

  /// Counts the categories of a column in the order of their names.
  mutating func sortCategories(_ place: Int) {
    guard !categories[place].isEmpty else { return }
    let sorted = categories[place].sorted()
    var codes = [Float](repeating: 0, count: sorted.count)
    let places = Dictionary(uniqueKeysWithValues: zip(sorted, sorted.indices))
    for (old, name) in categories[place].enumerated() { codes[old] = Float(places[name] ?? 0) }
    categories[place] = sorted
    for index in stride(from: place, to: values.count, by: columns.count) where !values[index].isNaN {
      values[index] = codes[Int(values[index])]
    }
  }
}
