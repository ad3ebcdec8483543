import Figures

/// A value of a concept: what it is called, or its place among the values.
enum ConceptValue: Hashable, Sendable {
  case number(Double)
  case name(String)

  /// The place of the value that is meant: values that are called by numbers are meant by these, others by their place.
  ///
  /// - Parameter what: what the names are of: "value of scale".
  func place(among names: [String], what: String) throws(Mistake) -> Int {
    switch self {
    case .name(let name): return try ConceptReference.name(name).index(among: names, what: what)
    case .number(let number):
      if let place = names.firstIndex(where: { Double($0) == number }) { return place }
      if names.contains(where: { Double($0) != nil }) {
        throw .noChoice(number.text(significant: 6), what: what, choices: names)
      }
      guard let whole = Int(exactly: number) else { throw .notWhole(number) }
      return try ConceptReference.number(whole).index(among: names, what: what)
    }
  }
}

extension Kind where Content == ConceptValue {
  static let conceptValue = Kind("a number, or the name of a concept's value") { (value, scope) throws(Mistake) in
    if case .text(let name) = value { return .name(name) }
    return .number(try Kind<Double>.number().read(value, scope))
  }
}
