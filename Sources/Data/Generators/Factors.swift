/// What pictures follow from: one for every combination of the factors' values, the last factor changing fastest.
struct Factors: Sendable {
  struct Factor: Sendable {
    let name: String
    /// What its values are called, in their order.
    let values: [String]
    /// The small subset keeps every so many-th value.
    let step: Int
  }

  static let subsets = ["small-skip", "full"]

  let all: [Factor]

  init(_ all: [Factor]) { self.all = all }

  var names: [String] { all.map(\.name) }
  var count: Int { all.reduce(1) { $0 * $1.values.count } }

  /// The indices of the factors' values of the picture of that number.
  func place(_ number: Int) -> [Int] {
    var rest = number
    return all.reversed().map { factor in
      let (quotient, index) = rest.quotientAndRemainder(dividingBy: factor.values.count)
      rest = quotient
      return index
    }.reversed()
  }

  /// The places of all pictures: [count, factors].
  var places: [UInt8] { (0..<count).flatMap { place($0).map { UInt8($0) } } }

  private func steps(_ subset: String?) -> [Int] { all.map { subset == "full" ? 1 : $0.step } }

  /// The rows of `places` that are in the subset.
  func rows(_ subset: String?, of places: [UInt8]) -> [Int] {
    let steps = steps(subset)
    return (0..<places.count / all.count).filter { row in
      steps.indices.allSatisfy { Int(places[row * steps.count + $0]).isMultiple(of: steps[$0]) }
    }
  }

  /// The factors of some rows as concepts, whose values are those that the subset has.
  func concepts(_ subset: String?, _ rows: [Int], of places: [UInt8], source: String) throws(DataError)
    -> ConceptLabels
  {
    let steps = steps(subset)
    return try ConceptLabels(
      names: names,
      values: zip(all, steps).map { factor, step in
        stride(from: 0, to: factor.values.count, by: step).map { factor.values[$0] }
      },
      labels: rows.flatMap { row in
        steps.indices.map { Int(places[row * steps.count + $0]) / steps[$0] }
      }, source: source)
  }

  /// The factors that a task names: `shape`, `shape-scale`, or a list of them.
  func factors(of task: [String]) throws(DataError) -> [Int] {
    let text = task.joined(separator: "-")
    guard let factors = factors(of: text[...]), Set(factors).count == factors.count else {
      throw .badKey(
        key: "task", value: task.joined(separator: ","),
        reason:
          "join some of the concepts, each once: \(names.joined(separator: ", ")); \(names[0])-\(names[1]) is one of "
          + "both")
    }
    return factors
  }

  private func factors(of text: Substring) -> [Int]? {
    for (factor, name) in names.enumerated() {
      if text == name { return [factor] }
      if text.hasPrefix(name + "-"), let others = factors(of: text.dropFirst(name.count + 1)) {
        return [factor] + others
      }
    }
    return nil
  }
}

extension ConceptLabels {
  /// The class that some concepts make together: the first counts most.
  func classes(of concepts: [Int]) -> (labels: [Int], names: [String]) {
    let width = self.names.count
    let joint = (0..<count).map { row in
      concepts.reduce(0) { $0 * values[$1].count + labels[row * width + $1] }
    }
    let names = concepts.reduce([""]) { names, concept in
      names.flatMap { name in values[concept].map { name.isEmpty ? $0 : "\(name) \($0)" } }
    }
    return (joint, names)
  }
}

/// A number as text with so many digits behind the point.
func decimals(_ value: Double, _ digits: Int) -> String {
  let unit = (0..<digits).reduce(1) { power, _ in power * 10 }
  let whole = Int((abs(value) * Double(unit)).rounded())
  let rest = String(whole % unit)
  return "\(value < 0 && whole > 0 ? "-" : "")\(whole / unit)."
    + String(repeating: "0", count: digits - rest.count) + rest
}
