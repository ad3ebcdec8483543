/// What one column of a table became: one column of a sample, or several that stand for one thing together.
public struct FeatureGroup: Hashable, Sendable {
  public enum Content: Hashable, Sendable {
    /// The number itself.
    case number
    /// The number, and behind it 1 where it was missing, else 0.
    case numberOrMissing
    /// A 1 in the column of the category, 0 in the others.
    case oneHot([String])
    /// The index of the category.
    case code([String])
  }

  public let name: String
  /// Where it is in a sample.
  public let columns: Range<Int>
  public let content: Content
  /// In how many rows of the file it was missing.
  public let missing: Int
  /// What it is measured in, where that is known.
  public let unit: String?

  public init(
    name: String, columns: Range<Int>, content: Content = .number, missing: Int = 0, unit: String? = nil
  ) {
    (self.name, self.columns, self.content, self.missing) = (name, columns, content, missing)
    self.unit = unit
  }

  /// Features of numbers side by side.
  static func numbers(_ features: [(name: String, unit: String?)]) -> [FeatureGroup] {
    features.enumerated().map {
      FeatureGroup(name: $0.element.name, columns: $0.offset..<$0.offset + 1, unit: $0.element.unit)
    }
  }

  /// What its columns are called: "age", or "colour=red", "colour=blue".
  public var features: [String] {
    switch content {
    case .number, .code: [name]
    case .numberOrMissing: [name, "\(name)=missing"]
    case .oneHot(let categories): categories.map { "\(name)=\($0)" }
    }
  }

  /// "age=42", "colour=red" or "age=missing", from the values of its columns.
  func text(_ values: some Collection<Float>) -> String {
    let value = values.first ?? .nan
    switch content {
    case .numberOrMissing where values.dropFirst().first == 1: return "\(name)=missing"
    case .number, .numberOrMissing: return "\(name)=\(value.plainText)"
    case .oneHot(let categories): return "\(name)=\(zip(categories, values).first { $0.1 == 1 }?.0 ?? "none")"
    case .code(let categories):
      let code = Int(exactly: value) ?? -1
      return "\(name)=\(categories.indices.contains(code) ? categories[code] : value.plainText)"
    }
  }
}

extension Float {
  /// The shortest decimal number that reads as this one, whole ones without a point.
  fileprivate var plainText: String {
    let text = "\(self)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
