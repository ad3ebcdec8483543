/// What a table is to predict: classes or numbers.
enum Target {
  case classes(labels: [Int], names: [String])
  case numbers([Float])

  /// More different whole numbers than these are no classes unless somebody says so.
  private static let mostWholeClasses = 32

  /// - Parameter categories: the texts that `values` count, in the order in which the file brings them; empty where
  ///   they are numbers.
  init(_ values: [Float], categories: [String], column: Column, options: TableOptions, source: String)
    throws(DataError)
  {
    if column.isCategory {
      guard options.task != .regression else {
        throw .badKey(key: "task", value: "regression", reason: "column '\(column.name)' holds texts")
      }
      let names = try Target.order(categories, options.classes, column: column.name)
      let places = categories.map { names.firstIndex(of: $0) ?? 0 }
      self = .classes(labels: values.map { places[Int($0)] }, names: names)
      return
    }
    let distinct = Set(values).sorted()
    // Whole numbers beyond are not all Float32s.
    let isWhole = column.isWhole && values.allSatisfy { abs($0) < 0x1p24 }
    let looksLikeClasses =
      isWhole && distinct.count <= Target.mostWholeClasses
      && (distinct.count <= 2 || distinct.count * 2 <= values.count)
    let isClassification =
      options.task.map { $0 == .classification } ?? (looksLikeClasses || options.classes != nil)
    guard isClassification else {
      self = .numbers(values)
      return
    }
    guard isWhole, distinct.count <= Labels.mostClasses else {
      throw .badKey(
        key: options.task == nil ? "classes" : "task",
        value: options.classes?.joined(separator: ",") ?? "classification",
        reason:
          "column '\(column.name)' holds fractions, numbers beyond 2^24, or over \(Labels.mostClasses) different numbers"
      )
    }
    let texts = distinct.map { "\(Int($0))" }
    // Names for the numbers 0, 1, ... themselves.
    if let names = options.classes, !names.contains(where: texts.contains), distinct.first ?? 0 >= 0,
      Int(distinct.last ?? 0) < names.count
    {
      self = .classes(labels: values.map { Int($0) }, names: names)
      return
    }
    let names = try Target.order(texts, options.classes, column: column.name)
    let labels = Dictionary(uniqueKeysWithValues: zip(distinct, texts.map { names.firstIndex(of: $0) ?? 0 }))
    self = .classes(labels: values.map { labels[$0] ?? 0 }, names: names)
  }

  /// The classes in the order that was asked for, which may hold more than there are.
  private static func order(_ found: [String], _ wanted: [String]?, column: String) throws(DataError)
    -> [String]
  {
    guard let wanted else { return found }
    if let other = found.first(where: { !wanted.contains($0) }) {
      throw .badKey(
        key: "classes", value: wanted.joined(separator: ","),
        reason:
          "column '\(column)' holds \(found.count) classes, and '\(other)' is not among those: \(listed(found))"
      )
    }
    guard Set(wanted).count == wanted.count else {
      throw .badKey(key: "classes", value: wanted.joined(separator: ","), reason: "one is named twice")
    }
    return wanted
  }

  /// What was made of it, for the user to know.
  var text: String {
    switch self {
    case .classes(_, let names):
      "classes \(listed(names.enumerated().map { "\($0.element) (\($0.offset))" }))"
    case .numbers(let values): "numbers from \(values.min() ?? 0) to \(values.max() ?? 0), for regression"
    }
  }
}
