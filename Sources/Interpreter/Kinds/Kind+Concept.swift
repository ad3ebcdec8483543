/// A concept, or a state of a machine, by its number or its name.
enum ConceptReference: Hashable, Sendable {
  case number(Int)
  case name(String)

  /// - Parameter what: what the names are of: "state".
  func index(among names: [String], what: String) throws(Mistake) -> Int {
    switch self {
    case .number(let number):
      guard names.indices.contains(number) else {
        throw .failed("there is no \(what) \(number): they count from 0 to \(names.count - 1)")
      }
      return number
    case .name(let name):
      guard let index = names.firstIndex(of: name) else { throw .noChoice(name, what: what, choices: names) }
      return index
    }
  }
}

extension Kind where Content == ConceptReference {
  static let concept = Kind("a number or a name") { (value, scope) throws(Mistake) in
    if case .text(let name) = value { return .name(name) }
    return .number(try Kind<Int>.whole(from: 0).read(value, scope))
  }
}
